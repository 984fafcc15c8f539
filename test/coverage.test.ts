import { expect, test } from "vitest";
import {
  constant,
  ogd,
  openLog,
  pinball,
  pipelined,
  type Predictions,
  replay,
  squared,
} from "../src/index.ts";
import type { ReplayCheckpoint } from "../src/result.ts";
import { replayText } from "../src/report/replay.ts";
import { Dice } from "./dice.ts";

/** Quantile targets: how many outcomes are at or below what is predicted. */
const dice = new Dice(41);
const lines = Array.from({ length: 4000 }, () => {
  const x = Math.abs(dice.normal());
  // halves, so that predictions of 0 at the start meet outcomes of 0
  return `${x},${Math.round(2 * dice.normal()) / 2 + x}`;
});
const LOG = `x,y\n${lines.join("\n")}\n`;
const schedules = [pipelined(1), pipelined(100)];

async function played(loss: ReturnType<typeof pinball>, precision: "f64" | "f32" = "f64") {
  const rows = await openLog(new Blob([LOG]), { target: "y" });
  const below = new Map<string, number>();
  let result: ReplayCheckpoint | undefined;
  const onPredictions = ({ schedule, stepSize, predictions, outcomes }: Predictions): void => {
    const key = `${schedule}, ${stepSize}`;
    const rounded = (y: number) => (precision === "f32" ? Math.fround(y) : y);
    const count = predictions.reduce((sum, output, i) => sum + Number(rounded(outcomes[i]!) <= output), 0);
    below.set(key, (below.get(key) ?? 0) + count);
  };
  const update = ogd({ step: constant(0.01, 0.05, 0.2), gradient: "fresh" });
  for await (const at of replay({ rows, loss, update, schedules, precision, onPredictions })) result = at;
  return { result: result!, below };
}

test.each([["f64", 0.9] as const, ["f64", 0.2] as const, ["f32", 0.9] as const])(
  "coverage in %s of quantile %d is the count of predictions, and near it",
  async (precision, quantile) => {
    const { result, below } = await played(pinball(quantile), precision);
    for (const { schedule, stepSize, coverage } of result.runs)
      expect(coverage).toBe(below.get(`${schedule}, ${stepSize}`)! / lines.length);
    const { prefix, suffix, coverage, rounds } = result.runs[result.chosen[0]!]!;
    expect(Math.abs(suffix.coverage! - quantile)).toBeLessThan(0.03);
    const both = prefix.coverage! * prefix.rounds + suffix.coverage! * suffix.rounds;
    expect(both / rounds).toBeCloseTo(coverage!, 12);
  },
);

test("it is printed beside the loss, for quantiles only", async () => {
  const { result } = await played(pinball(0.9));
  expect(replayText(result, 200)).toMatch(/ loss +coverage +RMSE /);
  const other = await played(squared());
  expect(other.result.runs[0]!.coverage).toBeUndefined();
  expect(replayText(other.result, 200)).not.toContain("coverage");
});
