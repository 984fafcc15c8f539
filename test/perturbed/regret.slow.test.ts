import { expect, test } from "vitest";
import { type Estimator, gaussian, onePoint, replicate, twoPoint } from "../../src/index.ts";
import { exponentOfMean } from "../../src/verify/formulas/exponent.ts";

/** How regret grows with tuned steps: like √(d T) for two points, like T^(3/4) for one whose distance falls like T^(-1/4). */

const REPLICATES = 64;

/** (replicates,) regrets at the horizon, in units of the nominal gradient. */
async function regrets(rounds: number, features: number, estimator: Estimator): Promise<readonly number[]> {
  const stream = gaussian({ features, outcomes: "values" });
  for await (const { done, runs } of replicate({ replicates: REPLICATES, rounds, stream, estimator }))
    if (done) return [...runs[0]!.regrets!].map((regret) => regret / stream.gradient);
  throw new Error("nothing was played");
}

/** Exponent of the mean regret, and its standard error. */
async function exponent(xs: readonly number[], at: (x: number) => Promise<readonly number[]>) {
  const columns: (readonly number[])[] = [];
  for (const x of xs) columns.push(await at(x));
  return exponentOfMean(
    xs,
    columns[0]!.map((_, r) => columns.map((column) => column[r]!)),
  );
}

const HORIZONS = [2 ** 12, 2 ** 14, 2 ** 16, 2 ** 18];

test.each([
  ["two points", 1 / 2, () => twoPoint({ delta: 0.1 })],
  ["one point", 3 / 4, (rounds: number) => onePoint({ delta: 2 * rounds ** -0.25 })],
] as const)("%s: like T^%d", async (_, expected, made) => {
  const { mean, standardError } = await exponent(HORIZONS, (rounds) => regrets(rounds, 4, made(rounds)));
  expect(Math.abs(mean - expected)).toBeLessThan(0.03 + 4 * standardError!);
  expect(standardError).toBeLessThan(0.03);
});

test("two points: like √d, in units of the gradient", async () => {
  const { mean, standardError } = await exponent([4, 8, 16, 32], (d) =>
    regrets(2 ** 16, d, twoPoint({ delta: 0.1 })),
  );
  expect(Math.abs(mean - 1 / 2)).toBeLessThan(0.03 + 4 * standardError!);
  expect(standardError).toBeLessThan(0.03);
});
