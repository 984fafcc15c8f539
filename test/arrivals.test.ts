import { describe, expect, test } from "vitest";
import { fixed, hindsight } from "../src/comparators/comparator.ts";
import { copyBlock } from "../src/data/parcel.ts";
import type { RowBlock } from "../src/data/rows.ts";
import { logLoss } from "../src/losses/log-loss.ts";
import { replay, type ReplayOptions } from "../src/replay.ts";
import type { ReplayCheckpoint } from "../src/result.ts";
import { periodic } from "../src/schedules/periodic.ts";
import { pipelined } from "../src/schedules/pipelined.ts";
import { ogd } from "../src/updates/ogd.ts";
import { root } from "../src/updates/steps.ts";
import { arrivals, impliedDelays, mixedDelay, tailedDelay, timed } from "./arrivals.ts";
import { softmaxRegression } from "./classes/definition.ts";
import { Dice } from "./dice.ts";
import { playRows, rules } from "./play-rows.ts";
import { lossFunction, playByDefinition, schedules } from "./reference.ts";
import { block, type Row, source, type SourceOptions } from "./rows.ts";

/** Learning in the order in which feedback arrives, where delays.test.ts does not look: other loops, rings that grow, clocks. */

/** Rows with sparse entries and weights, whose outcomes are classes below `classes`. */
function drawn(n: number, classes: number = 2, seed: number = 3): Row[] {
  const dice = new Dice(seed);
  return Array.from({ length: n }, (_, s) => ({
    dense: dice.normals(2),
    sparse: s % 3 === 0 ? [] : [[dice.whole(0, 4), 1] as const, [5, dice.normal()] as const],
    outcome: dice.whole(0, classes - 1),
    weight: dice.pick([1, 1, 2]),
  }));
}

const delayed = (rows: readonly Row[], delayOf: (dice: Dice, s: number) => number): Row[] => {
  const dice = new Dice(11);
  return rows.map((row, s) => ({ ...row, delay: delayOf(dice, s) }));
};

async function last(
  rows: readonly Row[],
  { of, ...options }: Omit<ReplayOptions, "rows"> & { readonly of?: SourceOptions } = {},
): Promise<ReplayCheckpoint> {
  let final: ReplayCheckpoint | undefined;
  const log = source(rows, { task: "classification", weighted: true, ...of });
  for await (const checkpoint of replay({ rows: log, ...options })) final = checkpoint;
  return final!;
}

const far = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Math.max(...Array.from(a, (x, i) => Math.abs(x - b[i]!)));

/** Largest difference between the engine's losses and weights and those of the definition. */
async function off(
  rows: readonly Row[],
  own: {
    readonly fresh: boolean;
    readonly river?: boolean;
    readonly precision?: "f32";
    readonly k?: number;
    readonly block?: number;
  },
): Promise<number> {
  const { fresh, river = false, precision = "f64", k = 1, block } = own;
  const { arrived, order } = arrivals(rows);
  const seen = rows.map((_, i) => arrived(schedules.pipelined(k)(i + 1) + 1));
  const scaled = river ? [true, true] : [];
  const played = await playRows(rows, {
    loss: logLoss(),
    intercept: true,
    weighted: true,
    scaled,
    precision,
    ...(block && { block }),
    panels: [rules({ schedule: pipelined(k), steps: [0.1], fresh, river, rule: "root", l2: 0.01 })],
  });
  const definition = playByDefinition(rows, {
    loss: lossFunction("logistic"),
    gradient: fresh ? "fresh" : "stale",
    rule: "root",
    step: 0.1,
    l2: 0.01,
    radius: Infinity,
    interceptStep: null,
    intercept: true,
    columns: 9,
    scale: river ? "river" : "none",
    scaled: [river, river],
    comparator: new Array<number>(9).fill(0),
    seen: (s) => seen[s - 1]!,
    order,
  });
  return Math.max(
    far(played.losses(0, 0), definition.losses),
    far(played.panels[0]!.weights(0), definition.weights),
  );
}

describe("is that of the definition", () => {
  const rows = delayed(drawn(700), tailedDelay);

  test.each([true, false])("under river scaling, fresh: %s", async (fresh) => {
    expect(await off(rows, { fresh, river: true, k: 3 })).toBeLessThan(1e-12);
  });

  test.each([true, false])("in f32, fresh: %s", async (fresh) => {
    expect(await off(rows, { fresh, precision: "f32" })).toBeLessThan(1e-5);
  });

  test("where a very late row and entries behind it make every ring grow, in the midst of many that wait", async () => {
    const late = delayed(drawn(3000), (dice, s) =>
      s === 5 ? 2900 : s === 6 ? 2 ** 31 - 1 : s % 2 ? 1 : dice.whole(1, 50 + s),
    );
    for (const block of [7, 64]) expect(await off(late, { fresh: true, block })).toBeLessThan(1e-12);
    expect(await off(late, { fresh: false, block: 64 })).toBeLessThan(1e-12);
  });

  test("for several classes, with their baselines", async () => {
    const many = delayed(drawn(600, 3), tailedDelay);
    const { arrived, order } = arrivals(many);
    for (const fresh of [true, false]) {
      const definition = softmaxRegression({
        rows: many,
        classes: 3,
        columns: { dense: 2, sparse: 6 },
        seen: (s) => arrived(periodic7(s) + 1),
        order,
        fresh,
        eta: (item) => 0.3 / Math.sqrt(item),
      });
      const { runs, baselines } = await last(many, {
        of: { task: "multiclass", classes: ["a", "b", "c"] },
        schedules: [periodic(7)],
        scale: "none",
        update: ogd({ step: root(0.3), gradient: fresh ? "fresh" : "stale" }),
      });
      expect(runs[0]!.meanLoss * 600).toBeCloseTo(definition.loss, 9);
      expect(baselines[0]!.frequencyLoss! * 600).toBeCloseTo(definition.frequencyLoss, 9);
      expect(baselines[0]!.persistenceErrors).toBe(definition.lastErrors);
    }
  });

  test("for baselines of two classes: the last outcome is the one that arrived last", async () => {
    const { arrived, order } = arrivals(rows);
    let [errors, loss] = [0, 0];
    rows.forEach(({ outcome, weight }, i) => {
      const told = Array.from({ length: arrived(i + 1) }, (_, n) => rows[order(n + 1) - 1]!.outcome);
      const p = (told.reduce((a, b) => a + b, 0) + 1) / (told.length + 2);
      loss -= weight * Math.log(outcome === 1 ? p : 1 - p);
      errors += Number(outcome !== (told.at(-1) ?? 0));
    });
    const { baselines } = await last(rows);
    expect(baselines[0]!.persistenceErrors).toBe(errors);
    expect(baselines[0]!.frequencyLoss).toBeCloseTo(loss / rows.length, 12);
  });
});

const periodic7 = schedules.periodic(7, 0);

describe("to the bit", () => {
  const SETUPS: readonly Omit<ReplayOptions, "rows">[] = [
    {
      update: ogd({ step: root(0.3), gradient: "stale", radius: 2 }),
      comparator: fixed(new Array(9).fill(0.1)),
    },
    { scale: "river", schedules: [pipelined(4), periodic(9, 2)] },
  ];

  test("times of feedback are the delays that they imply", async () => {
    const clock = timed(new Dice(5), drawn(900), 0);
    const dice = new Dice(6);
    // there when some decision is made, after the log, or never
    const rows = clock.map((row, i) => ({
      ...row,
      feedback: dice.uniform() < 0.05 ? Infinity : (clock[i + Math.max(1, tailedDelay(dice))]?.time ?? 1e9),
    }));
    for (const setup of SETUPS) {
      const own = await last(rows, setup);
      expect(JSON.stringify(own)).toBe(JSON.stringify(await last(impliedDelays(rows), setup)));
    }
  });

  test("neither blocks nor cuts of the log matter, with times either", async () => {
    const rows = timed(new Dice(8), drawn(1200), 0.03);
    for (const setup of SETUPS) {
      const of = async (blockSize: number, chunk: number) =>
        JSON.stringify(await last(rows, { ...setup, blockSize, of: { chunk } }));
      const expected = await of(1000, 1200);
      for (const [blockSize, chunk] of [
        [1, 500],
        [7, 1],
        [1000, 7],
      ] as const)
        expect((await of(blockSize, chunk)) === expected, `blocks of ${blockSize}`).toBe(true);
    }
  });

  test("delays may begin in a later block: those before had none", async () => {
    const rows = delayed(drawn(900), (dice, s) => (s < 300 ? 1 : mixedDelay(dice)));
    const parts: ReplayOptions["rows"] = source(rows, { task: "classification", weighted: true, chunk: 100 });
    const bare = {
      ...parts,
      async *blocks(): AsyncGenerator<RowBlock> {
        let done = 0;
        for await (const each of parts.blocks()) {
          yield done < 300 ? { ...each, delay: null } : each;
          done += each.rows;
        }
      },
    };
    for (const setup of [...SETUPS, { schedules: [pipelined(250)] }]) {
      let final: ReplayCheckpoint | undefined;
      for await (const checkpoint of replay({ rows: bare, ...setup })) final = checkpoint;
      expect(JSON.stringify(final)).toBe(JSON.stringify(await last(rows, setup)));
    }
  });

  test("what crosses between threads is the whole block", () => {
    const whole = block(timed(new Dice(1), drawn(50), 0.1), true);
    expect(copyBlock(whole, 2, undefined)).toEqual({ ...whole, ids: null, delay: null });
  });
});

test("the bound holds against the best model in hindsight, and rows that arrive after the log are pending", async () => {
  const rows = delayed(drawn(800), tailedDelay);
  const { runs } = await last(rows, {
    update: ogd({ step: 0.05, gradient: "stale", radius: 1 }),
    scale: "none",
    comparator: hindsight({ radius: 1 }),
  });
  const { arrived } = arrivals(rows);
  expect(runs[0]!.pending).toBe(800 - arrived(800));
  expect(runs[0]!.certificate).toMatchObject({ holds: true, notCovered: null });
  expect(runs[0]!.regret).toBeLessThan(runs[0]!.certificate!.bound!);
});

describe("a source of its own is held to its word", () => {
  const rows = timed(new Dice(2), drawn(300), 0);
  const altered = (at: number, own: Partial<Row>) =>
    rows.map((row, i) => (i === at ? { ...row, ...own } : row));

  test.each([
    [altered(200, { time: NaN }), "rows, row 201: expected a finite time, got NaN"],
    [altered(200, { time: -1e3 }), "rows, row 201: expected times that never decrease, got -1000 after "],
    [altered(200, { feedback: NaN }), "rows, row 201: expected feedback at the time of the row, "],
    [altered(9, { feedback: -1e3 }), "or later, or Infinity, got -1000"],
    [altered(0, { delay: 1 }), "rows: a block: expected either delay or time and feedback, got both"],
  ])("%#", async (wrong, message) => {
    await expect(last(wrong, { of: { chunk: 100 } })).rejects.toThrow(message);
  });

  test.each([
    [{ feedback: null }, "expected time and feedback together, got only time"],
    [{ time: null, feedback: null }, "expected time and feedback in every block or in none"],
    [{ time: new Float64Array(3) }, "expected 100 numbers in time, got 3"],
  ])("%#", async (own: Partial<RowBlock>, message) => {
    const parts = source(rows, { task: "classification", chunk: 100 });
    const wrong = {
      ...parts,
      async *blocks(): AsyncGenerator<RowBlock> {
        let first = true;
        for await (const each of parts.blocks()) {
          yield first ? each : { ...each, ...own };
          first = false;
        }
      },
    };
    const all = async () => {
      for await (const checkpoint of replay({ rows: wrong })) expect(checkpoint.done).toBe(false);
    };
    await expect(all()).rejects.toThrow(`rows: a block: ${message}`);
  });
});
