import { expect, test } from "vitest";
import { verdict } from "../../src/verdict/verdict.ts";

test("low stakes and a bound that says something", () => {
  expect(verdict({ damage: 0.01, bound: 0.04 })).toEqual({ word: "LOW-STAKES", reasons: [] });
  expect(verdict({ damage: 0.05, bound: 0.05, stakesGrowth: 0.04, latencyGrowth: -1 }).word).toBe(
    "LOW-STAKES",
  );
});

test("a bound that is too large", () => {
  expect(verdict({ damage: 0.01, bound: 0.06 })).toEqual({
    word: "NOT MEANINGFUL",
    reasons: ["the bound is 0.06 of the value at stake"],
  });
  expect(verdict({ damage: 0.01, bound: 0.06, epsilon: 0.1 }).word).toBe("LOW-STAKES");
  expect(verdict({ damage: 0, bound: Infinity }).word).toBe("NOT MEANINGFUL");
});

test("stakes that are not low go before everything else, each reason said", () => {
  expect(verdict({ damage: 2, bound: 3, stakesGrowth: 1, latencyGrowth: 0.5 })).toEqual({
    word: "NOT LOW-STAKES",
    reasons: [
      "the stakes grow like T^1",
      "the latency grows like T^0.5",
      "damage before retraining is 2 of the value at stake",
    ],
  });
  expect(verdict({ damage: 0, bound: 0, latencyGrowth: 0.3 }).word).toBe("NOT LOW-STAKES");
});

test("bad input", () => {
  expect(() => verdict({ damage: -1, bound: 0 })).toThrow(
    "verdict: damage: expected a finite number >= 0, got -1",
  );
  expect(() => verdict({ damage: 0, bound: NaN })).toThrow(
    "verdict: bound: expected a finite number >= 0, got NaN",
  );
  expect(() => verdict({ damage: 0, bound: 0, epsilon: 0 })).toThrow("verdict: epsilon");
  expect(() => verdict({ damage: 0, bound: 0, stakesGrowth: NaN })).toThrow("verdict: stakesGrowth");
});

test("shifts that cost too much", () => {
  expect(verdict({ damage: 0.01, bound: 0.04, adaptation: 0.05 }).word).toBe("LOW-STAKES");
  expect(verdict({ damage: 0.01, bound: 0.04, adaptation: 0.06 })).toEqual({
    word: "NOT LOW-STAKES",
    reasons: ["adapting to shifts costs 0.06 of the value at stake"],
  });
});
