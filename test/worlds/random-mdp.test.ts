import { describe, expect, test } from "vitest";
import { randomMdp } from "../../src/worlds/random-mdp.ts";

describe("a random world", () => {
  test("has rows that add up to exactly 1, in any order, and rewards in (-1, 1)", () => {
    const { transitions, policy, rewards } = randomMdp({ states: 50, actions: 4 });
    for (const row of [...transitions.flat(), ...policy]) {
      expect(row.reduce((total, p) => total + p)).toBe(1);
      expect(row.toReversed().reduce((total, p) => total + p)).toBe(1);
      expect(Math.min(...row)).toBeGreaterThan(0);
    }
    expect(rewards.flat().every((r) => r > -1 && r < 1)).toBe(true);
  });

  test("has as many successors as branches, all states alike", () => {
    const counts = new Array<number>(20).fill(0);
    const { transitions } = randomMdp({ states: 20, actions: 500, branching: 3 });
    for (const row of transitions.flat()) {
      expect(row.filter((p) => p > 0).length).toBe(3);
      row.forEach((p, next) => (counts[next]! += Number(p > 0)));
    }
    // 10,000 draws of 3 out of 20: mean 1500, standard deviation sqrt(10000 · 0.15 · 0.85) = 35.7
    for (const count of counts) expect(Math.abs(count - 1500)).toBeLessThan(4.5 * 35.7);
  });

  test("has pieces of [0, 1] for probabilities: of mean 1/b and mean square 2/(b (b + 1))", () => {
    const b = 5;
    const { transitions } = randomMdp({ states: b, actions: 4000, seed: 3 });
    const pieces = transitions.flat();
    for (let j = 0; j < b; j++) {
      const mean = pieces.reduce((total, row) => total + row[j]!, 0) / pieces.length;
      const square = pieces.reduce((total, row) => total + row[j]! ** 2, 0) / pieces.length;
      // standard errors: sqrt((1/15 - 1/25)/20000) = 0.0012 and sqrt((1/70 - 1/225)/20000) = 0.0007
      expect(Math.abs(mean - 1 / b)).toBeLessThan(5 * 0.0012);
      expect(Math.abs(square - 2 / (b * (b + 1)))).toBeLessThan(5 * 0.0007);
    }
  });

  test("can be deterministic", () => {
    const { transitions, policy } = randomMdp({
      states: 9,
      actions: 3,
      branching: 1,
      policy: "deterministic",
    });
    for (const row of [...transitions.flat(), ...policy])
      expect(row.toSorted((a, b) => b - a).slice(0, 2)).toEqual([1, 0]);
  });

  test("is a function of its seed, on every host", () => {
    const of = (seed: number | bigint) => randomMdp({ states: 3, actions: 2, branching: 2, seed });
    expect(of(1)).toEqual(of(1n));
    expect(of(1)).not.toEqual(of(2));
    expect(of(1)).not.toEqual(of((1n << 32n) + 1n));
    expect([of(1).transitions[0]![0], of(1).rewards[2], of(1).policy[2]]).toEqual([
      [0.20564020366873592, 0.7943597963312641, 0],
      [-0.9560666831675917, 0.4240507415961474],
      [0.4007603732170537, 0.5992396267829463],
    ]);
  });
});

test("bad options", () => {
  const refused = (options: object, message: string): void =>
    expect(() => randomMdp({ states: 3, actions: 2, ...options })).toThrow(message);
  refused({ states: 0 }, "randomMdp: states: expected an integer >= 1, got 0");
  refused({ actions: 1.5 }, "randomMdp: actions: expected an integer >= 1, got 1.5");
  refused(
    { states: 1e4, actions: 2 },
    "randomMdp: states² x actions: expected an integer from 1 to 100000000, got 200000000",
  );
  refused({ branching: 4 }, "randomMdp: branching: expected an integer from 1 to 3, got 4");
  refused({ policy: "greedy" }, 'randomMdp: policy: expected stochastic or deterministic, got "greedy"');
  refused({ seed: -1 }, "randomMdp: seed: expected an integer >= 0, got -1");
});
