import { describe, expect, test } from "vitest";
import { backwardInduction, horizonStakes } from "../../src/worlds/horizon.ts";
import type { Mdp } from "../../src/worlds/mdp.ts";
import { poisson } from "../../src/worlds/poisson.ts";
import { randomMdp } from "../../src/worlds/random-mdp.ts";
import { stakes } from "../../src/worlds/stakes.ts";
import { span } from "../../src/worlds/values.ts";
import { total } from "../reference.ts";

/** Utility of rounds t..T after `action` in `state` with M* after it, by following the distribution of states. */
function forward(mdp: Mdp, state: number, action: number, rounds: number): number {
  let earned = mdp.rewards[state]![action]!;
  let share = [...mdp.transitions[state]![action]!];
  for (let t = 1; t < rounds; t++) {
    const next = share.map(() => 0);
    share.forEach((mass, s) =>
      mdp.policy[s]!.forEach((p, a) => {
        earned += mass * p * mdp.rewards[s]![a]!;
        mdp.transitions[s]![a]!.forEach((to, z) => (next[z]! += mass * p * to));
      }),
    );
    share = next;
  }
  return earned;
}

/** States that some sequence of `rounds` actions leads to from where the world starts, one by one. */
function endings(mdp: Mdp, rounds: number): Set<number> {
  let met = new Set(mdp.start.flatMap((p, s) => (p > 0 ? [s] : [])));
  for (let t = 0; t < rounds; t++)
    met = new Set(
      [...met].flatMap((s) =>
        mdp.transitions[s]!.flatMap((row) => row.flatMap((p, to) => (p > 0 ? [to] : []))),
      ),
    );
  return met;
}

describe("a finite horizon", () => {
  test("values are what playing forward earns", () => {
    const mdp = randomMdp({ states: 5, actions: 3, branching: 3, seed: 2 });
    const rounds = 7;
    const all = backwardInduction(mdp, rounds);
    expect(all).toHaveLength(rounds);
    all.forEach(({ actionValues, values }, i) => {
      mdp.rewards.forEach((row, s) => {
        const expected = row.map((_, a) => forward(mdp, s, a, rounds - i));
        expected.forEach((value, a) => expect(actionValues[s]![a]).toBeCloseTo(value, 13));
        expect(values[s]).toBeCloseTo(total(expected.map((value, a) => value * mdp.policy[s]![a]!)), 13);
      });
    });
  });

  test("stakes are the largest difference that playing forward can make", () => {
    for (let seed = 1; seed <= 30; seed++) {
      const mdp = randomMdp({ states: 6, actions: 2, branching: 1, seed });
      const rounds = 1 + (seed % 6);
      let [all, reachable] = [0, 0];
      for (let t = 1; t <= rounds; t++) {
        const met = endings(mdp, t - 1);
        mdp.rewards.forEach((row, s) => {
          const worth = row.map((_, a) => forward(mdp, s, a, rounds - t + 1));
          const difference = Math.max(...worth) - Math.min(...worth);
          all = Math.max(all, difference);
          if (met.has(s)) reachable = Math.max(reachable, difference);
        });
      }
      const got = horizonStakes(mdp, rounds);
      expect(got.all).toBeCloseTo(all, 12);
      expect(got.reachable).toBeCloseTo(reachable, 12);
    }
  });

  test("with the bias as terminal value every round has the values of Poisson's equation", () => {
    for (let seed = 1; seed <= 20; seed++) {
      const mdp = randomMdp({ states: 10, actions: 4, seed });
      const solution = poisson(mdp);
      const ending = { terminal: solution.values, gain: solution.gain };
      for (const round of backwardInduction(mdp, 50, ending)) {
        round.values.forEach((value, s) => expect(value).toBeCloseTo(solution.values[s]!, 12));
        round.actionValues.forEach((row, s) =>
          row.forEach((value, a) => expect(value).toBeCloseTo(solution.actionValues[s]![a]!, 12)),
        );
      }
      const { all, reachable } = stakes(mdp, solution);
      expect(horizonStakes(mdp, 50, ending).all).toBeCloseTo(all, 12);
      expect(horizonStakes(mdp, 50, ending).reachable).toBeCloseTo(reachable, 12);
    }
  });

  test("without, stakes differ from those by at most the span of the bias", () => {
    let largest = 0;
    for (let seed = 1; seed <= 60; seed++) {
      const mdp = randomMdp({ states: 8, actions: 3, branching: 3, seed });
      const solution = poisson(mdp);
      for (const rounds of [1, 2, 5, 100]) {
        const difference = Math.abs(horizonStakes(mdp, rounds).all - stakes(mdp, solution).all);
        expect(difference).toBeLessThanOrEqual(span(solution.values) * (1 + 1e-12));
        largest = Math.max(largest, difference / span(solution.values));
      }
    }
    expect(largest).toBeGreaterThan(0.3); // the bound is met by something
  });
});

test("bad input", () => {
  const mdp = randomMdp({ states: 3, actions: 2 });
  expect(() => backwardInduction(mdp, 0)).toThrow(
    "backwardInduction: rounds: expected an integer >= 1, got 0",
  );
  expect(() => horizonStakes(mdp, 2, { terminal: new Float64Array(2) })).toThrow(
    "horizonStakes: terminal: expected 3 values, one for each state, got 2",
  );
});
