import { describe, expect, test } from "vitest";
import {
  adagrad,
  brier,
  constant,
  hindsight,
  ogd,
  openLog,
  periodic,
  pipelined,
  replay,
  type ReplayCheckpoint,
  type ReplayOptions,
  root,
  untrained,
} from "../../src/index.ts";
import { lowstakes } from "../command.ts";
import { Dice } from "../dice.ts";
import { type Row, source } from "../rows.ts";
import { softmaxRegression } from "./definition.ts";

/** Replays of logs with several classes: against their definition, against two classes, and under other blocks. */
const dice = new Dice(5);
const CLASSES = ["ash", "birch", "cedar", "oak"];
const COLUMNS = { dense: 3, sparse: 6 };
const ROWS: readonly Row[] = Array.from({ length: 400 }, (_, t) => {
  const dense = dice.normals(3);
  // sparse columns appear one after the other
  const sparse = [[Math.min(t >> 5, dice.whole(0, 5)), dice.normal()] as const];
  const scores = [dense[0]!, dense[1]!, sparse[0]![1], 0.5].map((z) => z + 0.3 * dice.normal());
  return { dense, sparse, outcome: scores.indexOf(Math.max(...scores)), weight: dice.uniform() + 0.5 };
});

const log = (rows = ROWS, chunk = 1000) =>
  source(rows, { task: "multiclass", classes: CLASSES, weighted: true, chunk });

async function last(options: ReplayOptions): Promise<ReplayCheckpoint> {
  let checkpoint: ReplayCheckpoint | undefined;
  for await (checkpoint of replay(options));
  return checkpoint!;
}

const STEPS = {
  constant: { step: constant(0.1), eta: () => 0.1 },
  root: { step: root(0.5), eta: (item: number) => 0.5 / Math.sqrt(item) },
  adagrad: { step: adagrad(0.3), eta: (_: number, squares: number) => 0.3 / Math.sqrt(squares) },
};

describe.each(Object.entries(STEPS))("steps: %s", (_, { step, eta }) => {
  test.each([
    ["fresh", pipelined(1), (s: number) => s - 1],
    ["stale", pipelined(30), (s: number) => Math.max(0, s - 30)],
    ["fresh", periodic(20, 5), (s: number) => Math.max(0, 20 * Math.floor((s - 6) / 20))],
  ] as const)("%s gradients under %o are as defined", async (gradient, schedule, seen) => {
    const predictions: number[] = [];
    const { runs, baselines } = await last({
      rows: log(),
      scale: "none",
      schedules: [schedule],
      update: ogd({ step, gradient }),
      onPredictions: (block) => predictions.push(...block.predictions),
    });
    const fresh = gradient === "fresh";
    const wanted = softmaxRegression({ rows: ROWS, classes: 4, columns: COLUMNS, seen, fresh, eta });
    const [run] = runs;
    expect(predictions).toEqual(wanted.predictions);
    expect(Math.abs(run!.meanLoss - wanted.loss / ROWS.length)).toBeLessThan(1e-12);
    expect(run!.errors).toBe(wanted.errors);
    expect(run!.brier).toBeCloseTo(wanted.brier / ROWS.length, 12);
    expect(run!.auc).toBeNull();
    expect(baselines[0]!.frequencyLoss).toBeCloseTo(wanted.frequencyLoss / ROWS.length, 12);
    expect(baselines[0]!.persistenceErrors).toBe(wanted.lastErrors);
  });
});

test("neither the block, nor how the log is cut, nor panel mates change a bit", async () => {
  const schedules = [pipelined(1), pipelined(50), periodic(7)];
  for (const gradient of ["stale", "fresh"] as const) {
    const options = { schedules, update: ogd({ step: constant(0.1, 0.03), gradient }) };
    const whole = await last({ ...options, rows: log() });
    for (const [blockSize, chunk] of [
      [1, 1000],
      [13, 7],
      [256, 1],
    ] as const)
      expect(await last({ ...options, rows: log(ROWS, chunk), blockSize })).toEqual(whole);
    const alone = await last({ ...options, rows: log(), update: ogd({ step: constant(0.03), gradient }) });
    expect(alone.runs).toEqual(whole.runs.filter(({ stepSize }) => stepSize === 0.03));
  }
});

test("two classes with step eta are the logistic model with step 2 eta", async () => {
  const rows = ROWS.map((r) => ({ ...r, outcome: Number(r.outcome > 1) }));
  for (const gradient of ["stale", "fresh"] as const) {
    const schedules = [pipelined(1), pipelined(20)];
    const several = await last({
      rows: source(rows, { task: "multiclass", classes: ["no", "yes"], weighted: true }),
      schedules,
      update: ogd({ step: constant(0.05), gradient }),
    });
    const two = await last({
      rows: source(rows, { task: "classification", weighted: true }),
      schedules,
      update: ogd({ step: constant(0.1), gradient }),
      // before anything is learned softmax takes the first class
      tie: 0,
    });
    several.runs.forEach((run, i) => {
      expect(run.meanLoss).toBeCloseTo(two.runs[i]!.meanLoss, 12);
      expect(run.errors).toBe(two.runs[i]!.errors);
      expect(run.brier).toBeCloseTo(2 * two.runs[i]!.brier!, 12);
    });
    expect(several.baselines[0]!.frequencyLoss).toBeCloseTo(two.baselines[0]!.frequencyLoss!, 12);
  }
});

const BYTES = (text: string) => new TextEncoder().encode(text);
const TREES = ROWS.map(({ dense, outcome }) => `${dense[0]},${dense[1]},${CLASSES[outcome]}`);
const CSV = `a,b,tree\n${TREES.join("\n")}\n`;

describe("targets of files", () => {
  test("a column of more than two texts is several classes, in alphabetical order", async () => {
    const rows = await openLog(BYTES(CSV), { target: "tree" });
    expect(rows.task).toBe("multiclass");
    expect(rows.classes).toEqual(CLASSES);
    const { task, classes, columns, runs } = await last({ rows });
    expect({ task, classes, columns }).toEqual({ task: "multiclass", classes: CLASSES, columns: 3 });
    expect(runs).toHaveLength(8);
  });

  test("numbers and pairs of texts are, where it is said so", async () => {
    const text = CSV.replaceAll("birch", "ash").replaceAll("cedar", "oak");
    const pair = await openLog(BYTES(text), { target: "tree", task: "multiclass" });
    expect(pair.classes).toEqual(["ash", "oak"]);
    const numbers = await openLog(BYTES("y,a\n10,1\n9,2\n10,3\n-1,4\n"), { target: "y", task: "multiclass" });
    expect(numbers.classes).toEqual(["-1", "9", "10"]);
    const outcomes: number[] = [];
    for await (const block of numbers.blocks()) outcomes.push(...block.outcome.subarray(0, block.rows));
    expect(outcomes).toEqual([2, 1, 2, 0]);
    const labels = await openLog(BYTES("3 1:1\n1 1:2\n2 2:1\n"), { task: "multiclass" });
    expect([labels.task, labels.classes]).toEqual(["multiclass", ["1", "2", "3"]]);
  });

  test.each([
    ["y,a\nx,1\n2,2\nz,3\nw,4\n", {}, 'column "y": expected a number, got "x"'],
    ["y,a\n1,1\n1,2\n", { task: "multiclass" }, "expected at least two classes of the target, got one"],
    ["y,a\n1,1\n2,2\n", { task: "classification" }, 'expected the classes 0 and 1 or -1 and 1, got "1", "2"'],
    [
      `y,a\n${Array.from({ length: 1001 }, (_, i) => `${i},1`).join("\n")}\n`,
      { task: "multiclass" },
      "expected at most 1000 classes of the target, got more",
    ],
  ] as const)("%#: a message says what is wrong", async (text, options, message) => {
    await expect(openLog(BYTES(text), { target: "y", ...options })).rejects.toThrow(message);
  });

  test("the command line says how many classes there are", () => {
    const file = "node_modules/vega-datasets/data/seattle-weather.csv";
    const features = ["--features", "precipitation, temp_max, temp_min, wind, month(date)"];
    const { code, out } = lowstakes("replay", file, "--target", "weather", ...features, "--latency", "1,10");
    expect(code).toBe(0);
    expect(out).toContain("1,461 rows, 5 classes, 17 columns with the intercept, log loss");
  });
});

describe("what several classes refuse", () => {
  const wrong = ROWS.with(2, { ...ROWS[2]!, outcome: 4 });
  test.each([
    [{ loss: brier() }, "replay: loss: expected log loss for several classes, got Brier loss"],
    [{ scale: "river" }, "replay: scale: expected standard or none for several classes, got river"],
    [{ comparator: hindsight() }, "replay: comparator: expected none for several classes, got hindsight"],
    [{ comparator: untrained() }, "replay: comparator: expected none for several classes, got untrained"],
    [{ precision: "f32" }, "replay: precision: expected f64 for several classes, got f32"],
    [
      { update: ogd({ step: constant(1), l2: 0.1 }) },
      "replay: update: expected no penalty for several classes, got l2 0.1",
    ],
    [
      { update: ogd({ step: constant(1), radius: 2 }) },
      "replay: update: expected no ball for several classes, got radius 2",
    ],
    [{ rows: log(wrong) }, "rows, row 3: expected the number of a class from 0 to 3, got 4"],
    [
      { rows: log(wrong.with(2, { ...ROWS[2]!, outcome: 0.5 })) },
      "row 3: expected the number of a class from 0 to 3, got 0.5",
    ],
  ] as const)("%#", async (options, message) => {
    await expect(last({ rows: log(), ...options } as ReplayOptions)).rejects.toThrow(message);
  });
});
