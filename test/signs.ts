/** E|S_n| of n random signs: E|S_{2m}| = E|S_{2m-1}| = 2m C(2m, m) / 4^m. */
export function meanAbsoluteSum(n: number): number {
  const m = Math.ceil(n / 2);
  let share = 1; // C(2m, m) / 4^m = Π (2i - 1)/(2i)
  for (let i = 1; i <= m; i++) share *= (2 * i - 1) / (2 * i);
  return 2 * m * share;
}
