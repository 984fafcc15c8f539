import { describe, expect, test } from "vitest";
import {
  F_NOISE,
  F_NORM,
  F_SHIFT_RATE,
  F_TURN,
  F_WALK,
  I_CLASSES,
  I_SHIFTS,
  L_LENGTH,
  P_ALIGNED,
  P_DRAWS,
  P_KEYS,
  P_SHIFTS,
  P_U,
  P_X,
  P_Y,
  STREAM_SLOTS,
  SUM_PATH_U,
} from "../assembly/layout.ts";
import { fixed } from "../src/comparators/comparator.ts";
import { Session } from "../src/engine/session.ts";
import { squared } from "../src/losses/squared.ts";
import { simulate, type SimulateOptions } from "../src/simulate.ts";
import type { SimulationCheckpoint } from "../src/result.ts";
import { blockRademacher, orthogonal, rotating, squareWave } from "../src/streams/adversaries.ts";
import { gaussian } from "../src/streams/gaussian.ts";
import { TURNS } from "../src/streams/generator.ts";
import type { Stream } from "../src/streams/stream.ts";
import { ogd } from "../src/updates/ogd.ts";
import { Table } from "../src/wasm/memory.ts";
import { ENGINE } from "./play-rows.ts";
import { dot, norm, sigmoid, total } from "./reference.ts";

interface Drawn {
  /** (rounds,) rows, outcomes, scores of the aligned model, and the model itself, each at its round. */
  readonly x: Float64Array[];
  readonly y: Float64Array;
  readonly u: Float64Array;
  readonly aligned: Float64Array[];
  readonly path: number;
}

/** The rows that a simulation of this stream meets, which no report shows. The model is looked at after every block. */
async function draw(stream: Stream, rounds: number, { seed = 1, block = 1 } = {}): Promise<Drawn> {
  const d = stream.features;
  const shape = {
    dense: d,
    intercept: false,
    block,
    sparse: false,
    weighted: false,
    raw: false,
    latency: 0,
    precision: "f64",
    actions: 0,
  } as const;
  const rest = { columns: d + 1, scaled: null, grading: null, engine: ENGINE };
  const { memory, kernels, run } = await Session.open({
    shape,
    loss: squared(),
    model: "linear",
    estimator: null,
    ...rest,
  });
  const table = new Table(memory, STREAM_SLOTS);
  const keys = memory.take(512);
  kernels.stream_keys(seed >>> 0, Math.floor(seed / 2 ** 32), TURNS.philox10, keys);
  table.setInteger(P_KEYS, keys);
  table.setInteger(P_DRAWS, memory.take(Math.max(block, d) * 8));
  const weights = memory.take(Math.max(d, 6) * 8);
  table.setInteger(P_ALIGNED, weights);
  table.setLong(L_LENGTH, stream.length);
  table.setReal(F_TURN, stream.turn ?? 0);
  if (stream.aligned) {
    const { weights: given, norm: length, noise, drift } = stream.aligned;
    table.setInteger(I_CLASSES, Number(stream.outcomes === "classes"));
    table.setReal(F_NOISE, noise);
    table.setReal(F_NORM, length);
    table.setReal(F_WALK, drift.walk);
    table.setReal(F_SHIFT_RATE, drift.shiftRate);
    table.setInteger(P_SHIFTS, memory.take(drift.shifts.length * 8));
    memory.f64(table.pointer(P_SHIFTS), drift.shifts.length).set(drift.shifts.map((round) => round - 1));
    table.setInteger(I_SHIFTS, drift.shifts.length);
    memory.f64(weights, d).set(given ?? [length, ...Array.from({ length: d - 1 }, () => 0)]);
  }
  const drawn = {
    x: [] as Float64Array[],
    y: new Float64Array(rounds),
    u: new Float64Array(rounds),
    aligned: [] as Float64Array[],
  };
  const fill = kernels[`stream_${stream.kernel}`];
  for (let from = 0; from < rounds; from += block) {
    const n = Math.min(block, rounds - from);
    fill(run.table.address, table.address, run.sums, from, n);
    for (let t = from; t < from + n; t++) {
      const slot = t % run.rows;
      drawn.x.push(memory.f64(run.table.pointer(P_X) + slot * d * 8, d).slice());
      drawn.y[t] = memory.f64(run.table.pointer(P_Y), run.rows)[slot]!;
      drawn.u[t] = memory.f64(run.table.pointer(P_U), run.rows)[slot]!;
      drawn.aligned.push(memory.f64(weights, d).slice());
    }
  }
  return { ...drawn, path: run.sum(SUM_PATH_U) };
}

async function final(options: Omit<SimulateOptions, "engine">): Promise<SimulationCheckpoint> {
  let last: SimulationCheckpoint | undefined;
  for await (const checkpoint of simulate({ engine: ENGINE, ...options })) last = checkpoint;
  return last!;
}

/** Whether the mean of a sample is what it should be, within 4 of its standard errors (6e-5 by chance, and the seed is fixed). */
function expectMean(sample: readonly number[], mean: number, what: string): void {
  const n = sample.length;
  const average = total(sample) / n;
  const error = Math.sqrt(sample.reduce((sum, x) => sum + (x - average) ** 2, 0) / (n - 1) / n);
  expect(Math.abs(average - mean), `${what}: ${average} instead of ${mean} +- ${error}`).toBeLessThan(
    4 * error,
  );
}

const N = 100_000;

describe("Gaussian rows", () => {
  test("features are N(0, 1), independent of each other and of the round before", async () => {
    const { x } = await draw(gaussian({ features: 5 }), N, { block: 1000 });
    for (let j = 0; j < 5; j++) {
      const column = x.map((features) => features[j]!);
      expectMean(column, 0, "mean");
      expectMean(
        column.map((v) => v ** 2),
        1,
        "variance",
      );
      expectMean(
        column.map((v) => v ** 3),
        0,
        "skewness",
      );
      expectMean(
        column.map((v) => v ** 4),
        3,
        "kurtosis",
      );
      expectMean(
        column.map((v) => Number(Math.abs(v) < 1)),
        0.6826894921,
        "mass within one standard deviation",
      );
      expectMean(
        column.map((v) => Number(v > 2)),
        0.0227501319,
        "mass above two",
      );
      expectMean(
        column.slice(1).map((v, t) => v * column[t]!),
        0,
        "correlation with the round before",
      );
      expectMean(
        x.map((features) => features[j]! * features[(j + 1) % 5]!),
        0,
        "correlation of columns",
      );
    }
  });

  test("scores of the aligned model are <u, x> and no other", async () => {
    for (const aligned of [[2], [0.5, -1], [1, 2, 3], [1, 0, -2, 0.5, 3]]) {
      const { x, u } = await draw(gaussian({ features: aligned.length, aligned }), 500, { block: 100 });
      u.forEach((score, t) => expect(Math.abs(score - dot(aligned, x[t]!))).toBeLessThan(1e-14));
    }
  });

  test("values are <u, x> + noise N(0, 1)", async () => {
    const { x, y, u } = await draw(
      gaussian({ features: 2, outcomes: "values", noise: 0.3, aligned: [1, -2] }),
      N,
      { block: 1000 },
    );
    const noise = Array.from(y, (value, t) => (value - u[t]!) / 0.3);
    expectMean(noise, 0, "mean");
    expectMean(
      noise.map((v) => v ** 2),
      1,
      "variance",
    );
    expectMean(
      noise.map((v) => v ** 4),
      3,
      "kurtosis",
    );
    expectMean(
      noise.map((v, t) => v * x[t]![0]!),
      0,
      "correlation with a feature",
    );
    expectMean(
      noise.map((v, t) => (v * v - 1) * x[t]![1]! ** 2),
      0,
      "noise does not depend on features",
    );
    const exact = await draw(gaussian({ features: 2, outcomes: "values", noise: 0, aligned: [1, -2] }), 100, {
      block: 10,
    });
    expect([...exact.y]).toEqual([...exact.u]);
  });

  test.each([0, 0.3, 1])(
    "classes: P(y = 1) = (1 - noise)/(1 + exp(-<u, x>)) + noise/2, noise %d",
    async (noise) => {
      const { y, u } = await draw(gaussian({ features: 2, noise, aligned: [2, -1] }), N, { block: 1000 });
      expect(new Set(y)).toEqual(new Set([0, 1]));
      const residual = Array.from(y, (outcome, t) => outcome - ((1 - noise) * sigmoid(u[t]!) + noise / 2));
      expectMean(residual, 0, "calibrated overall");
      for (let bin = -3; bin < 3; bin++) {
        expectMean(
          residual.filter((_, t) => u[t]! >= bin && u[t]! < bin + 1),
          0,
          `calibrated at scores in [${bin}, ${bin + 1})`,
        );
      }
    },
  );

  test("what a simulation reports of its aligned model", async () => {
    const values = await final({
      rounds: N,
      stream: gaussian({ features: 3, outcomes: "values", noise: 0.5, norm: 2 }),
      update: ogd({ step: 1e-3 }),
    });
    // losses noise²/2 chi² of the aligned model, (|u|² + noise²)/2 chi² of the untrained one: relative sd sqrt(2/N)
    const error = 4 * Math.sqrt(2 / N);
    expect(Math.abs(values.comparator.meanLoss / 0.125 - 1)).toBeLessThan(error);
    expect(Math.abs(values.comparator.untrainedMeanLoss / 2.125 - 1)).toBeLessThan(error);
    expect(values.comparator.norm).toBeCloseTo(2, 14);
    const classes = await final({
      rounds: 1000,
      stream: gaussian({ features: 3 }),
      update: ogd({ step: 1e-3 }),
    });
    expect(classes.comparator.untrainedMeanLoss).toBeCloseTo(Math.LN2, 14);
    expect(classes.comparator.norm).toBeCloseTo(1, 14);
  });

  test("the direction of an aligned model that is not given comes from the seed and favours none", async () => {
    // without noise, what e_j saves against the untrained model is <u, x>²/2 - <u - e_j, x>²/2 a round, on average u_j - 1/2
    const saved: number[][] = [[], []];
    for (let seed = 1; seed <= 400; seed++) {
      const stream = gaussian({ features: 2, outcomes: "values", noise: 0 });
      for (const j of [0, 1]) {
        const { comparator } = await final({
          rounds: 20,
          seed,
          stream,
          update: ogd({ step: 1e-3 }),
          comparator: fixed([0, 1 - j, j]),
        });
        saved[j]!.push(comparator.value / 20);
      }
    }
    saved.forEach((sample, j) => {
      expectMean(sample, -0.5, `u_${j}`);
      // u_j itself has variance 1/2 on the circle; a direction that never changed would have none but that of 20 rounds
      expect(sample.reduce((sum, v) => sum + (v + 0.5) ** 2, 0) / 400).toBeGreaterThan(0.5);
    });
  });
});

describe("drift", () => {
  const moves = ({ aligned }: Drawn) =>
    aligned.slice(1).map((u, t) => norm(u.map((value, j) => value - aligned[t]![j]!)));

  test("a random walk: steps N(0, walk²) in every coordinate, and their lengths add up to the path", async () => {
    const drawn = await draw(gaussian({ features: 3, drift: { walk: 0.2 } }), 20_000);
    const steps = drawn.aligned.slice(1).map((u, t) => (u[1]! - drawn.aligned[t]![1]!) / 0.2);
    expectMean(steps, 0, "mean");
    expectMean(
      steps.map((v) => v ** 2),
      1,
      "variance",
    );
    expectMean(
      steps.slice(1).map((v, t) => v * steps[t]!),
      0,
      "correlation",
    );
    // differences of positions of size 40 keep 1e-14, lengths 1e-13 of 0.35 a round
    expect(Math.abs(drawn.path / total(moves(drawn)) - 1)).toBeLessThan(1e-12);
  });

  test("given shifts come before exactly the given rounds, to a new direction of the given norm", async () => {
    const shifts = [2, 3, 10, 500, 1000];
    const drawn = await draw(gaussian({ features: 4, norm: 1.5, drift: { shifts } }), 1000);
    moves(drawn).forEach((distance, t) =>
      expect(distance > 0, `round ${t + 2}`).toBe(shifts.includes(t + 2)),
    );
    for (const round of shifts) expect(norm(drawn.aligned[round - 1]!)).toBeCloseTo(1.5, 14);
    expect(Math.abs(drawn.path - total(moves(drawn)))).toBeLessThan(1e-13);
    const { comparator } = await final({
      rounds: 1000,
      stream: gaussian({ features: 4, norm: 1.5, aligned: [1.5, 0, 0, 0], drift: { shifts } }),
      update: ogd({ step: 0.01 }),
    });
    expect(comparator.path).toBe(drawn.path);
  });

  test("shifts in any order, given twice or beyond the horizon", async () => {
    const of = (shifts: number[]) =>
      final({
        rounds: 600,
        stream: gaussian({ features: 3, drift: { shifts } }),
        update: ogd({ step: 0.01 }),
      });
    expect(await of([500, 7, 500, 10_000])).toEqual(await of([7, 500]));
  });

  test("shifts at random come at the given rate", async () => {
    const rate = 0.03;
    const drawn = await draw(gaussian({ features: 2, drift: { shiftRate: rate } }), 20_000);
    const jumps = moves(drawn).map((distance) => Number(distance > 0));
    expectMean(jumps, rate, "shift rate");
    // a jump says nothing of the next round
    expectMean(
      jumps.slice(1).map((jump, t) => (jump - rate) * (jumps[t]! - rate)),
      0,
      "independence",
    );
  });

  test("where a walk meets a shift, the path is still how far the model went", async () => {
    const drawn = await draw(
      gaussian({
        features: 2,
        aligned: [3, 0],
        norm: 0.5,
        drift: { walk: 0.4, shiftRate: 0.3, shifts: [2, 5] },
      }),
      2000,
    );
    expect(Math.abs(drawn.path / total(moves(drawn)) - 1)).toBeLessThan(1e-12);
    // shifts to the origin in every round: a walk that never gets anywhere, after one way of length 3
    const stream = gaussian({ features: 2, aligned: [3, 0], norm: 0, drift: { walk: 0.4, shiftRate: 1 } });
    expect((await final({ rounds: 500, stream, update: ogd({ step: 0.01 }) })).comparator.path).toBeCloseTo(
      3,
      12,
    );
  });
});

describe("adversaries", () => {
  test("blockRademacher: a sign for each block, fair and independent", async () => {
    const { x } = await draw(blockRademacher(3), 60_000, { block: 1000 });
    const signs = x.map((g) => g[0]!);
    signs.forEach((sign, t) => expect(sign).toBe(t % 3 ? signs[t - 1] : Math.sign(sign)));
    const blocks = signs.filter((_, t) => t % 3 === 0);
    expectMean(blocks, 0, "sign");
    expectMean(
      blocks.slice(1).map((sign, i) => sign * blocks[i]!),
      0,
      "independence",
    );
  });

  test("squareWave: +1 for 2k rounds, -1 for 2k rounds", async () => {
    const { x } = await draw(squareWave(5), 200, { block: 7 });
    expect(x.map((g) => g[0])).toEqual(
      Array.from({ length: 200 }, (_, t) => (Math.floor(t / 10) % 2 ? -1 : 1)),
    );
  });

  test("orthogonal: unit gradients, each held k rounds, orthogonal to the sum of all before and to the block before", async () => {
    const [k, blocks] = [4, 500];
    const { x } = await draw(orthogonal(k), k * blocks, { block: 33 });
    let sum = [0, 0, 0];
    for (let b = 0; b < blocks; b++) {
      const g = x[b * k]!;
      expect(norm(g)).toBeCloseTo(1, 14);
      for (let i = 1; i < k; i++) expect([...x[b * k + i]!]).toEqual([...g]);
      // |sum| = k sqrt(b): rounding of the cross product, 1e-16 of it
      expect(Math.abs(dot(g, sum))).toBeLessThan(1e-13 * (1 + norm(sum)));
      if (b > 0) expect(Math.abs(dot(g, x[(b - 1) * k]!))).toBeLessThan(1e-13);
      sum = sum.map((s, j) => s + k * g[j]!);
    }
    expect(norm(sum)).toBeCloseTo(k * Math.sqrt(blocks), 10);
  });

  test("rotating: unit gradients, each turned against the one before, from the first axis on", async () => {
    for (const angle of [1e-3, 0.05, 1, Math.PI / 2, 2.9]) {
      const { x } = await draw(rotating(angle), 2000, { block: 33 });
      expect([...x[0]!]).toEqual([1, 0]);
      const off = x.map(([a, b], t) =>
        Math.max(Math.abs(a! - Math.cos(t * angle)), Math.abs(b! - Math.sin(t * angle))),
      );
      expect(Math.max(...off)).toBeLessThan(1e-12);
      expect(Math.max(...x.map((g) => Math.abs(dot(g, g) - 1)))).toBeLessThan(5e-16);
    }
  });
});

describe("seeds", () => {
  const STREAMS = [
    gaussian({ features: 3 }),
    gaussian({ features: 3, outcomes: "values", drift: { walk: 0.1, shiftRate: 0.1 } }),
    blockRademacher(2),
  ];
  const told = async (stream: Stream, seed: number | bigint) =>
    JSON.stringify(await final({ rounds: 300, stream, seed, update: ogd({ step: 0.05 }) }));

  test.each(STREAMS)("$name: the same seed gives the same bits, another one others", async (stream) => {
    const one = await told(stream, 7);
    expect(await told(stream, 7)).toBe(one);
    expect(await told(stream, 7n)).toBe(one);
    const others = await Promise.all(
      [0, 8, 2 ** 32 + 7, 7n + (1n << 63n), (1n << 64n) - 1n].map((seed) => told(stream, seed)),
    );
    expect(new Set([one, ...others]).size).toBe(6);
  });

  test("a longer run begins with the shorter one", async () => {
    for (const stream of STREAMS) {
      const [short, long] = [await draw(stream, 100, { block: 10 }), await draw(stream, 333, { block: 25 })];
      expect(long.x.slice(0, 100)).toEqual(short.x);
      expect([...long.y.slice(0, 100)]).toEqual([...short.y]);
    }
  });
});
