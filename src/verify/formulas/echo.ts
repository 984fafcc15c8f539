import { square } from "../../vectors.ts";

/**
 * Gradient descent on a parabola with latency k, x_{t+1} = x_t - η (x_{t-d} - b), d = k - 1: its response to an impulse is h_0 = .. = h_d
 * = 1, h_{i+1} = h_i - η h_{i-d}. It dies away iff 0 < η < 2 sin(π/(2(2k - 1))) (Levin and May 1976).
 */

/** h_0, h_1, .., h_{n-1}. */
export function echo(step: number, latency: number, n: number): Float64Array {
  const h = new Float64Array(n);
  for (let i = 0; i < n; i++) h[i] = i < latency ? 1 : h[i - 1]! - step * h[i - latency]!;
  return h;
}

/**
 * S(η, d) = Σ h_i² = (1 + sin θ)/(2 η cos(w/2) cos θ), w = 2 arcsin(η/2), θ = (2k - 1) w/2: from the Yule-Walker equations of the
 * recursion, whose covariances obey r(j+1) - 2 r(j) + r(j-1) = -η² r(j). Sines of multiples by multiplication of complex numbers. A shift
 * of the optimum by Δ costs (Δ²/2) S(η, k - 1).
 *
 * @returns Infinity where the echo does not die away.
 */
export function echoEnergy(step: number, latency: number): number {
  const [sine, cosine] = [step / 2, Math.sqrt(1 - square(step / 2))]; // of w/2
  let [re, im] = [1, 0];
  for (let i = 0; i < 2 * latency - 1; i++) {
    [re, im] = [re * cosine - im * sine, re * sine + im * cosine];
    if (re <= 0) return Infinity; // θ has passed π/2
  }
  return (1 + im) / (2 * step * cosine * re);
}
