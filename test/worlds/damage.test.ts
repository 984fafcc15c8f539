import { describe, expect, test } from "vitest";
import { damageBeforeRetraining } from "../../src/worlds/damage.ts";
import { performanceDifference } from "../../src/worlds/difference.ts";
import { mdpFrom, type ActionTable, type Mdp } from "../../src/worlds/mdp.ts";
import { poisson } from "../../src/worlds/poisson.ts";
import { randomMdp } from "../../src/worlds/random-mdp.ts";
import { stakes } from "../../src/worlds/stakes.ts";

/** Every policy that takes one action in each state. */
function policies(mdp: Mdp): ActionTable[] {
  const actions = mdp.names.actions.length;
  let all: number[][][] = [[]];
  for (let s = 0; s < mdp.names.states.length; s++)
    all = all.flatMap((rows) =>
      Array.from({ length: actions }, (_, a) => [
        ...rows,
        Array.from({ length: actions }, (_, other) => Number(other === a)),
      ]),
    );
  return all;
}

/** What the worst sequence of k policies loses against M* from a state, by trying all. */
function worst(mdp: Mdp, state: number, k: number): number {
  const { transitions, rewards, policy } = mdp;
  const from = mdpFrom({ transitions, rewards, policy, start: state });
  const solution = poisson(from);
  const all = policies(mdp);
  let most = 0;
  for (let code = 0; code < all.length ** k; code++) {
    const at = (t: number): ActionTable => all[Math.floor(code / all.length ** (t - 1)) % all.length]!;
    most = Math.max(most, performanceDifference(from, () => solution, at, k).regret);
  }
  return most;
}

describe("damage before retraining", () => {
  test("is what the worst of all sequences of models does", () => {
    for (let seed = 1; seed <= 3; seed++) {
      const mdp = randomMdp({ states: 3, actions: 2, branching: 2, seed });
      for (const k of [1, 2, 3]) {
        const each = mdp.start.map((_, state) => worst(mdp, state, k));
        expect(damageBeforeRetraining(mdp, poisson(mdp), k).all).toBeCloseTo(Math.max(...each), 12);
      }
    }
  });

  test("is at most ρ k, never falls with k, and is 0 before the first round", () => {
    for (let seed = 1; seed <= 40; seed++) {
      const mdp = randomMdp({ states: 10, actions: 3, branching: 1 + (seed % 10), seed });
      let solution;
      try {
        solution = poisson(mdp);
      } catch {
        continue; // several closed classes
      }
      const rho = stakes(mdp, solution);
      let last = { all: 0, reachable: 0 };
      expect(damageBeforeRetraining(mdp, solution, 0)).toEqual(last);
      for (let k = 1; k <= 30; k++) {
        const damage = damageBeforeRetraining(mdp, solution, k);
        expect(damage.all).toBeLessThanOrEqual(rho.all * k * (1 + 1e-12));
        expect(damage.reachable).toBeLessThanOrEqual(rho.reachable * k * (1 + 1e-12) + 1e-12);
        expect(damage.all).toBeGreaterThanOrEqual(last.all - 1e-12);
        expect(damage.reachable).toBeLessThanOrEqual(damage.all);
        last = damage;
      }
    }
  });

  test("counts only what can be met", () => {
    // from "left" nothing leads to "right", where a decision costs 9
    const mdp = mdpFrom({
      transitions: [
        [
          [1, 0],
          [1, 0],
        ],
        [
          [1, 0],
          [1, 0],
        ],
      ],
      rewards: [
        [0, -1],
        [0, -9],
      ],
      policy: [
        [1, 0],
        [1, 0],
      ],
      start: 0,
    });
    const solution = poisson(mdp);
    expect(damageBeforeRetraining(mdp, solution, 3)).toEqual({ all: 11, reachable: 3 });
    expect(stakes(mdp, solution)).toEqual({ all: 9, reachable: 1, bound: 9 });
  });

  test("a latency that is none", () => {
    const mdp = randomMdp({ states: 2, actions: 2 });
    expect(() => damageBeforeRetraining(mdp, poisson(mdp), -1)).toThrow(
      "damageBeforeRetraining: latency: expected an integer >= 0, got -1",
    );
  });
});
