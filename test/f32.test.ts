import { describe, expect, test } from "vitest";
import { fixed, hindsight } from "../src/comparators/comparator.ts";
import type { Predictions } from "../src/engine/predictions.ts";
import { huber } from "../src/losses/huber.ts";
import { replay, type ReplayOptions } from "../src/replay.ts";
import type { ReplayCheckpoint, SimulationCheckpoint } from "../src/result.ts";
import { growing } from "../src/schedules/growing.ts";
import { periodic } from "../src/schedules/periodic.ts";
import { pipelined } from "../src/schedules/pipelined.ts";
import { simulate, type SimulateOptions } from "../src/simulate.ts";
import { choices } from "../src/streams/choices.ts";
import { gaussian } from "../src/streams/gaussian.ts";
import { ogd } from "../src/updates/ogd.ts";
import { adagrad, constant, root } from "../src/updates/steps.ts";
import type { Precision } from "../src/wasm/variants.ts";
import { Dice } from "./dice.ts";
import { ENGINES } from "./play-rows.ts";
import { type Row, source, sparseColumns } from "./rows.ts";

/** Runs in f32 from end to end: what must be the same to the bit is, and what is rounded is off by no more than that. */

async function all<T>(checkpoints: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const checkpoint of checkpoints) list.push(checkpoint);
  return list;
}

type Simulated = Omit<SimulateOptions, "precision" | "engine">;
type Replayed = Omit<ReplayOptions, "precision" | "engine">;
const simulated = (options: Simulated, precision: Precision = "f32"): Promise<SimulationCheckpoint[]> =>
  all(simulate({ ...options, precision, engine: ENGINES[precision] }));
const replayed = async (options: Replayed, precision: Precision = "f32"): Promise<ReplayCheckpoint> =>
  (await all(replay({ ...options, precision, engine: ENGINES[precision] }))).at(-1)!;

/** Classes; numbers; entries that come up one after the other; row weights. */
function log(rounds: number): Row[] {
  const dice = new Dice(5);
  return Array.from({ length: rounds }, (_, s) => ({
    dense: dice.normals(3).map((value) => 3 * value + 1),
    sparse: Array.from(
      { length: dice.whole(0, 5) },
      () => [Math.floor((s / rounds) * 20 * dice.uniform()), dice.normal()] as const,
    ),
    outcome: Number(dice.uniform() < 0.4),
    weight: 0.1 + dice.uniform(),
  }));
}
const ROWS = log(3100);
const rows = () => source(ROWS, { task: "classification", weighted: true });

/** 17 step sizes: more than a panel has lanes. The last diverges, 0.9 leaves the ball often, 1e-3 never. */
const GRID = [0.1, 0.9, 1e-3, 0.01, 3, 0.3, 0.05, 0.7, 0.2, 0.002, 0.4, 0.6, 0.03, 0.004, 1.5, 0.08, 30];
const SCHEDULES = [pipelined(1), pipelined(50), pipelined(2500), periodic(60, 9), growing(0.5)];

describe("blocks of any size give the same bits", () => {
  const BLOCKS = [1, 7, 48, 1000, 1024];

  test.each([
    ["constant", "stale", { step: constant(...GRID) }],
    ["root in a ball", "fresh", { step: root(...GRID), radius: 0.8 }],
    ["AdaGrad with a penalty", "stale", { step: adagrad(0.5, 0.1), l2: 0.01 }],
  ] as const)("a simulation, %s, %s", async (_, gradient, update) => {
    const of = async (blockSize: number) =>
      JSON.stringify(
        await simulated({
          rounds: 3100,
          stream: gaussian({ features: 5, outcomes: "values", noise: 0.5 }),
          schedules: SCHEDULES,
          update: ogd({ ...update, gradient }),
          blockSize,
        }),
      );
    const expected = await of(BLOCKS[0]!);
    for (const block of BLOCKS.slice(1)) expect((await of(block)) === expected, `${block}`).toBe(true);
  });

  test.each(["standard", "river", "none"] as const)("a replay, scale %s", async (scale) => {
    const of = async (blockSize: number) =>
      JSON.stringify(
        await replayed({
          rows: rows(),
          scale,
          schedules: SCHEDULES,
          update: ogd({ step: constant(0.003, 0.03), gradient: scale === "none" ? "stale" : "fresh" }),
          ...(scale === "standard" && { comparator: hindsight({ radius: 2 }) }),
          blockSize,
        }),
      );
    const expected = await of(BLOCKS[0]!);
    for (const block of BLOCKS.slice(1)) expect((await of(block)) === expected, `${block}`).toBe(true);
  });
});

test("a learner does not depend on its panel mates", async () => {
  const part = ROWS.slice(0, 1000);
  const u = [0.1, 0.2, 0, 0, ...Array<number>(sparseColumns(part)).fill(0)];
  for (const [step, gradient] of [
    [constant, "stale"],
    [root, "fresh"],
    [adagrad, "stale"],
  ] as const) {
    const among = async (steps: readonly number[], own: number) => {
      const { runs } = await replayed({
        rows: source(part, { task: "classification", weighted: true }),
        schedules: [periodic(7, 3), pipelined(20)],
        update: ogd({ step: step(...steps), gradient, radius: 2, l2: 0.01 }),
        comparator: fixed(u),
      });
      return JSON.stringify(runs.filter(({ stepSize }) => stepSize === own));
    };
    for (const own of [0.1, 30]) {
      const alone = await among([own], own);
      expect(JSON.parse(alone)).toHaveLength(2);
      expect(await among(GRID, own)).toBe(alone);
      expect(await among(GRID.toReversed(), own)).toBe(alone);
    }
  }
});

test("nor on those that leave a small ball, or that a penalty shrinks, while it does not", async () => {
  for (const [stream, ball] of [
    [gaussian({ features: 3, outcomes: "values" }), { radius: 0.5, l2: 0 }],
    [gaussian({ features: 3, outcomes: "values" }), { radius: 3, l2: 0.5 }],
    [choices({ features: 3, actions: 3 }), { radius: 0.5, l2: 0 }],
  ] as const)
    for (let seed = 1; seed <= 8; seed++) {
      const among = async (...steps: number[]) => {
        const runs = simulate({
          rounds: 700,
          stream,
          schedules: [pipelined(1), pipelined(16)],
          update: ogd({ step: constant(...steps), ...ball }),
          precision: "f32",
          seed,
        });
        return JSON.stringify((await all(runs)).at(-1)!.runs.filter(({ stepSize }) => stepSize === 0.1));
      };
      expect(await among(0.1, 1)).toBe(await among(0.1));
      expect(await among(0.003, 0.1)).toBe(await among(0.1));
    }
});

describe("against the same run in f64", () => {
  const relative = (a: number, b: number) => Math.abs(a / b - 1);

  test.each(["classes", "values"] as const)("a simulation, %s", async (outcomes) => {
    const options: Simulated = {
      rounds: 30_000,
      stream: gaussian({ features: 6, outcomes }),
      ...(outcomes === "values" && { loss: huber(0.8) }),
      update: ogd({ step: constant(0.001, 0.01, 0.03) }),
      schedules: [pipelined(1), pipelined(30)],
    };
    const [single, double] = [(await simulated(options)).at(-1)!, (await simulated(options, "f64")).at(-1)!];
    single.runs.forEach((run, i) => {
      const exact = double.runs[i]!;
      expect(relative(run.meanLoss, exact.meanLoss)).toBeLessThan(1e-7);
      expect(relative(run.regret!, exact.regret!)).toBeLessThan(1e-5);
      const { rounding, ...terms } = run.certificate!.terms!;
      expect(rounding! / run.certificate!.bound!).toBeLessThan(0.02);
      for (const [name, term] of Object.entries(exact.certificate!.terms!))
        expect(Math.abs(terms[name as keyof typeof terms] - term), name).toBeLessThanOrEqual(1e-6 * term);
      expect(run.certificate!.holds).toBe(true);
      expect(run.effectiveLatency).toBe(exact.effectiveLatency);
    });
    // comparators are judged in f64; only the outcomes are rounded
    if (outcomes === "classes") expect(single.comparator).toEqual(double.comparator);
    else expect(relative(single.comparator.meanLoss, double.comparator.meanLoss)).toBeLessThan(1e-7);
  });

  test("the best model in hindsight is the same to the bit where outcomes are classes", async () => {
    const options = { rows: rows(), comparator: hindsight({ radius: 2 }), update: ogd({ step: 0.01 }) };
    const [single, double] = [await replayed(options), await replayed({ ...options, rows: rows() }, "f64")];
    expect(single.comparator).toEqual(double.comparator);
    expect(single.comparator!.hindsight!.converged).toBe(true);
    expect(relative(single.runs[0]!.regret!, double.runs[0]!.regret!)).toBeLessThan(1e-4);
    expect(single.runs[0]!.certificate!.holds).toBe(true);
  });

  test.each(["standard", "river"] as const)(
    "predictions, grades and baselines of a replay, scale %s",
    async (scale) => {
      const predicted = async (precision: Precision) => {
        const blocks: Predictions[] = [];
        const options: Replayed = {
          rows: rows(),
          scale,
          schedules: [pipelined(20)],
          update: ogd({ step: constant(0.003, 0.03), gradient: "fresh" }),
          onPredictions: (block) => blocks.push(block),
        };
        return { result: await replayed(options, precision), blocks };
      };
      const [single, double] = [await predicted("f32"), await predicted("f64")];
      expect(single.blocks).toHaveLength(double.blocks.length);
      single.blocks.forEach((block, i) => {
        const exact = double.blocks[i]!;
        expect(block.outcomes).toEqual(exact.outcomes);
        expect(block.seen).toEqual(exact.seen);
        block.predictions.forEach((p, t) => expect(Math.abs(p - exact.predictions[t]!)).toBeLessThan(1e-6));
        expect(block.predictions.every((p) => Math.fround(p) === p)).toBe(true);
      });
      expect(single.result.baselines).toEqual(double.result.baselines);
      single.result.runs.forEach((run, i) => {
        const exact = double.result.runs[i]!;
        expect(Math.abs(run.errors! - exact.errors!)).toBeLessThanOrEqual(1);
        expect(Math.abs(run.auc! - exact.auc!)).toBeLessThan(1e-4);
        expect(relative(run.brier!, exact.brier!)).toBeLessThan(1e-6);
        expect(relative(run.suffix.meanLoss, exact.suffix.meanLoss)).toBeLessThan(1e-6);
      });
      expect(single.result.chosen).toEqual(double.result.chosen);
    },
  );
});

test("a learner that leaves the finite numbers of f32 is reported, its neighbours go on", async () => {
  const { runs } = (
    await simulated({
      rounds: 2000,
      stream: gaussian({ features: 3, outcomes: "values" }),
      update: ogd({ step: constant(0.01, 5) }),
    })
  ).at(-1)!;
  expect(runs[0]!.diverged).toBeNull();
  expect(runs[0]!.certificate!.holds).toBe(true);
  expect(runs[1]!.diverged!.reason).toBe("the loss is not a finite number");
  expect(runs[1]!.certificate!.notCovered).toBe("the learner's weights left the finite numbers");
  // f64 lasts longer
  const double = (
    await simulated(
      {
        rounds: 2000,
        stream: gaussian({ features: 3, outcomes: "values" }),
        update: ogd({ step: constant(0.01, 5) }),
      },
      "f64",
    )
  ).at(-1)!;
  expect(runs[1]!.diverged!.round).toBeLessThan(double.runs[1]!.diverged!.round);
});

describe("what is asked for must be there", () => {
  const options: Simulated = { rounds: 10, stream: gaussian({ features: 2 }) };

  test("a precision is one of two words", async () => {
    await expect(all(simulate({ ...options, precision: "f16" as Precision }))).rejects.toThrow(
      'simulate: precision: expected f64 or f32, got "f16"',
    );
    await expect(all(replay({ rows: rows(), precision: 32 as unknown as Precision }))).rejects.toThrow(
      "replay: precision: expected f64 or f32, got 32",
    );
  });

  test("an engine of one's own is built for it", async () => {
    await expect(all(simulate({ ...options, precision: "f32", engine: ENGINES.f64 }))).rejects.toThrow(
      "engine: expected kernels built for f32, got some for f64",
    );
    await expect(all(simulate({ ...options, engine: ENGINES.f32 }))).rejects.toThrow(
      "engine: expected kernels built for f64, got some for f32",
    );
  });

  test("the kernels inside the package are found without one", async () => {
    const own = (await all(simulate({ ...options, precision: "f32" }))).at(-1);
    expect(own).toEqual((await simulated(options)).at(-1));
  });
});
