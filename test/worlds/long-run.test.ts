import fc from "fast-check";
import { expect, test } from "vitest";
import { mdpFrom, type Mdp } from "../../src/worlds/mdp.ts";
import { backwardInduction } from "../../src/worlds/horizon.ts";
import { longRun } from "../../src/worlds/long-run.ts";
import { withOptimalPolicy } from "../../src/worlds/optimal.ts";
import { poisson } from "../../src/worlds/poisson.ts";
import { randomMdp } from "../../src/worlds/random-mdp.ts";

/** Worlds whose aligned model may leave several closed classes of states. */

const worlds = fc.record({
  states: fc.integer({ min: 1, max: 12 }),
  branching: fc.integer({ min: 1, max: 3 }),
  seed: fc.integer({ min: 0, max: 1e6 }),
});

const worldOf = ({ states, branching, seed }: { states: number; branching: number; seed: number }): Mdp =>
  randomMdp({ states, actions: 2, branching: Math.min(branching, states), policy: "deterministic", seed });

test("values are (T - t + 1) g + h in every round, by backward induction from h", () => {
  let several = 0;
  fc.assert(
    fc.property(worlds, (of) => {
      const mdp = worldOf(of);
      const { gains, values, unichain } = longRun(mdp);
      if (!unichain) several++;
      const rounds = 40;
      const first = backwardInduction(mdp, rounds, { terminal: values })[0]!;
      first.values.forEach((value, state) =>
        expect(Math.abs(value - rounds * gains[state]! - values[state]!)).toBeLessThan(1e-10),
      );
    }),
    { numRuns: 200, seed: 1 },
  );
  // how many of them have several closed classes depends on the seed
  expect(several).toBeGreaterThan(20);
});

test("with one closed class they are those of Poisson's equation, to the bit", () => {
  const mdp = randomMdp({ states: 7, actions: 3 });
  const { gain, values } = poisson(mdp);
  expect(longRun(mdp)).toEqual({ gains: new Float64Array(7).fill(gain), values, unichain: true });
});

test("states that are left for good: a fair coin between 0 and 1 for ever", () => {
  const stay = [
    [0, 1, 0],
    [0, 0, 1],
  ];
  const mdp = mdpFrom({
    transitions: [[[0, 0.5, 0.5]], [stay[0]], [stay[1]]],
    rewards: [[7], [0], [1]],
    policy: [[1], [1], [1]],
    start: 0,
  });
  expect(longRun(mdp)).toEqual({
    gains: Float64Array.of(0.5, 0, 1),
    values: Float64Array.of(6.5, 0, 0),
    unichain: false,
  });
});

test("of the best policy no action is worth more than what it does, and no policy earns more", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 8 }),
      fc.integer({ min: 1, max: 4 }),
      fc.nat(1e6),
      (states, actions, seed) => {
        const mdp = randomMdp({ states, actions, seed });
        const best = withOptimalPolicy(mdp);
        const { gain, values, actionValues } = poisson(best);
        actionValues.forEach((row, state) => {
          for (const value of row) expect(value).toBeLessThanOrEqual(values[state]! + 1e-9);
        });
        expect(poisson(mdp).gain).toBeLessThanOrEqual(gain + 1e-12);
      },
    ),
    { numRuns: 60 },
  );
});
