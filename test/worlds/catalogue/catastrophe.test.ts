import { expect, test } from "vitest";
import { catastrophe, ruleOfThree } from "../../../src/worlds/catalogue/catastrophe.ts";
import { performanceDifference } from "../../../src/worlds/difference.ts";
import { poisson } from "../../../src/worlds/poisson.ts";
import { stakes } from "../../../src/worlds/stakes.ts";

test("ρ = H, and expected regret is H Σ p_t", () => {
  const world = catastrophe(1e6);
  const solution = poisson(world.mdp);
  expect(stakes(world.mdp, solution)).toEqual({ all: 1e6, reachable: 1e6, bound: 1e6 });
  const p = 1 / 1024;
  const { regret } = performanceDifference(
    world.mdp,
    () => solution,
    () => [[1 - p, p]],
    1000,
  );
  expect(regret).toBe(world.expectedRegret(p, 1000));
  expect(world.expectedRegret(p, 1000)).toBe((1e6 / 1024) * 1000);
});

test("a cost that grows with T leaves regret linear in T², whatever the small probability", () => {
  const regret = (T: number): number => catastrophe(T).expectedRegret(2 ** -20, T);
  expect(regret(2000) / regret(1000)).toBe(4);
});

test("the rule of three: what did not happen in n trials has probability at most 3/n, at 95 %", () => {
  for (let n = 1; n <= 1e6; n = Math.ceil(n * 1.3)) {
    const bound = ruleOfThree(n);
    expect((1 - bound) ** n).toBeLessThan(0.05);
    // and not much smaller would do: with 2.9/n it is seen too often to be missed, once n is some size
    if (n >= 100) expect((1 - (2.9 / 3) * bound) ** n).toBeGreaterThan(0.05);
  }
  expect([0, 1, 3, 4, 3000].map(ruleOfThree)).toEqual([1, 1, 1, 0.75, 0.001]);
  expect(catastrophe(50).slack(3000, 10_000)).toBe(500);
});

test("bad input", () => {
  expect(() => catastrophe(-1)).toThrow("catastrophe: cost: expected a finite number > 0, got -1");
  expect(() => catastrophe(1).expectedRegret(1.5, 1)).toThrow(
    "catastrophe(1): probability: expected a number >= 0 and <= 1, got 1.5",
  );
  expect(() => catastrophe(1).expectedRegret(0.5, -1)).toThrow(
    "catastrophe(1): rounds: expected an integer >= 0, got -1",
  );
  expect(() => catastrophe(1).slack(-1, 1)).toThrow("ruleOfThree: trials: expected an integer >= 0, got -1");
});
