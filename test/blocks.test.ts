import { describe, expect, test } from "vitest";
import { fixed, hindsight } from "../src/comparators/comparator.ts";
import { huber } from "../src/losses/huber.ts";
import { squared } from "../src/losses/squared.ts";
import { utility } from "../src/losses/utility.ts";
import { replay, type ReplayOptions } from "../src/replay.ts";
import { deployments } from "../src/schedules/deployments.ts";
import { growing } from "../src/schedules/growing.ts";
import { periodic } from "../src/schedules/periodic.ts";
import { pipelined } from "../src/schedules/pipelined.ts";
import type { Schedule } from "../src/schedules/schedule.ts";
import { simulate, type SimulateOptions } from "../src/simulate.ts";
import { blockRademacher, orthogonal, squareWave } from "../src/streams/adversaries.ts";
import { gaussian } from "../src/streams/gaussian.ts";
import { ogd } from "../src/updates/ogd.ts";
import { adagrad, constant, root } from "../src/updates/steps.ts";
import { Dice } from "./dice.ts";
import { ENGINE, playRows, rules } from "./play-rows.ts";
import { type Row, source } from "./rows.ts";

/** A block is how the work is cut, nothing else: no size may change a single bit of any result. */
const BLOCKS = [1, 7, 48, 1000, 1024] as const;

/** Every number of every checkpoint; JSON prints each f64 so that it reads back as the same bits. -0 is told from 0. */
async function everything(checkpoints: AsyncIterable<unknown>): Promise<string> {
  const all: unknown[] = [];
  for await (const checkpoint of checkpoints) all.push(checkpoint);
  return JSON.stringify(all, (_, value: unknown) =>
    Object.is(value, -0)
      ? "-0"
      : typeof value === "number" && !Number.isFinite(value)
        ? String(value)
        : value,
  );
}

async function sameForAllBlocks(run: (blockSize: number) => AsyncIterable<unknown>): Promise<void> {
  const expected = await everything(run(BLOCKS[0]));
  expect(expected.length).toBeGreaterThan(1000);
  for (const blockSize of BLOCKS.slice(1)) {
    // not toBe: a report of 100 kB in the message helps nobody
    expect((await everything(run(blockSize))) === expected, `blocks of ${blockSize}`).toBe(true);
  }
}

/** Deployments that come at odd rounds and leave rows waiting for longer and longer: the ring must grow, more than once. */
const sparseDeployments = (): Schedule =>
  deployments(function* () {
    for (let round = 3, learned = 1; ; learned = round - 2, round = Math.ceil(round * 1.7))
      yield { round, learned };
  });

const SCHEDULES: readonly Schedule[] = [
  pipelined(1),
  pipelined(50),
  pipelined(2500), // longer than any block
  periodic(7),
  periodic(60, 9),
  periodic(1500, 1100),
  growing(0.5),
  growing(0.95),
  sparseDeployments(),
];
const ROUNDS = 3100;

describe("simulate", () => {
  const simulated = (options: Omit<SimulateOptions, "rounds" | "engine">) =>
    sameForAllBlocks((blockSize) =>
      simulate({ rounds: ROUNDS, schedules: SCHEDULES, engine: ENGINE, blockSize, ...options }),
    );

  test.each([
    ["gaussian classes", gaussian({ features: 5 })],
    ["gaussian values", gaussian({ features: 4, outcomes: "values", noise: 0.5 })],
    ["one feature", gaussian({ features: 1, noise: 0.2 })],
    ["a random walk", gaussian({ features: 3, drift: { walk: 0.02 } })],
    [
      "shifts",
      gaussian({
        features: 3,
        outcomes: "values",
        drift: { shifts: [2, 47, 48, 1000, 1025], shiftRate: 0.01 },
      }),
    ],
  ])("%s", async (_, stream) => {
    await simulated({ stream, update: ogd({ step: constant(0.01, 0.003), gradient: "stale" }) });
    await simulated({ stream, update: ogd({ step: root(0.1), gradient: "fresh", radius: 0.8 }) });
    await simulated({ stream, update: ogd({ step: adagrad(0.5), gradient: "stale", l2: 0.01 }) });
  });

  test.each([
    ["blockRademacher", blockRademacher(30)],
    ["squareWave", squareWave(11)],
    ["orthogonal", orthogonal(13)],
  ])("%s", async (_, stream) => {
    await simulated({
      stream,
      update: ogd({ step: constant(0.02, 1), radius: 1 }),
      comparator: hindsight({ radius: 1 }),
    });
    await simulated({ stream, update: ogd({ step: root(0.5) }), comparator: hindsight() });
  });

  test("the best model in hindsight, over several passes", async () => {
    const update = ogd({ step: 0.02, gradient: "fresh" });
    await simulated({ stream: gaussian({ features: 4 }), update, comparator: hindsight({ radius: 2 }) });
    await simulated({
      stream: gaussian({ features: 4, outcomes: "values" }),
      loss: huber(0.8),
      update,
      comparator: hindsight(),
    });
    await simulated({
      stream: gaussian({ features: 4, outcomes: "values" }),
      update,
      comparator: hindsight({ radius: 0.5 }),
    });
  });

  test("a learner that diverges", async () => {
    await simulated({
      stream: gaussian({ features: 3, outcomes: "values" }),
      update: ogd({ step: constant(0.01, 5), gradient: "stale" }),
    });
  });
});

/** Classes; dense columns; sparse ones that come up one after the other, the last of them near the end. */
function log(rounds: number, weighted: boolean): Row[] {
  const dice = new Dice(5);
  return Array.from({ length: rounds }, (_, s) => ({
    dense: dice.normals(3).map((value, j) => (j === 2 ? Number(value > 0.5) : 3 * value + 1)),
    sparse: Array.from(
      { length: dice.whole(0, 6) },
      () => [Math.floor((s / rounds) * 40 * dice.uniform()), dice.normal()] as const,
    ),
    outcome: Number(dice.uniform() < 0.4),
    weight: weighted ? 0.1 + dice.uniform() : 1,
  }));
}

describe("replay", () => {
  const rows = log(ROUNDS, true);
  const replayed = (
    options: Omit<ReplayOptions, "rows" | "engine">,
    { chunk = 700, weighted = false } = {},
  ) =>
    sameForAllBlocks((blockSize) =>
      replay({
        rows: source(rows, { task: "classification", chunk, weighted, scalable: [true, true, false] }),
        schedules: SCHEDULES,
        engine: ENGINE,
        blockSize,
        ...options,
      }),
    );

  test.each(["standard", "none"] as const)("scale %s: new columns, late feedback", async (scale) => {
    await replayed({ scale, update: ogd({ step: constant(0.003, 0.03), gradient: "stale" }) });
    await replayed(
      { scale, update: ogd({ step: adagrad(0.3), gradient: "fresh", radius: 1 }), prefix: 0.37 },
      { weighted: true },
    );
    await replayed(
      { scale, update: ogd({ step: root(0.1), l2: 0.01 }), comparator: hindsight() },
      { chunk: 13 },
    );
  });

  test("scale river, and an intercept with its own step", async () => {
    await replayed({
      scale: "river",
      update: ogd({ step: constant(0.003, 0.03), gradient: "stale" }),
      tie: 0,
    });
    await replayed(
      { scale: "river", update: ogd({ step: 0.01, gradient: "fresh", interceptStep: 0.1 }) },
      { weighted: true },
    );
  });

  test("squared loss of a linear model on classes", async () => {
    await replayed({
      loss: squared(),
      update: ogd({ step: constant(0.001, 0.01), gradient: "fresh" }),
      comparator: hindsight({ radius: 1 }),
    });
  });

  test("the blocks that the log comes in change nothing either", async () => {
    const of = (chunk: number) =>
      everything(
        replay({
          rows: source(rows, { task: "classification", chunk, weighted: true }),
          schedules: SCHEDULES,
          update: ogd({ step: constant(0.003, 0.03), gradient: "stale", radius: 3 }),
          engine: ENGINE,
        }),
      );
    // which columns are known at a checkpoint does depend on how far the log was read
    const withoutColumns = (text: string) => text.replace(/"columns":\d+/g, "");
    const expected = withoutColumns(await of(5000));
    for (const chunk of [1, 17, 1024])
      expect(withoutColumns(await of(chunk)) === expected, `chunks of ${chunk}`).toBe(true);
  });
});

describe("a log that begins plainer than it goes on", () => {
  const meanLosses = async (rows: readonly Row[], chunk: number, weighted: (at: number) => boolean) => {
    const all = source(rows, { task: "classification", chunk, weighted: true });
    const blocks = all.blocks.bind(all);
    // a source may leave out the weights of a block in which every row weighs 1
    const plain: typeof all = {
      ...all,
      async *blocks() {
        let at = 0;
        for await (const block of blocks()) yield weighted(at++) ? block : { ...block, weight: null };
      },
    };
    let last: number[] = [];
    const update = ogd({ step: constant(0.01, 0.1), gradient: "fresh" });
    for await (const { runs } of replay({ rows: plain, update, engine: ENGINE }))
      last = runs.map(({ meanLoss }) => meanLoss);
    return last;
  };

  test("no sparse entries in its first block", async () => {
    const rows = log(600, false).map((r, s) => (s < 100 ? { ...r, sparse: [] } : r));
    expect(await meanLosses(rows, 50, () => true)).toEqual(await meanLosses(rows, 600, () => true));
  });

  test("rows of weight 1 in its first block", async () => {
    const rows = log(600, true).map((r, s) => (s < 100 ? { ...r, weight: 1 } : r));
    expect(await meanLosses(rows, 50, (at) => at >= 2)).toEqual(await meanLosses(rows, 600, () => true));
  });
});

test("weights and single losses", async () => {
  const rows = log(2000, true);
  const of = async (block: number) => {
    const { panels, losses } = await playRows(rows, {
      loss: squared(),
      intercept: true,
      scaled: [true, true, false],
      weighted: true,
      block,
      panels: SCHEDULES.flatMap((schedule) => [
        rules({
          schedule: schedule.name === "deployments" ? sparseDeployments() : schedule,
          steps: [0.001, 0.01],
          rule: "root",
        }),
        rules({
          schedule: schedule.name === "deployments" ? sparseDeployments() : schedule,
          steps: [0.001, 0.02],
          fresh: true,
          radius: 1,
          certify: false,
        }),
      ]),
    });
    return panels.map((panel, p) => [0, 1].map((lane) => [...panel.weights(lane), ...losses(p, lane)]));
  };
  const expected = JSON.stringify(await of(1));
  for (const block of BLOCKS.slice(1))
    expect(JSON.stringify(await of(block)) === expected, `blocks of ${block}`).toBe(true);
});

test("utilities: rows that are gradients, a ball, every schedule", async () => {
  const dice = new Dice(9);
  const rows = Array.from({ length: 2000 }, () => ({
    dense: dice.normals(3),
    sparse: [],
    outcome: 0,
    weight: 1,
  }));
  const of = async (block: number) => {
    const { panels, losses } = await playRows(rows, {
      loss: utility(),
      block,
      comparator: [0, 0.5, 0.5, 0],
      panels: SCHEDULES.map((schedule) => rules({ schedule, steps: [0.01, 0.1, 1], radius: 1 })),
    });
    return panels.map((panel, p) => [0, 1, 2].map((lane) => [...panel.weights(lane), ...losses(p, lane)]));
  };
  const expected = JSON.stringify(await of(1));
  for (const block of BLOCKS.slice(1))
    expect(JSON.stringify(await of(block)) === expected, `blocks of ${block}`).toBe(true);
});

test("a fixed comparator of a log is scored the same in all blocks", async () => {
  const rows = log(1500, false).map((r) => ({ ...r, sparse: [] }));
  await sameForAllBlocks((blockSize) =>
    replay({
      rows: source(rows, { task: "classification" }),
      schedules: [pipelined(30), periodic(100)],
      update: ogd({ step: constant(0.01), gradient: "stale" }),
      comparator: fixed([0.1, 0.2, -0.3, 0.1]),
      engine: ENGINE,
      blockSize,
    }),
  );
});
