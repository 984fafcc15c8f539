import { exp } from "../../elementary.ts";
import { square } from "../../vectors.ts";
import { logarithm } from "./logarithm.ts";

/** What plain learners lose to their own decisions in another form, on the sequences made for that. */

/**
 * Swap regret of Hedge with step η on the losses (1, ½, 0), (1, 0, 0), (0, 0, 1), (0, 1, 1), each for T/4 rounds. It has the third action, from
 * the middle of the third phase on the second, and that one loses T/4 to the first. Beside that ¾ + (3/(2η)) I + η/48 at the start, where all are
 * still alike: (3/2) Σ p_1 by Euler and Maclaurin's formula, I = ∫ ds/(1 + e^(s/2) + e^s) = ln 3 - π/(3√3); and each of two actions
 * that lag behind by T/8 takes e^(-ηT/8) of a phase from it.
 *
 * @param rounds T, a multiple of 8.
 */
export function hedgeSwapRegret(rounds: number, step: number): number {
  const start = 0.75 + (1.5 * (logarithm(3) - Math.PI / Math.sqrt(27))) / step + step / 48;
  return rounds / 4 + start - (rounds / 2) * exp(Math.max(-600, (-step * rounds) / 8));
}

/**
 * Regret of small steps η of descent in the unit ball on gradients that turn by η a round, against all decisions turned alike. After a sixth of a turn
 * the decision is on the sphere, and lags by φ, where u = tan(π/4 + φ/2) grows by η a round from √3 on: η Σ <g, x> = -L with L = ½ + ln((1 + U²)/4),
 * U = √3 + ηT - π/3 at the end. As complex numbers, η |Σ g x̄| = √(L² + K²), K = U - (3/2)√3 + 2 arctan(1/U), is the sum of singular values.
 *
 * @param rounds T, at least 100/η.
 */
export function turnedRegret(rounds: number, step: number): number {
  const end = Math.sqrt(3) + step * rounds - Math.PI / 3;
  const along = 0.5 + logarithm((1 + square(end)) / 4);
  // the arc tangent of a small angle
  const across = end - 1.5 * Math.sqrt(3) + 2 / end;
  return (Math.sqrt(square(along) + square(across)) - along) / step;
}
