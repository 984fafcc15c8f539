import { describe, expect, test } from "vitest";
import { irreversible, repairable } from "../../../src/worlds/catalogue/breakable.ts";
import { damageBeforeRetraining } from "../../../src/worlds/damage.ts";
import { horizonStakes } from "../../../src/worlds/horizon.ts";
import { poisson } from "../../../src/worlds/poisson.ts";
import { stakes } from "../../../src/worlds/stakes.ts";

describe("what is broken stays broken", () => {
  test("ρ(T) = (T - 1) c: 9, 99, 999", () => {
    const world = irreversible();
    expect([10, 100, 1000].map((T) => horizonStakes(world.mdp, T))).toEqual(
      [9, 99, 999].map((rho) => ({ all: rho, reachable: rho })),
    );
    expect([1, 10, 100, 1000].map(world.stakes)).toEqual([0, 9, 99, 999]);
    expect(irreversible(3).stakes(1000)).toBe(2997);
    expect(horizonStakes(irreversible(3).mdp, 1000).all).toBe(2997);
    expect(world.limit).toBe(Infinity);
  });

  test("there is no bias", () => {
    expect(() => poisson(irreversible().mdp)).toThrow("got 2: {intact}, {broken}");
  });
});

describe("what is broken can be repaired", () => {
  test("ρ(T) as computed by another program: 4.32891136, 4.999999998726821, 4.999999999999943", () => {
    const world = repairable({ repair: 0.2 });
    const expected = [4.328911359999999, 4.999999998726821, 5];
    [10, 100, 1000].forEach((T, i) => {
      expect(world.stakes(T)).toBeCloseTo(expected[i]!, 12);
      expect(horizonStakes(world.mdp, T).all).toBeCloseTo(expected[i]!, 12);
    });
    expect(world.limit).toBe(5);
  });

  test("ρ(T) is what backward induction finds", () => {
    for (const repair of [1, 0.7, 0.1, 0.003])
      for (const cost of [1, 20])
        for (const T of [1, 2, 3, 8, 77, 400]) {
          const world = repairable({ repair, cost });
          const expected = horizonStakes(world.mdp, T).all;
          expect(Math.abs(world.stakes(T) - expected)).toBeLessThan(1e-12 * cost * T);
          expect(world.stakes(T)).toBeLessThanOrEqual(world.limit * (1 + 1e-15));
        }
  });

  test("rare repairs keep their digits: (T - 1) c to first order", () => {
    // c (n - n (n - 1)/2 q + ..) with n = 9, q = 1e-10
    expect(repairable({ repair: 1e-10 }).stakes(10)).toBeCloseTo(9 - 36e-10, 14);
  });

  test("gain 0, bias 0 and -c/q, ρ = c/q, damage at most ρ k", () => {
    const { mdp, limit } = repairable({ repair: 0.2, cost: 2 });
    const solution = poisson(mdp);
    expect(solution.gain).toBeCloseTo(0, 15);
    expect(solution.values[1]).toBeCloseTo(-10, 13);
    expect(stakes(mdp, solution).all).toBeCloseTo(limit, 13);
    // broken in the first round, kept so and paying in k - 1 more, then repaired at a price of c/q
    for (const k of [1, 2, 10])
      expect(damageBeforeRetraining(mdp, solution, k).reachable).toBeCloseTo(2 * (k - 1) + 10, 12);
  });
});

test("bad input", () => {
  expect(() => irreversible(0)).toThrow("irreversible: cost: expected a finite number > 0, got 0");
  expect(() => repairable({ repair: 0 })).toThrow(/^repairable: repair: expected a number/);
  expect(() => repairable({ repair: 1.5 })).toThrow(/^repairable: repair: expected a number/);
  expect(() => repairable({ repair: 0.5, cost: NaN })).toThrow(
    "repairable: cost: expected a finite number > 0, got NaN",
  );
  expect(() => irreversible().stakes(0)).toThrow("irreversible(1): rounds: expected an integer >= 1, got 0");
});
