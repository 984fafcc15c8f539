import { expect, test } from "vitest";
import { corruptionBound } from "../../../src/worlds/catalogue/corruption.ts";
import { Dice } from "../../dice.ts";

/**
 * Gradient descent with latency k on [-1, 1] from 0, with linear losses of gradient ±1, that is given another gradient in some rounds.
 * Regret against the better end.
 */
function corrupted(eta: number, k: number, given: readonly number[], real: readonly number[]): number {
  const iterates = [0];
  let [played, sum] = [0, 0];
  real.forEach((gradient, t) => {
    while (iterates.length <= t - k + 1) {
      const i = iterates.length - 1;
      iterates.push(Math.max(-1, Math.min(1, iterates[i]! - eta * given[i]!)));
    }
    played += gradient * iterates.at(-1)!;
    sum += gradient;
  });
  return played + Math.abs(sum);
}

test("regret of corrupted training is within its bound, and beyond that of training that is not", () => {
  const dice = new Dice(9);
  let largest = 0;
  let beyond = 0;
  for (let i = 0; i < 500; i++) {
    const [rounds, k, eta] = [dice.whole(20, 200), dice.whole(1, 5), dice.uniform() * 0.3 + 0.01];
    const real = Array.from({ length: rounds }, () => (dice.uniform() < 0.9 ? 1 : -1));
    const count = dice.whole(0, rounds);
    // from some round on the opposite is taught: tampering that keeps itself up
    const given = real.map((gradient, t) => (t >= rounds - count ? -gradient : gradient));
    let staleness = 0;
    for (let s = 1; s <= rounds; s++) staleness += s - 1 - Math.max(0, s - k);
    const bound = 1 / (2 * eta) + eta * (rounds / 2 + staleness);
    const regret = corrupted(eta, k, given, real);
    const allowed = corruptionBound({ bound, stakes: 2, corrupted: count }); // G = 1, D = 2
    expect(regret).toBeLessThanOrEqual(allowed * (1 + 1e-12));
    largest = Math.max(largest, regret / allowed);
    beyond += Number(regret > bound);
  }
  expect(largest).toBeGreaterThan(0.3);
  expect(beyond).toBeGreaterThan(50);
});

test("nothing corrupted, nothing added", () => {
  expect(corruptionBound({ bound: 7, stakes: 3, corrupted: 0 })).toBe(7);
  expect(corruptionBound({ bound: 7, stakes: 3, corrupted: 5 })).toBe(37);
});

test("bad input", () => {
  const refused = (options: object, message: string): void =>
    expect(() => corruptionBound({ bound: 1, stakes: 1, corrupted: 1, ...options })).toThrow(message);
  refused({ bound: -1 }, "corruptionBound: bound: expected a finite number >= 0, got -1");
  refused({ stakes: NaN }, "corruptionBound: stakes: expected a finite number >= 0, got NaN");
  refused({ corrupted: 0.5 }, "corruptionBound: corrupted: expected an integer >= 0, got 0.5");
});
