import { describe, expect, test } from "vitest";
import {
  absolute,
  adagrad,
  constant,
  experts,
  type ExpertsCheckpoint,
  type ExpertsOptions,
  growing,
  huber,
  logLoss,
  periodic,
  pinball,
  pipelined,
  root,
  squared,
  wealth,
} from "../../src/index.ts";
import { Dice } from "../dice.ts";
import { row, source } from "../rows.ts";
import { mixture } from "./definition.ts";

/** Mixtures of experts against their definition, their bound, and under other blocks. */
const dice = new Dice(11);
const ROWS = 300;
const outcomes = Array.from({ length: ROWS }, () => 1 + dice.normal());
/** Experts that are off by more and more, and sleep every so often; in the first row all are awake. */
const forecasts = outcomes.map((y, t) =>
  Array.from({ length: 5 }, (_, i) =>
    t > 0 && dice.uniform() < 0.1 * i ? NaN : y + (i + 1) * dice.normal(),
  ),
);
const ALWAYS = forecasts.map((f, t) => f.map((x, i) => (Number.isNaN(x) ? outcomes[t]! + i : x)));

const rowsOf = (of: readonly (readonly number[])[], chunk = 1000) =>
  source(
    of.map((f, t) => row(f, outcomes[t]!)),
    { chunk },
  );

async function last(options: ExpertsOptions): Promise<ExpertsCheckpoint> {
  let checkpoint: ExpertsCheckpoint | undefined;
  for await (checkpoint of experts(options));
  return checkpoint!;
}

const LOSSES = {
  squared: {
    loss: squared(),
    value: (z: number, y: number) => (z - y) ** 2 / 2,
    slope: (z: number, y: number) => z - y,
  },
  absolute: {
    loss: absolute(),
    value: (z: number, y: number) => Math.abs(z - y),
    slope: (z: number, y: number) => Math.sign(z - y),
  },
  huber: {
    loss: huber(0.5),
    value: (z: number, y: number) =>
      Math.abs(z - y) < 0.5 ? (z - y) ** 2 / 2 : 0.5 * (Math.abs(z - y) - 0.25),
    slope: (z: number, y: number) => Math.max(-0.5, Math.min(0.5, z - y)),
  },
  pinball: {
    loss: pinball(0.9),
    value: (z: number, y: number) => (z < y ? 0.9 * (y - z) : 0.1 * (z - y)),
    slope: (z: number, y: number) => (z < y ? -0.9 : 0.1),
  },
};

describe.each(Object.entries(LOSSES))("%s", (_, { loss, value, slope }) => {
  test.each(["losses", "gradient"] as const)("following %s is as defined", async (follow) => {
    const predictions: number[] = [];
    const { runs } = await last({
      rows: rowsOf(forecasts),
      loss,
      follow,
      schedules: [pipelined(7)],
      step: constant(0.05),
      onPredictions: (block) => predictions.push(...block.predictions),
    });
    const wanted = mixture({
      forecasts,
      outcomes,
      value,
      slope,
      follow,
      seen: (s) => Math.max(0, s - 7),
      eta: () => 0.05,
    });
    predictions.forEach((p, t) => expect(p).toBeCloseTo(wanted.predictions[t]!, 12));
    const [run] = runs;
    expect(run!.meanLoss * ROWS).toBeCloseTo(wanted.loss, 9);
    expect(run!.expectedMeanLoss * ROWS).toBeCloseTo(wanted.expected, 9);
    expect(run!.regret).toBeCloseTo(Math.max(...wanted.regrets), 9);
    expect(run!.certificate.regret).toBeCloseTo(Math.max(...wanted.followedRegrets), 9);
    expect(run!.certificate.holds).toBe(true);
  });
});

test("steps that change and other schedules are as defined", async () => {
  const { value, slope } = LOSSES.squared;
  const schedules = [periodic(10, 3), growing(0.5)];
  const { runs } = await last({ rows: rowsOf(forecasts), schedules, step: root(0.3, 0.1) });
  const seens = [
    (s: number) => Math.max(0, 10 * Math.floor((s - 1 - 3) / 10)),
    (s: number) => s - Math.ceil(Math.sqrt(s) - 1e-9),
  ];
  runs.forEach((run, i) => {
    const eta = [0.3, 0.1][i % 2]!;
    const seen = seens[i >> 1]!;
    const wanted = mixture({
      forecasts,
      outcomes,
      value,
      slope,
      follow: "losses",
      seen,
      eta: (item) => eta / Math.sqrt(item),
    });
    expect(run.meanLoss * ROWS).toBeCloseTo(wanted.loss, 9);
    expect(run.certificate.bound).toBeNull();
  });
});

test("neither the block nor how the log is cut changes a bit", async () => {
  const options = { step: constant(0.1, 0.3), schedules: [pipelined(1), pipelined(40), periodic(7)] };
  const whole = await last({ ...options, rows: rowsOf(forecasts) });
  for (const [blockSize, chunk] of [
    [1, 1000],
    [7, 13],
    [256, 1],
  ] as const)
    expect(await last({ ...options, rows: rowsOf(forecasts, chunk), blockSize })).toEqual(whole);
});

test("regret against an expert is 0 where all say the same, and sleep costs nothing", async () => {
  const same = outcomes.map((y, t) => [y + 1, t % 2 ? NaN : y + 1, y + 1]);
  const { runs, experts: each, slept } = await last({ rows: rowsOf(same), step: constant(0.5) });
  expect(slept).toBe(true);
  expect(each.map(({ rounds }) => rounds)).toEqual([ROWS, ROWS / 2, ROWS]);
  expect(runs[0]!.regret).toBeCloseTo(0, 12);
  expect(runs[0]!.certificate.regret).toBeCloseTo(0, 12);
});

test("the steps of the bound are around the best one, and it holds for each of them", async () => {
  const { runs } = await last({ rows: rowsOf(ALWAYS), schedules: [pipelined(1), pipelined(50)] });
  expect(runs).toHaveLength(16);
  for (const { certificate } of runs) expect(certificate.holds).toBe(true);
  expect(runs[1]!.stepSize / runs[0]!.stepSize).toBeCloseTo(2, 12);
  expect(runs[0]!.stepSize).toBeGreaterThan(runs[8]!.stepSize);
});

test("log wealth, of a portfolio that holds half in each of two assets", async () => {
  const relatives = [
    [1, 1.2],
    [2, 0.5],
    [1, 1],
  ];
  const rows = source(relatives.map((x) => row(x, 0)));
  const { runs, uniform } = await last({ rows, loss: wealth(), follow: "gradient", step: constant(1e-9) });
  const wanted = -Math.log(1.1 * 1.25) / 3;
  expect(runs[0]!.meanLoss).toBeCloseTo(wanted, 8);
  expect(uniform.meanLoss).toBeCloseTo(wanted, 12);
});

describe("bad input", () => {
  const of = (f: readonly number[], y = 1) => source([row([1, 2], 1), row(f, y)]);
  test.each([
    [{ rows: of([NaN, NaN]) }, "rows, row 2: expected at least one forecast, got none"],
    [
      { rows: of([1, Infinity]) },
      'rows, row 2, column "x1": expected a forecast within ±1e+150, got Infinity',
    ],
    [{ rows: of([1, 2], NaN) }, "rows, row 2: expected an outcome within ±1e+150, got NaN"],
    [
      { rows: of([0, 2]), loss: wealth() },
      'rows, row 2, column "x0": expected a price relative > 0 and within ±1e+150, got 0',
    ],
    [
      { rows: of([1, 2]), loss: logLoss() },
      "experts: loss: expected absolute, huber, pinball, squared, wealth, got log loss",
    ],
    [
      { rows: of([1, 2]), step: adagrad(1) },
      "experts: step: expected constant, root, aware or oblivious, got adagrad",
    ],
    [{ rows: source([row([1], 1)]) }, "rows: expected the forecasts of at least 2 experts, got 1"],
  ])("%#", async (options, message) => {
    await expect(last(options)).rejects.toThrow(message);
  });
});
