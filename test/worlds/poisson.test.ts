import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { alignedChain } from "../../src/worlds/chain.ts";
import { damageBeforeRetraining } from "../../src/worlds/damage.ts";
import { mdpFrom, type Mdp } from "../../src/worlds/mdp.ts";
import { poisson } from "../../src/worlds/poisson.ts";
import { randomMdp } from "../../src/worlds/random-mdp.ts";
import { stakes } from "../../src/worlds/stakes.ts";
import { total } from "../reference.ts";

/** Eight states and four actions drawn by numpy; the numbers below are those of numpy.linalg.solve. */
const EIGHT = mdpFrom(
  JSON.parse(readFileSync(new URL("eight-states.json", import.meta.url), "utf8")),
  "eight-states.json",
);

describe("eight states, against numpy", () => {
  const solution = poisson(EIGHT);

  test("gain and bias", () => {
    const bias = [
      0, -0.027389937817755474, 0.07730231930409694, 0.9767540331854271, 0.4048415681906616,
      0.49950925111697325, 0.48887245097735965, 0.3676874747517748,
    ];
    expect(solution.gain).toBeCloseTo(0.19807452833517233, 14);
    bias.forEach((value, state) => expect(solution.values[state]).toBeCloseTo(value, 13));
    expect(solution.residual).toBeLessThan(1e-15);
  });

  test("stakes", () => {
    const { all, reachable, bound } = stakes(EIGHT, solution);
    expect(all).toBeCloseTo(1.7447480234705481, 13);
    expect(reachable).toBe(all);
    expect(bound).toBeCloseTo(1.9214208964237196 + 1.0041439710031825, 13);
  });

  test("damage before retraining", () => {
    const expected: [number, number][] = [
      [1, 1.2790525736498592],
      [2, 1.7066070584177075],
      [5, 3.5902259627484474],
      [10, 6.7789997997949705],
      [20, 13.155327477783578],
    ];
    for (const [k, damage] of expected)
      expect(damageBeforeRetraining(EIGHT, solution, k).all).toBeCloseTo(damage, 12);
  });
});

/** Value of the aligned model over `rounds` rounds, by playing them backwards. */
function longRun(mdp: Mdp, rounds: number): { readonly before: number[]; readonly after: number[] } {
  const { transitions, rewards } = alignedChain(mdp);
  let [before, after] = [new Array<number>(rewards.length).fill(0), [...rewards]];
  for (let t = 1; t < rounds; t++) {
    const next = after;
    before = after;
    after = transitions.map((row, s) => rewards[s]! + total(Array.from(row, (p, to) => p * next[to]!)));
  }
  return { before, after };
}

/** P² of a chain, rows adding up to 1. */
function squared(rows: readonly number[][]): number[][] {
  return rows.map((row) => {
    const next = rows.map((_, to) => total(row.map((p, via) => p * rows[via]![to]!)));
    return next.map((p) => p / total(next));
  });
}

describe("random worlds", () => {
  test("gain and bias are what a long run comes to", () => {
    for (let seed = 1; seed <= 40; seed++) {
      const states = 1 + (seed % 12);
      const mdp = randomMdp({ states, actions: 1 + (seed % 5), seed });
      const { gain, values, residual } = poisson(mdp, states - 1);
      const { before, after } = longRun(mdp, 400);
      expect(residual).toBeLessThan(1e-14);
      after.forEach((value, s) => {
        expect(value - before[s]!).toBeCloseTo(gain, 11);
        expect(value - after[states - 1]!).toBeCloseTo(values[s]!, 11);
      });
    }
  });

  test("the gain is the reward in the stationary distribution, transient states included", () => {
    let tried = 0;
    for (let seed = 1; seed <= 60; seed++) {
      const mdp = randomMdp({ states: 12, actions: 2, branching: 2, policy: "deterministic", seed });
      let solution;
      try {
        solution = poisson(mdp);
      } catch {
        continue; // several closed classes
      }
      tried++;
      const { transitions, rewards } = alignedChain(mdp);
      // where states are left with half the probability, a periodic chain settles too
      let power = transitions.map((row, s) => Array.from(row, (p, to) => (p + Number(to === s)) / 2));
      for (let i = 0; i < 40; i++) power = squared(power);
      for (const row of power)
        expect(solution.gain).toBeCloseTo(total(row.map((share, s) => share * rewards[s]!)), 12);
    }
    expect(tried).toBeGreaterThan(20);
  });

  test("the equation holds: E_{a ~ M*} Q(s, a) = h(s), and h is 0 where it is said to be", () => {
    for (let seed = 1; seed <= 20; seed++) {
      const mdp = randomMdp({ states: 9, actions: 4, seed });
      const { values, actionValues, ahead, gain } = poisson(mdp, seed % 9);
      expect(values[seed % 9]).toBe(0);
      mdp.policy.forEach((row, s) => {
        expect(total(row.map((p, a) => p * actionValues[s]![a]!))).toBeCloseTo(values[s]!, 13);
        expect(actionValues[s]![0]).toBeCloseTo(mdp.rewards[s]![0]! - gain + ahead[s]![0]!, 14);
      });
    }
  });

  test("nothing but a constant depends on the reference", () => {
    const mdp = randomMdp({ states: 30, actions: 3, branching: 4, seed: 7 });
    const [a, b] = [poisson(mdp, 0), poisson(mdp, 17)];
    expect(a.gain).toBeCloseTo(b.gain, 14);
    a.values.forEach((value, s) => expect(value - a.values[17]!).toBeCloseTo(b.values[s]!, 12));
  });

  test("stakes are within their bound, of states that can be met within those of all", () => {
    for (let seed = 1; seed <= 60; seed++) {
      const mdp = randomMdp({ states: 12, actions: 3, branching: 1, seed });
      const found = alignedStakes(mdp);
      if (found === null) continue;
      expect(found.all).toBeLessThanOrEqual(found.bound * (1 + 1e-12));
      expect(found.reachable).toBeLessThanOrEqual(found.all);
      expect(found.reachable).toBeGreaterThanOrEqual(0);
    }
  });

  function alignedStakes(mdp: Mdp): ReturnType<typeof stakes> | null {
    try {
      return stakes(mdp, poisson(mdp));
    } catch {
      return null;
    }
  }
});

/** Two states; from each, M* leaves for the other with the probability given. */
const leaving = (a: number, b: number, rewards = [1, 0]): Mdp =>
  mdpFrom({
    transitions: [[[1 - a, a]], [[b, 1 - b]]],
    rewards: [[rewards[0]], [rewards[1]]],
    policy: [[1], [1]],
    start: 0,
  });

test("states that are left once in 10^20 rounds keep their digits", () => {
  const { gain, values } = poisson(leaving(1e-20, 3e-20));
  expect(gain).toBeCloseTo(0.75, 15); // stationary distribution 3/4, 1/4
  expect(values[1]! * 4e-20).toBeCloseTo(-1, 14);
});

describe("what has no gain or bias", () => {
  test("several closed classes", () => {
    expect(() => poisson(leaving(0, 0))).toThrow(
      new RangeError("poisson: expected an aligned model with one closed class of states, got 2: {0}, {1}"),
    );
    const n = 40;
    const mdp = mdpFrom({
      transitions: Array.from({ length: n }, (_, s) => [
        Array.from({ length: n }, (_, to) => (s < 8 ? Number(to === (s + 1) % 8) : Number(to === s))),
      ]),
      rewards: Array.from({ length: n }, () => [0]),
      policy: Array.from({ length: n }, () => [1]),
      start: 0,
      names: { states: Array.from({ length: n }, (_, s) => `s${s}`) },
    });
    expect(() => poisson(mdp)).toThrow(
      "got 33: {s0, s1, s2, s3, s4, s5 and 2 more}, {s8}, {s9}, {s10} and 29 more",
    );
  });

  test("numbers too small or too large", () => {
    const message = "poisson: expected an equation that can be solved to 1e-12, got a residual of";
    expect(() => poisson(leaving(1e-310, 1e-310))).toThrow(message);
    expect(() => poisson(leaving(0.5, 0.5, [1e308, -1e308]))).toThrow(message);
  });

  test("a reference that is no state", () => {
    expect(() => poisson(leaving(0.5, 0.5), 2)).toThrow(
      "poisson: reference: expected an integer from 0 to 1, got 2",
    );
  });
});

test("rewards that are all 0 have gain and bias 0", () => {
  const { gain, values, residual } = poisson(leaving(0.5, 0.25, [0, 0]));
  expect([gain, ...values, residual].map(Math.abs)).toEqual([0, 0, 0, 0]);
});
