/**
 * E|S_n|, S_n a sum of n random signs: E|S_{2m}| = E|S_{2m-1}| = 2m C(2m, m)/4^m, which is √(2n/π) (1 - 1/(4n) + ..).
 *
 * @param n >= 1.
 */
export function meanAbsoluteWalk(n: number): number {
  const m = Math.ceil(n / 2);
  let share = 1; // C(2m, m)/4^m = Π (2i - 1)/(2i)
  for (let i = 1; i <= m; i++) share *= (2 * i - 1) / (2 * i);
  return 2 * m * share;
}

/**
 * E|Σ ε_j L_j|, ε_j random signs and L_j whole lengths, from the distribution of the sum. Time O(n Σ L), memory O(Σ L).
 */
export function meanAbsoluteWalkOf(lengths: readonly number[]): number {
  const total = lengths.reduce((all, length) => all + length, 0);
  // of |sum|: either sign of a sum is as likely
  let now = new Float64Array(total + 1);
  now[0] = 1;
  let reach = 0;
  for (const length of lengths) {
    const next = new Float64Array(total + 1);
    for (let at = 0; at <= reach; at++) {
      if (now[at] === 0) continue;
      next[at + length]! += now[at]! / 2;
      next[Math.abs(at - length)]! += now[at]! / 2;
    }
    now = next;
    reach += length;
  }
  return now.reduce((mean, chance, at) => mean + chance * at, 0);
}
