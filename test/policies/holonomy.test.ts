import { expect, test } from "vitest";
import {
  fullInformation,
  hedge,
  holonomy,
  ogd,
  simulate,
  type SimulateOptions,
  softmax,
} from "../../src/index.ts";
import { POLICY_ENGINES } from "../play-rows.ts";

/** Convexity is not a formality: exact gradients of a softmax policy, and regret that grows like T. */

async function regret(options: Omit<SimulateOptions, "engine" | "estimator">): Promise<number> {
  let regret: number | null = null;
  for await (const { runs } of simulate({
    engine: POLICY_ENGINES.f64,
    estimator: fullInformation(),
    ...options,
  }))
    regret = runs[0]!.regret;
  return regret!;
}

test.each([0.1, 0.05, 0.02])(
  "step %d: softmax loses .316 a round of the loop, Hedge does not",
  async (step) => {
    const stream = holonomy({ step });
    const { utilities, once } = stream.table!;
    const loop = utilities.length - once;
    const options = { stream, model: softmax(), update: ogd({ step }) };
    const [short, long] = await Promise.all(
      [1, 6].map((loops) => regret({ ...options, rounds: once + loops * loop })),
    );
    expect((long! - short!) / (5 * loop)).toBeCloseTo(0.3163, 2);
    const rounds = once + 6 * loop;
    const tuned = await regret({ stream, rounds, model: hedge() });
    expect(tuned / Math.sqrt(rounds)).toBeLessThan(0.39);
    expect(tuned / rounds).toBeLessThan(0.02);
    for (const row of utilities) expect(Math.max(...row) - Math.min(...row)).toBeLessThanOrEqual(1);
  },
);

test("the loop closes: every turn costs the same, for as long as rounding lets it", async () => {
  const stream = holonomy({ step: 0.1 });
  const { utilities, once } = stream.table!;
  const loop = utilities.length - once;
  const lost = await Promise.all(
    [1, 2, 19, 20].map((turns) =>
      regret({ stream, model: softmax(), update: ogd({ step: 0.1 }), rounds: once + turns * loop }),
    ),
  );
  expect(lost[1]! - lost[0]!).toBeCloseTo(lost[3]! - lost[2]!, 6);
  expect(lost[1]! - lost[0]!).toBeGreaterThan(0.3 * loop);
});

test("the smallest step makes a table of a quarter of a million rows", async () => {
  const stream = holonomy({ step: 0.001 });
  const rows = stream.table!.utilities.length;
  expect(rows).toBeGreaterThan(200_000);
  const options = { stream, model: softmax(), update: ogd({ step: 0.001 }) };
  expect((await regret({ ...options, rounds: rows })) / rows).toBeGreaterThan(0.25);
});

test("what is no step size is refused", () => {
  for (const step of [0, 1e-4, 2, NaN])
    expect(() => holonomy({ step })).toThrow(/holonomy: step: expected a number >= 0.001 and <= 1, got/);
});
