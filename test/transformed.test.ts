import { describe, expect, test } from "vitest";
import {
  blockRademacher,
  choices,
  constant,
  contexts,
  fullInformation,
  gaussian,
  hedge,
  hindsight,
  ogd,
  orthogonal,
  periodic,
  phases,
  pipelined,
  replicate,
  rotating,
  simulate,
  type SimulateOptions,
  type SimulationCheckpoint,
  squareWave,
  type Stream,
  swap,
} from "../src/index.ts";
import { singularValues } from "../src/comparators/singular-values.ts";
import { Dice } from "./dice.ts";
import { ENGINES, POLICY_ENGINES } from "./play-rows.ts";
import { dot, norm } from "./reference.ts";

/** Regret against the best transformed model: of linear losses by definition, and the same bits however it is played. */

async function last(options: SimulateOptions): Promise<SimulationCheckpoint> {
  let checkpoint: SimulationCheckpoint | undefined;
  for await (checkpoint of simulate({ transformed: true, ...options }));
  return checkpoint!;
}

describe("linear maps", () => {
  /** (rounds, d) gradients of a stream that draws nothing, by their definition. */
  const waves = (k: number) => (t: number) => [Math.floor(t / (2 * k)) % 2 ? -1 : 1];
  const turning = (angle: number) => (t: number) => [Math.cos(angle * t), Math.sin(angle * t)];

  /** Σ <g, x> and Σ g xᵀ of projected descent with latency k, round by round. */
  function descend(
    gradient: (t: number) => number[],
    rounds: number,
    k: number,
    step: number,
    radius: number,
  ) {
    const d = gradient(0).length;
    const played: number[][] = [];
    let w = Array.from({ length: d }, () => 0);
    let loss = 0;
    const m = Array.from({ length: d }, () => Array.from({ length: d }, () => 0));
    for (let t = 0; t < rounds; t++) {
      if (t >= k) {
        w = w.map((v, j) => v - step * gradient(t - k)[j]!);
        const length = norm(w);
        if (length > radius) w = w.map((v) => (v * radius) / length);
      }
      played.push(w);
      const g = gradient(t);
      loss += dot(g, w);
      g.forEach((gi, i) => w.forEach((xj, j) => (m[i]![j]! += gi * xj)));
    }
    return { loss, m };
  }

  test.each<[string, Stream, (t: number) => number[], number, number]>([
    ["square wave", squareWave(3), waves(3), 1, 0.5],
    ["rotating, latency 1", rotating(0.05), turning(0.05), 1, 1],
    ["rotating, latency 7", rotating(0.3), turning(0.3), 7, 2],
    ["rotating, no ball", rotating(2), turning(2), 2, Infinity],
  ])("%s: the sums are those of the definition, and no map does better", async (_, stream, g, k, radius) => {
    const [rounds, step] = [400, 0.05];
    const { loss, m } = descend(g, rounds, k, step, radius);
    const options = { rounds, stream, schedules: [pipelined(k)], update: ogd({ step, radius }) };
    const { runs } = await last({ ...options, engine: ENGINES.f64, comparator: hindsight({ radius: 1 }) });
    const regret = runs[0]!.transformed!.linearRegret!;
    // of every turn and every mirroring of the plane the best is the best map
    const angles = Array.from({ length: 20_000 }, (_, i) => (2 * Math.PI * i) / 20_000);
    const losses =
      m.length === 1
        ? [m[0]![0]!, -m[0]![0]!]
        : angles.flatMap((angle) => {
            const [c, s] = [Math.cos(angle), Math.sin(angle)];
            const turned = c * (m[0]![0]! + m[1]![1]!) + s * (m[1]![0]! - m[0]![1]!);
            return [turned, c * (m[0]![0]! - m[1]![1]!) + s * (m[1]![0]! + m[0]![1]!)];
          });
    const best = loss - Math.min(...losses);
    expect(regret).toBeGreaterThanOrEqual(best - 1e-9);
    expect(regret - best).toBeLessThan(1e-7 * rounds);
    const f32 = await last({
      ...options,
      precision: "f32",
      engine: ENGINES.f32,
      comparator: hindsight({ radius: 1 }),
    });
    expect(Math.abs(f32.runs[0]!.transformed!.linearRegret! - regret)).toBeLessThan(1e-4);
  });

  test("regret is never below 0, nor below that against the decisions themselves turned around", async () => {
    for (const stream of [orthogonal(3), blockRademacher(4)]) {
      const { runs } = await last({
        ...{ rounds: 300, stream, engine: ENGINES.f64, schedules: [pipelined(3), periodic(5)] },
        update: ogd({ step: constant(0.001, 0.1, 1), radius: 1 }),
      });
      for (const { meanLoss, transformed } of runs)
        expect(transformed!.linearRegret).toBeGreaterThanOrEqual(Math.max(0, 600 * meanLoss) - 1e-10);
    }
  });
});

describe("singular values", () => {
  const dice = new Dice(4);
  const close = (got: readonly number[], expected: readonly number[]) => {
    const sorted = [...got].sort((a, b) => a - b);
    [...expected]
      .sort((a, b) => a - b)
      .forEach((v, i) => expect(Math.abs(sorted[i]! - v)).toBeLessThan(1e-13 * (1 + v)));
  };

  test("of a diagonal between two products of reflections are those of the diagonal", () => {
    for (let i = 0; i < 60; i++) {
      const d = dice.whole(1, 12);
      const values = Array.from({ length: d }, () =>
        dice.whole(0, 3) ? Math.abs(dice.normal()) : dice.whole(0, 1),
      );
      let m = values.map((v, j) => values.map((_, l) => (j === l ? v : 0)));
      for (let n = 0; n < 3; n++) {
        const [u, w] = [dice.normals(d), dice.normals(d)];
        m = m.map((row) => row.map((v, j) => v - (2 * dot(row, u) * u[j]!) / dot(u, u)));
        const columns = m[0]!.map((_, j) =>
          dot(
            m.map((row) => row[j]!),
            w,
          ),
        );
        m = m.map((row, i2) => row.map((v, j) => v - (2 * columns[j]! * w[i2]!) / dot(w, w)));
      }
      close(singularValues(m.flat(), d), values);
    }
  });

  test("of 0, of 1, of parallel columns, and of columns of very different lengths", () => {
    close(singularValues([0, 0, 0, 0], 2), [0, 0]);
    close(singularValues([-3], 1), [3]);
    close(singularValues([1, 2, 2, 4], 2), [0, 5]);
    const [large, small] = singularValues([1e12, 0, 1e12, 1e-3], 2).sort((a, b) => b - a) as [number, number];
    expect(large / Math.SQRT2).toBeCloseTo(1e12, 0);
    expect(small * Math.SQRT2).toBeCloseTo(1e-3, 15);
    expect(singularValues([NaN, 1, 1, 1], 2)).toContainEqual(NaN);
  });
});

const TABLE = contexts({
  utilities: [
    [0.2, 0.7, 0.4],
    [0.9, 0.1, 0.3],
    [0.4, 0.6, 0.7],
  ],
  noise: "bernoulli",
});

describe("the same bits", () => {
  const textOf = async (checkpoints: AsyncIterable<unknown>): Promise<string> => {
    let text = "";
    for await (const checkpoint of checkpoints) text += JSON.stringify(checkpoint);
    return text;
  };
  const cases = [
    ["swap", { stream: TABLE, model: swap(), estimator: fullInformation() }, POLICY_ENGINES],
    ["swap, estimated", { stream: TABLE, model: swap() }, POLICY_ENGINES],
    ["hedge", { stream: TABLE, model: hedge() }, POLICY_ENGINES],
    ["softmax", { stream: choices({ features: 3, actions: 4 }) }, POLICY_ENGINES],
    ["descent", { stream: rotating(0.02) }, ENGINES],
  ] as const;

  test.each(cases)("%s: for any block and any mates", async (_, options, engines) => {
    for (const precision of ["f64", "f32"] as const) {
      const run = (blockSize: number, ...sizes: number[]) =>
        simulate({
          ...{ rounds: 600, transformed: true, precision, engine: engines[precision], blockSize, ...options },
          schedules: [pipelined(1), pipelined(40), periodic(30, 4)],
          update: ogd({ step: constant(...sizes) }),
        });
      const whole = await textOf(run(600, 0.3));
      expect(whole).toMatch(/"(swap|linear)Regret":\d/);
      for (const block of [1, 7, 64]) expect((await textOf(run(block, 0.3))) === whole).toBe(true);
      let mine: unknown;
      for await (const { runs } of run(64, 1, 0.01, 0.3, 9))
        mine = runs.filter(({ stepSize }) => stepSize === 0.3);
      let alone: unknown;
      for await (const { runs } of run(64, 0.3)) alone = runs;
      expect(mine).toEqual(alone);
    }
  });

  test.each(cases)("%s: of replicates side by side and one by one", async (_, options) => {
    for (const precision of ["f64", "f32"] as const) {
      const common = { ...options, rounds: 200, transformed: true, precision, schedules: [pipelined(9)] };
      let together;
      for await (together of replicate({ ...common, replicates: 5 }));
      const apart: SimulationCheckpoint[] = [];
      for (let i = 0; i < 5; i++) apart.push(await last({ ...common, replicate: i }));
      const regrets = apart.map(({ runs }) => {
        const { swapRegret, linearRegret } = runs[0]!.transformed!;
        return (swapRegret ?? linearRegret)!;
      });
      const { swapRegret, linearRegret, swapViolations } = together!.runs[0]!;
      const mean = regrets.reduce((sum, v) => sum + v, 0) / 5;
      expect((swapRegret ?? linearRegret)!.mean).toBeCloseTo(mean, 12);
      expect(swapViolations).toBe(linearRegret ? undefined : 0);
      expect([...together!.runs[0]!.regrets!]).toEqual(apart.map(({ runs }) => runs[0]!.regret));
    }
  });
});

test("nobody who does not ask gets it, and asking changes nothing else", async () => {
  const options = {
    rounds: 500,
    stream: phases({ utilities: [[0, 1, 0.5]] }),
    model: hedge(),
    engine: POLICY_ENGINES.f64,
  };
  const [asked, not] = [await last(options), await last({ ...options, transformed: false })];
  expect(not.runs[0]).not.toHaveProperty("transformed");
  const { transformed, ...rest } = asked.runs[0]!;
  expect(transformed).toMatchObject({ swapBound: null, linearRegret: null });
  expect(rest).toEqual(not.runs[0]);
});

test("what cannot be had is refused", async () => {
  const message = (options: object) =>
    last({ rounds: 10, ...options } as SimulateOptions).then(
      () => "nothing",
      (error: Error) => `${error.name}: ${error.message}`,
    );
  expect(await message({ stream: gaussian({ features: 2 }) })).toBe(
    "RangeError: simulate: transformed: expected a policy or a linear loss beside it, got the log loss",
  );
  const wide = contexts({ utilities: [Array.from({ length: 300 }, (_, a) => a)] });
  expect(await message({ stream: wide })).toBe(
    "RangeError: simulate: transformed: expected at most 65536 pairs of actions in contexts, got 90000",
  );
  expect(await message({ stream: TABLE, transformed: "yes" })).toBe(
    'TypeError: simulate: transformed: expected true or false, got "yes"',
  );
  for (const angle of [0, 4, NaN])
    expect(() => rotating(angle)).toThrow(/^rotating: angle: expected a number > 0 and < 3, got/);
});
