/** Adds v to the running sum at `at`, keeping what rounding loses behind it (at + 8). */
// @ts-ignore: decorator
@inline
export function keep(at: usize, v: f64): void {
  const t = load<f64>(at),
    s = t + v,
    b = s - t;
  store<f64>(at, s);
  store<f64>(at, load<f64>(at, 8) + (t - (s - b) + (v - b)), 8);
}
