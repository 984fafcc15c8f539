import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  aligned,
  choices,
  gaussian,
  growing,
  logistic,
  ogd,
  periodic,
  pipelined,
  reinforce,
  type Schedule,
  simulate,
  type SimulateOptions,
  type SimulationCheckpoint,
  softmax,
  squared,
  untrained,
  fixed,
  hindsight,
  deployments,
} from "../src/index.ts";
import { ENGINE, POLICY_ENGINES } from "./play-rows.ts";
import { words } from "./philox.ts";
import { dot } from "./reference.ts";

/** Coordinate j of the uniforms of a sequence in a round: docs/rounds.md, 6. */
const uniform = (seed: bigint, sequence: number, round: number, j: number): number =>
  (words(10, seed, sequence, BigInt(round), j >> 2)[j & 3]! + 0.5) * 2 ** -32;

function probabilities(weights: readonly number[][], x: readonly number[]): number[] {
  const scores = weights.map((w) => dot(w, x));
  const most = Math.max(...scores);
  const e = scores.map((z) => Math.exp(Math.max(z - most, -41.5)));
  const sum = e.reduce((a, b) => a + b, 0);
  return e.map((v) => v / sum);
}

/** The first action whose cumulative probability exceeds the draw. */
function drawn(p: readonly number[], draw: number): number {
  let left = draw;
  for (let a = 0; a < p.length - 1; a++) {
    left -= p[a]!;
    if (left < 0) return a;
  }
  return p.length - 1;
}

interface Setting {
  readonly rounds: number;
  readonly seed: bigint;
  readonly replicate: number;
  readonly features: number;
  readonly actions: number;
  readonly model: readonly number[];
  readonly step: number;
  readonly rule: "constant" | "root" | "adagrad";
  readonly radius: number;
  readonly baseline: number;
  /** a(s) of round s, counted from 1. */
  readonly seen: (round: number) => number;
}

interface Played {
  readonly loss: number;
  readonly utility: number;
  readonly aligned: number;
  readonly best: number;
}

/** The definition: one round at a time, whole gradients kept. */
function play(of: Setting): Played {
  const { features: d, actions, seed, radius } = of;
  const rows = (flat: readonly number[]) =>
    Array.from({ length: actions }, (_, a) => flat.slice(a * d, (a + 1) * d));
  const model = rows(of.model);
  let w = rows(Array.from({ length: actions * d }, () => 0));
  const items: number[][][] = [];
  let [learned, squares] = [0, 0];
  const sums = { loss: 0, utility: 0, aligned: 0, best: 0 };
  for (let t = 0; t < of.rounds; t++) {
    for (; learned < of.seen(t + 1); learned++) {
      const g = items[learned]!;
      const norm2 = g.flat().reduce((sum, v) => sum + v * v, 0);
      squares += norm2;
      const eta = {
        constant: of.step,
        root: of.step / Math.sqrt(learned + 1),
        adagrad: squares > 0 ? of.step / Math.sqrt(squares) : 0,
      }[of.rule];
      w = w.map((row, a) => row.map((v, j) => v - eta * g[a]![j]!));
      const norm = Math.sqrt(w.flat().reduce((sum, v) => sum + v * v, 0));
      if (norm > radius) w = w.map((row) => row.map((v) => (v * radius) / norm));
    }
    const sequence = 8 * of.replicate;
    const x = Array.from({ length: d }, (_, j) => Math.sqrt(3) * (2 * uniform(seed, sequence, t, j) - 1));
    const q = probabilities(model, x);
    const right = drawn(q, uniform(seed, sequence + 1, t, 0));
    const p = probabilities(w, x);
    const action = drawn(p, uniform(seed, sequence + 5, t, 0));
    const gain = Number(action === right);
    sums.loss -= dot(p, q);
    sums.utility += gain;
    sums.aligned -= dot(q, q);
    sums.best -= Math.max(...q);
    items.push(
      p.map((chance, a) => x.map((v) => (gain - of.baseline) * (chance - Number(a === action)) * v)),
    );
  }
  return sums;
}

async function last(options: SimulateOptions): Promise<SimulationCheckpoint> {
  let checkpoint: SimulationCheckpoint | undefined;
  for await (checkpoint of simulate({ engine: POLICY_ENGINES.f64, ...options }));
  return checkpoint!;
}

const SCHEDULES: readonly (readonly [Schedule, Setting["seen"]])[] = [
  [pipelined(1), (s) => s - 1],
  [pipelined(7), (s) => Math.max(0, s - 7)],
  [periodic(10, 3), (s) => Math.max(0, 10 * Math.floor((s - 1 - 3) / 10))],
  [growing(0.5), (s) => s - Math.ceil(Math.sqrt(s))],
];

const setting = fc.record({
  seed: fc.bigInt(0n, 2n ** 64n - 1n),
  replicate: fc.integer({ min: 0, max: 3 }),
  features: fc.integer({ min: 1, max: 9 }),
  actions: fc.integer({ min: 2, max: 7 }),
  step: fc.constantFrom(0.01, 0.3, 2),
  rule: fc.constantFrom("constant", "root", "adagrad"),
  radius: fc.constantFrom(Infinity, 0.5, 3),
  baseline: fc.constantFrom(0, 0.5, -1),
  schedule: fc.constantFrom(...SCHEDULES),
  chooses: fc.constantFrom("samples", "best"),
  block: fc.constantFrom(1, 3, 64),
});

describe("policies", () => {
  test("random runs agree with the definition", async () => {
    const rounds = 150;
    await fc.assert(
      fc.asyncProperty(setting, async ({ schedule: [schedule, seen], chooses, block, rule, ...of }) => {
        const { features, actions, step, radius, baseline, seed, replicate } = of;
        const model = Array.from({ length: actions * features }, (_, i) => 2 * Math.sin(1 + 3 * i));
        const expected = play({ ...of, rounds, model, seen, rule });
        const sizes = { rule, sizes: [step] } as const;
        const { runs, comparator } = await last({
          rounds,
          stream: choices({ features, actions, aligned: model, chooses }),
          estimator: reinforce({ baseline }),
          update: ogd({ step: sizes, radius }),
          schedules: [schedule],
          seed,
          replicate,
          blockSize: block,
        });
        const reference = chooses === "best" ? expected.best : expected.aligned;
        expect(runs[0]!.meanLoss * rounds).toBeCloseTo(expected.loss, 9);
        expect(runs[0]!.meanUtility! * rounds).toBeCloseTo(expected.utility, 9);
        expect(runs[0]!.regret).toBeCloseTo(expected.loss - reference, 9);
        expect(comparator.meanLoss * rounds).toBeCloseTo(reference, 9);
        expect(comparator.untrainedMeanLoss).toBeCloseTo(-1 / actions, 12);
      }),
      { numRuns: 60, seed: 5 },
    );
  });

  test("block size and mates of a panel change no bit", async () => {
    const run = async (blockSize: number, sizes: readonly number[]) => {
      const { runs, comparator } = await last({
        rounds: 3000,
        stream: choices({ features: 5, actions: 3 }),
        update: ogd({ step: { rule: "root", sizes }, radius: 1.5 }),
        schedules: [pipelined(1), pipelined(40), periodic(7)],
        blockSize,
      });
      return { runs: runs.filter(({ stepSize }) => stepSize === 0.5), comparator };
    };
    const whole = await run(1000, [0.5]);
    for (const block of [1, 7, 48, 1024]) expect(await run(block, [0.5])).toEqual(whole);
    expect((await run(1000, [2, 0.1, 0.5, 30])).runs).toEqual(whole.runs);
    expect((await run(64, [1, 2, 3, 4, 5, 6, 7, 8, 0.5, 9])).runs).toEqual(whole.runs);
  });

  test("against random actions regret is minus what learning saved", async () => {
    const stream = choices({ features: 4, actions: 5 });
    const options = { rounds: 20_000, stream, update: ogd({ step: 0.05, radius: 20 }) };
    const { runs, comparator } = await last({ ...options, comparator: untrained() });
    expect(comparator.meanLoss).toBeCloseTo(-0.2, 12);
    expect(runs[0]!.regret! / 20_000).toBeCloseTo(runs[0]!.meanLoss + 0.2, 12);
    expect(runs[0]!.regret).toBeLessThan(0);
  });

  test("a learner finds what the aligned policy knows", async () => {
    // M* takes its best action; its probabilities are nearly 0 and 1
    const stream = choices({ features: 3, actions: 4, norm: 100, chooses: "best" });
    const { runs, comparator } = await last({ rounds: 200_000, stream, update: ogd({ step: 0.1 }) });
    expect(comparator.meanLoss).toBeLessThan(-0.97);
    expect(runs[0]!.meanLoss).toBeLessThan(-0.9);
    expect(runs[0]!.regret).toBeGreaterThan(0);
    // drawn and expected utilities differ by no more than chance: 4 standard deviations of a sum of 200,000 such draws
    expect(Math.abs(runs[0]!.meanUtility! + runs[0]!.meanLoss)).toBeLessThan(2 / Math.sqrt(200_000));
    expect(runs[0]!.certificate).toMatchObject({
      bound: null,
      notCovered: expect.stringContaining("softmax"),
    });
  });

  test("deployments of any kind", async () => {
    const each = function* () {
      for (let round = 1; ; round += 10) yield { round, learned: round - 1 };
    };
    const options = {
      rounds: 1000,
      stream: choices({ features: 4, actions: 2 }),
      update: ogd({ step: 0.1 }),
    };
    const [own, periodical] = await Promise.all(
      [deployments(each), periodic(10)].map((schedule) => last({ ...options, schedules: [schedule] })),
    );
    expect(own!.runs[0]!.regret).toBe(periodical!.runs[0]!.regret);
  });

  test("what does not fit is said", async () => {
    const stream = choices({ features: 2, actions: 2 });
    const run = (options: Partial<SimulateOptions>) => last({ rounds: 10, stream, ...options });
    const message = async (options: Partial<SimulateOptions>): Promise<string> =>
      run(options).then(
        () => "no error",
        (error: Error) => error.message,
      );
    expect(await message({ update: ogd({ step: 1, gradient: "fresh" }) })).toMatch(/stale gradients/);
    expect(await message({ update: ogd({ step: 1, l2: 0.1 }) })).toMatch(/no penalty/);
    expect(await message({ model: logistic() })).toMatch(/loss/);
    expect(await message({ loss: squared() })).toMatch(/loss/);
    expect(await message({ comparator: fixed([0, 1, 2]) })).toMatch(/aligned\(\) or untrained\(\)/);
    expect(await message({ comparator: hindsight() })).toMatch(/no way to find the best fixed model/);
    expect(await message({ engine: ENGINE })).toBe(
      "engine: expected kernels built for policies, got some for models",
    );
    expect(await message({ stream: gaussian({ features: 2 }) })).toBe(
      "engine: expected kernels built for models, got some for policies",
    );
    expect(await message({ stream: gaussian({ features: 2 }), estimator: reinforce() })).toMatch(
      /is for choices/,
    );
    expect(await message({ stream: gaussian({ features: 2 }), model: softmax() })).toMatch(/loss/);
    expect(await message({ model: softmax(), comparator: aligned() })).toBe("no error");
    expect(() => choices({ features: 2, actions: 1 })).toThrow(
      /actions: expected an integer from 2 to 1024, got 1/,
    );
    expect(() => choices({ features: 2, actions: 2, aligned: [1] })).toThrow(/expected 2 x 2 weights, got 1/);
    expect(() => reinforce({ baseline: NaN })).toThrow(/baseline/);
  });
});
