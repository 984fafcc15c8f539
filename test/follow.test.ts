import { describe, expect, test } from "vitest";
import type { LearnerResult } from "../src/result.ts";
import { replay } from "../src/replay.ts";
import { deployments } from "../src/schedules/deployments.ts";
import { periodic } from "../src/schedules/periodic.ts";
import { pipelined } from "../src/schedules/pipelined.ts";
import type { Schedule } from "../src/schedules/schedule.ts";
import { simulate } from "../src/simulate.ts";
import { gaussian } from "../src/streams/gaussian.ts";
import { ogd } from "../src/updates/ogd.ts";
import { constant } from "../src/updates/steps.ts";
import { Dice } from "./dice.ts";
import { ENGINE } from "./play-rows.ts";
import { type Row, source } from "./rows.ts";

/**
 * Where a round follows each item and steps are constant, a loop of its own plays them (assembly/follow.ts). A ball asks for the general one: in
 * one that nobody leaves, the same arithmetic must give the same bits.
 */
const RADII = [Infinity, 1e6] as const;
const ROUNDS = 3000;
const STEPS = constant(0.3, 0.1, 0.03);

/** Stretches of the smallest latency, each round after the one before, between waits of 5. */
const stretches = (): Schedule =>
  deployments(function* () {
    for (let round = 2; ; round++) {
      const waits = round % 37 > 31;
      if (!waits) yield { round, learned: round - 1 };
    }
  });
const SCHEDULES = [pipelined(1), stretches(), periodic(1), pipelined(2)];

/** What is summed up of scores, losses and schedule, all of which the weights go into. */
const sums = (runs: readonly LearnerResult[]): unknown[] =>
  runs.map(({ schedule, effectiveLatency, latency, meanLoss, squaredLoss, minGap, maxGap }) => ({
    schedule,
    effectiveLatency,
    latency,
    meanLoss,
    squaredLoss,
    minGap,
    maxGap,
  }));

async function last(
  checkpoints: AsyncIterable<{ readonly runs: readonly LearnerResult[] }>,
): Promise<unknown[]> {
  let runs: readonly LearnerResult[] = [];
  for await (const checkpoint of checkpoints) ({ runs } = checkpoint);
  return sums(runs);
}

describe.each(["stale", "fresh"] as const)("%s gradients", (gradient) => {
  test("a simulation with its certificate", async () => {
    const [plain, inBall] = await Promise.all(
      RADII.map((radius) =>
        last(
          simulate({
            rounds: ROUNDS,
            stream: gaussian({ features: 5 }),
            schedules: SCHEDULES,
            update: ogd({ step: STEPS, gradient, radius }),
            engine: ENGINE,
            blockSize: 100,
          }),
        ),
      ),
    );
    expect(plain).toHaveLength(12);
    expect(plain).toEqual(inBall);
  });

  test("a replay with intercept and sparse columns", async () => {
    const dice = new Dice(11);
    const rows = Array.from({ length: ROUNDS }, (): Row => {
      const dense = dice.normals(3);
      const sparse = [[dice.whole(0, 6), 1]] as const;
      return { dense, sparse, outcome: Number(dense[0]! + dice.normal() > sparse[0][0] / 5), weight: 1 };
    });
    const [plain, inBall] = await Promise.all(
      RADII.map((radius) =>
        last(
          replay({
            rows: source(rows, { task: "classification" }),
            schedules: SCHEDULES,
            update: ogd({ step: STEPS, gradient, radius, interceptStep: 0.05 }),
            engine: ENGINE,
          }),
        ),
      ),
    );
    expect(plain!.length).toBeGreaterThan(3);
    expect(plain).toEqual(inBall);
  });
});
