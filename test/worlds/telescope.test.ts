import { describe, expect, test } from "vitest";
import { backwardInduction } from "../../src/worlds/horizon.ts";
import { mdpFrom } from "../../src/worlds/mdp.ts";
import { poisson } from "../../src/worlds/poisson.ts";
import { randomMdp } from "../../src/worlds/random-mdp.ts";
import { Telescope } from "../../src/worlds/telescope.ts";
import { span } from "../../src/worlds/values.ts";
import { Dice } from "../dice.ts";
import { total } from "../reference.ts";
import { play } from "./play.ts";

/** A model of its own for every thousandth of the run, none of them M*. */
const restless = (states: number, actions: number, rounds: number) => {
  const all = Array.from({ length: 1000 }, (_, i) => randomMdp({ states, actions, seed: 100 + i }).policy);
  return (round: number) => all[Math.floor(((round - 1) * 1000) / rounds)]!;
};

describe("regret = gaps - martingale", () => {
  test("along a path of a million rounds to 1e-12, with noise on rewards or without", () => {
    const mdp = randomMdp({ states: 8, actions: 4, seed: 9 });
    const solution = poisson(mdp);
    const rounds = 1e6;
    for (const noise of [0, 0.5]) {
      const path = play(mdp, () => solution, restless(8, 4, rounds), { rounds, dice: new Dice(1), noise });
      const { regret, gaps, martingale } = path.result;
      expect(path.result.rounds).toBe(rounds);
      expect(Math.abs(regret)).toBeGreaterThan(1e4);
      expect(Math.abs(martingale)).toBeGreaterThan(1);
      expect(Math.abs(regret - (gaps - martingale)) / Math.abs(regret)).toBeLessThan(1e-12);
    }
  });

  test("with the values of a finite horizon, regret being U[1](M*) minus what was earned", () => {
    for (let seed = 1; seed <= 50; seed++) {
      const mdp = randomMdp({ states: 6, actions: 3, branching: 2, seed });
      const rounds = 1 + 3 * seed;
      const values = backwardInduction(mdp, rounds);
      const dice = new Dice(seed);
      const telescope = new Telescope(mdp, (t) => values[t - 1]!, 0);
      const earned: number[] = [];
      for (let t = 0; t < rounds; t++) {
        const action = dice.whole(0, 2);
        const leads = mdp.transitions[telescope.state]![action]!.flatMap((p, to) => (p > 0 ? [to] : []));
        earned.push(mdp.rewards[telescope.state]![action]!);
        telescope.play(action, dice.pick(leads));
      }
      const { regret, gaps, martingale } = telescope.result;
      expect(regret).toBeCloseTo(values[0]!.values[0]! - total(earned), 11);
      expect(Math.abs(regret - (gaps - martingale))).toBeLessThan(1e-12 * rounds);
    }
  });

  test("the martingale is 0 in every round of a deterministic world, to the bit", () => {
    for (let seed = 1; seed <= 40; seed++) {
      const mdp = randomMdp({ states: 9, actions: 3, branching: 1, policy: "deterministic", seed });
      const values = backwardInduction(mdp, 200);
      const { policy } = randomMdp({ states: 9, actions: 3, seed: seed + 1 });
      const path = play(
        mdp,
        (t) => values[t - 1]!,
        () => policy,
        { rounds: 200, dice: new Dice(seed) },
      );
      expect(path.result.martingale).toBe(0);
      expect(path.result.regret).toBeCloseTo(path.result.gaps, 11);
    }
  });

  test("M* itself has gaps of mean 0, and regret of nothing but luck", () => {
    const mdp = randomMdp({ states: 5, actions: 2, policy: "deterministic", seed: 3 });
    const solution = poisson(mdp);
    const path = play(
      mdp,
      () => solution,
      () => mdp.policy,
      { rounds: 1e5, dice: new Dice(2) },
    );
    expect(Math.abs(path.result.gaps)).toBeLessThan(1e-10);
    expect(path.result.regret).toBeCloseTo(-path.result.martingale, 9);
  });
});

describe("the martingale", () => {
  const mdp = randomMdp({ states: 6, actions: 3, seed: 11 });
  const solution = poisson(mdp);
  const [paths, rounds] = [400, 500];
  const sums = Array.from({ length: paths }, (_, i) => {
    const models = { rounds, dice: new Dice(1000 + i) };
    return play(mdp, () => solution, restless(6, 3, rounds), models).result.martingale;
  });

  test("has mean 0", () => {
    const mean = total(sums) / paths;
    const error = Math.sqrt(total(sums.map((m) => (m - mean) ** 2)) / (paths - 1) / paths);
    expect(Math.abs(mean)).toBeLessThan(4 * error);
  });

  test("stays within Hoeffding's and Azuma's bound, which it does with probability 1 - 1e-3 for all paths", () => {
    const delta = 1e-3 / paths;
    const bound = span(solution.values) * Math.sqrt((rounds * Math.log(2 / delta)) / 2);
    for (const m of sums) expect(Math.abs(m)).toBeLessThan(bound);
    expect(Math.max(...sums.map(Math.abs))).toBeGreaterThan(bound / 20); // and is no trifle beside it
  });
});

describe("what cannot have happened", () => {
  const mdp = mdpFrom({
    transitions: [
      [
        [0, 1],
        [1, 0],
      ],
      [
        [0, 1],
        [0, 1],
      ],
    ],
    rewards: [
      [0, 1],
      [2, 3],
    ],
    policy: [
      [1, 0],
      [1, 0],
    ],
    start: 0,
    names: { states: ["here", "there"], actions: ["go", "stay"] },
  });
  const solution = poisson(mdp);
  const telescope = (start = 0): Telescope => new Telescope(mdp, () => solution, start);

  test("is refused", () => {
    const moved = telescope();
    moved.play(0, 1);
    expect(() => moved.play(1, 0)).toThrow(
      new RangeError(
        "Telescope: round 2: expected a state that action stay in state there can lead to, got here",
      ),
    );
    expect(() => moved.play(2, 1)).toThrow("Telescope: action: expected an integer from 0 to 1, got 2");
    expect(() => moved.play(0, 2)).toThrow("Telescope: next: expected an integer from 0 to 1, got 2");
    expect(() => moved.play(0, 1, NaN)).toThrow("Telescope: reward: expected a finite number, got NaN");
    expect(() => telescope(2)).toThrow("Telescope: start: expected an integer from 0 to 1, got 2");
    expect(moved.result).toEqual({ rounds: 1, regret: 0, gaps: 0, martingale: 0 });
  });

  test("before the first round there is nothing to add up", () => {
    expect(telescope().result).toEqual({ rounds: 0, regret: 0, gaps: 0, martingale: 0 });
  });
});
