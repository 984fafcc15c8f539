import { expect, test } from "vitest";
import { replay } from "../src/replay.ts";
import type { ReplayCheckpoint } from "../src/result.ts";
import { pipelined } from "../src/schedules/pipelined.ts";
import { Dice } from "./dice.ts";
import { ENGINES } from "./play-rows.ts";
import { row, source } from "./rows.ts";

test("the log loss of the frequency counts a row as often as it weighs, as that of a learner does", async () => {
  const dice = new Dice(31);
  const [N, k] = [301, 4];
  const rows = Array.from({ length: N }, () => ({
    ...row([], Number(dice.uniform() < 0.3)),
    weight: 5 * dice.uniform(),
  }));
  let [loss, ones] = [0, 0];
  rows.forEach(({ outcome, weight }, s) => {
    const told = Math.max(0, s + 1 - k);
    if (told > 0) ones += rows[told - 1]!.outcome;
    const p = (ones + 1) / (told + 2);
    loss -= weight * Math.log(outcome === 1 ? p : 1 - p);
  });
  const options = {
    rows: source(rows, { task: "classification", weighted: true }),
    schedules: [pipelined(k)],
  };
  let at: ReplayCheckpoint | undefined;
  for await (at of replay({ ...options, engine: ENGINES.f64 }));
  expect(at!.baselines[0]!.frequencyLoss).toBeCloseTo(loss / N, 12);
});
