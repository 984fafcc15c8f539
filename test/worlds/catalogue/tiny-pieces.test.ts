import { describe, expect, test } from "vitest";
import { tinyPieces } from "../../../src/worlds/catalogue/tiny-pieces.ts";
import type { ActionTable } from "../../../src/worlds/mdp.ts";
import { poisson } from "../../../src/worlds/poisson.ts";
import { stakes } from "../../../src/worlds/stakes.ts";
import { Telescope, type Telescoped } from "../../../src/worlds/telescope.ts";

const world = tinyPieces({ cost: 0.01, limit: 120 });
const { mdp } = world;
const solution = poisson(mdp);
/** Q at distance s of the step given. */
const value = (s: number, step: number): number => solution.actionValues[world.state(s)]![step + 1]!;

/** Follows a deterministic model from 0; `met`: the distances, s_1 to s_{T+1}. */
function follow(policy: ActionTable, rounds: number, from = 0): Telescoped & { met: number[]; paid: number } {
  const telescope = new Telescope(mdp, () => solution, world.state(from));
  const met = [from];
  let paid = 0;
  for (let t = 0; t < rounds; t++) {
    const { state } = telescope;
    const action = policy[state]!.indexOf(1);
    paid -= mdp.rewards[state]![action]!;
    telescope.play(action, mdp.transitions[state]![action]!.indexOf(1));
    met.push(telescope.state - world.state(0));
  }
  return { ...telescope.result, met, paid };
}

describe("a step out of line", () => {
  test("gain and bias: 0 and -delta |s| (|s| + 1)/2 beside that of 0", () => {
    expect(solution.gain).toBeCloseTo(0, 12);
    const zero = solution.values[world.state(0)]!;
    for (const s of [-120, -7, 0, 1, 50])
      expect(solution.values[world.state(s)]! - zero).toBeCloseTo(
        (-0.01 * Math.abs(s) * (Math.abs(s) + 1)) / 2,
        11,
      );
  });

  test("costs delta (2s + 1) against a step back: .11, .41, .81 at s = 5, 20, 40", () => {
    [5, 20, 40].forEach((s, i) => {
      expect(world.onward(s)).toBeCloseTo([0.11, 0.41, 0.81][i]!, 14);
      expect(value(s, -1) - value(s, 1)).toBeCloseTo(world.onward(s), 11);
      expect(value(-s, 1) - value(-s, -1)).toBeCloseTo(world.onward(s), 11);
    });
  });

  test("holding costs delta s", () => {
    for (const s of [1, 5, 20, 40, 119]) {
      expect(value(s, -1) - value(s, 0)).toBeCloseTo(world.holding(s), 11);
      expect(world.holding(s)).toBeCloseTo(0.01 * s, 14);
    }
  });

  test("the stakes of any one decision are those of the farthest states", () => {
    expect(stakes(mdp, solution).all).toBeCloseTo(world.onward(119), 11);
  });
});

describe("an overseer who does not see differences below theta", () => {
  const threshold = 0.3;
  const { policy, stall, regret } = world.overseen(threshold);

  test("lets the world come to a stand at theta/delta, from either side", () => {
    expect(stall).toBe(29);
    expect(follow(policy, 100).met.at(-1)).toBe(29);
    expect(follow(policy, 100, 80).met.at(-1)).toBe(29);
    expect(follow(policy, 100, -80).met.at(-1)).toBe(-29);
    expect(follow(policy, 20).met.at(-1)).toBe(20);
  });

  test("sees nothing to object to in any round of the way there, and something a step farther", () => {
    const { met } = follow(policy, 100);
    met.slice(1).forEach((s, i) => {
      const before = met[i]!;
      // going on against holding, holding against moving back
      const unseen = s > before ? value(before, 0) - value(before, 1) : value(before, -1) - value(before, 0);
      expect(unseen).toBeLessThan(threshold);
    });
    expect(value(30, -1) - value(30, 0)).toBeGreaterThan(threshold - 1e-11);
  });

  test("has linear regret delta s T, at most theta a round", () => {
    for (const rounds of [0, 1, 10, 29, 30, 1000]) {
      const path = follow(policy, rounds);
      expect(path.regret).toBeCloseTo(regret(rounds), 9);
      expect(path.gaps).toBeCloseTo(regret(rounds), 9);
      expect(path.martingale).toBe(0);
      expect(regret(rounds)).toBeLessThanOrEqual(threshold * rounds);
    }
    expect(regret(1000)).toBeCloseTo(290, 10);
  });

  test("who sees everything has no regret", () => {
    for (const theta of [0, 0.005, 0.01]) {
      const keen = world.overseen(theta);
      expect([keen.stall, keen.regret(500)]).toEqual([0, 0]);
      expect(follow(keen.policy, 50).regret).toBeCloseTo(0, 12);
    }
  });
});

test("no overseer: regret delta T², half of it already paid, and stakes that grow", () => {
  const { policy } = world.overseen(1.2); // sees nothing within 119
  for (const rounds of [0, 1, 2, 50, 119]) {
    const path = follow(policy, rounds);
    const expected = world.unseen(rounds);
    expect(path.regret).toBeCloseTo(expected.regret, 9);
    expect(path.paid).toBeCloseTo(expected.paid, 9);
    expect(expected.paid + expected.owed).toBeCloseTo(expected.regret, 12);
    const s = path.met.at(-1)!;
    expect(s).toBe(rounds);
    if (s > 0 && s < 120) expect(value(s, -1) - value(s, 1)).toBeCloseTo(expected.stakes, 11);
  }
  const large = tinyPieces({ cost: 1, limit: 1000 }).unseen(999);
  expect(large.paid / (999 ** 2 / 2)).toBeCloseTo(1, 2); // delta T²/2
  expect(large.stakes).toBe(1999);
});

test("bad input", () => {
  const tiny = (options: object) => () => tinyPieces({ cost: 1, limit: 10, ...options });
  expect(tiny({ cost: 0 })).toThrow("tinyPieces: cost: expected a finite number > 0, got 0");
  expect(tiny({ limit: 0 })).toThrow("tinyPieces: limit: expected an integer from 1 to 1000, got 0");
  const small = tinyPieces({ cost: 1, limit: 10 });
  expect(() => small.state(11)).toThrow("tinyPieces(1, 10): s: expected an integer from -10 to 10, got 11");
  expect(() => small.onward(0)).toThrow("tinyPieces(1, 10): s: expected an integer from 1 to 9, got 0");
  expect(() => small.overseen(-1)).toThrow(
    "tinyPieces(1, 10): threshold: expected a finite number >= 0, got -1",
  );
  expect(small.overseen(11).stall).toBe(10);
  expect(() => small.overseen(11.5)).toThrow(
    "tinyPieces(1, 10): threshold: expected at most 11 times the cost, got 11.5",
  );
  expect(() => small.unseen(10)).toThrow(
    "tinyPieces(1, 10): rounds: expected an integer from 0 to 9, got 10",
  );
});
