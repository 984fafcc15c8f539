import { describe, expect, test } from "vitest";
import { performanceDifference } from "../../src/worlds/difference.ts";
import { backwardInduction } from "../../src/worlds/horizon.ts";
import { poisson } from "../../src/worlds/poisson.ts";
import { randomMdp } from "../../src/worlds/random-mdp.ts";
import { Dice } from "../dice.ts";
import { total } from "../reference.ts";
import { play } from "./play.ts";

describe("the performance difference lemma", () => {
  test("holds to 1e-12 for a new model in every round, with either kind of values", () => {
    for (let seed = 1; seed <= 20; seed++) {
      const [states, actions, rounds] = [6, 4, 200];
      const mdp = randomMdp({ states, actions, seed });
      const solution = poisson(mdp);
      const finite = backwardInduction(mdp, rounds);
      const models = Array.from(
        { length: rounds },
        (_, t) => randomMdp({ states, actions, seed: 1000 * seed + t }).policy,
      );
      for (const valuesAt of [() => solution, (t: number) => finite[t - 1]!]) {
        const { regret, gaps, end } = performanceDifference(mdp, valuesAt, (t) => models[t - 1]!, rounds);
        expect(Math.abs(regret - gaps)).toBeLessThan(1e-12);
        expect(Math.abs(regret)).toBeGreaterThan(0.1);
        expect(total(end)).toBeCloseTo(1, 12);
      }
    }
  });

  test("M* has no regret against itself", () => {
    const mdp = randomMdp({ states: 7, actions: 3, branching: 2, seed: 8 });
    const { regret, gaps } = performanceDifference(
      mdp,
      () => poisson(mdp),
      () => mdp.policy,
      100,
    );
    expect(Math.abs(regret)).toBeLessThan(1e-12);
    expect(Math.abs(gaps)).toBeLessThan(1e-12);
  });

  test("is what the regret of many paths comes to on average", () => {
    const mdp = randomMdp({ states: 5, actions: 3, seed: 12 });
    const solution = poisson(mdp);
    const { policy } = randomMdp({ states: 5, actions: 3, seed: 13 });
    const dice = new Dice(5);
    const [paths, rounds] = [2000, 50];
    const regrets = Array.from(
      { length: paths },
      () =>
        play(
          mdp,
          () => solution,
          () => policy,
          { rounds, dice },
        ).result.regret,
    );
    const mean = total(regrets) / paths;
    const error = Math.sqrt(total(regrets.map((r) => (r - mean) ** 2)) / (paths - 1) / paths);
    const { regret } = performanceDifference(
      mdp,
      () => solution,
      () => policy,
      rounds,
    );
    expect(Math.abs(mean - regret)).toBeLessThan(4 * error);
    expect(error).toBeLessThan(Math.abs(regret) / 10);
  });

  test("a model of the wrong shape is refused with its round", () => {
    const mdp = randomMdp({ states: 2, actions: 2 });
    const policyAt = (t: number): number[][] => (t < 3 ? [...mdp.policy.map((row) => [...row])] : [[1, 0]]);
    expect(() => performanceDifference(mdp, () => poisson(mdp), policyAt, 5)).toThrow(
      "policy of round 3: expected 2 entries, one for each state, got 1",
    );
    expect(() => performanceDifference(mdp, () => poisson(mdp), policyAt, 0)).toThrow(
      "performanceDifference: rounds: expected an integer >= 1, got 0",
    );
  });
});
