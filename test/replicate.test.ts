import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { P_U, P_X } from "../assembly/layout.ts";
import {
  blockRademacher,
  brier,
  constant,
  deployments,
  gaussian,
  hindsight,
  ogd,
  periodic,
  pipelined,
  replicate,
  type ReplicateOptions,
  type ReplicatesCheckpoint,
  simulate,
  simulateAll,
  type SimulateOptions,
  type SimulationCheckpoint,
  type Stream,
} from "../src/index.ts";
import { Session } from "../src/engine/session.ts";
import { squared } from "../src/losses/squared.ts";
import { estimate } from "../src/simulate/estimate.ts";
import { streamFeed } from "../src/simulate/feed.ts";
import { ENGINE } from "./play-rows.ts";
import { meanAbsoluteSum } from "./signs.ts";

/** Replicates: the same experiment with draws of its own, and what is said of many. */

async function all<T>(checkpoints: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const checkpoint of checkpoints) list.push(checkpoint);
  return list;
}

const simulated = (options: Omit<SimulateOptions, "engine">): Promise<SimulationCheckpoint[]> =>
  all(simulate({ engine: ENGINE, ...options }));
const replicated = (options: Omit<ReplicateOptions, "engine">): Promise<ReplicatesCheckpoint[]> =>
  all(replicate({ engine: ENGINE, ...options }));

/** Rows and scores of the aligned model in rounds 1 to n of a replicate. */
async function rows(stream: Stream, index: number, n: number): Promise<{ x: Float64Array; u: Float64Array }> {
  const d = stream.features;
  const session = await Session.open({
    shape: { dense: d, intercept: false, block: n, raw: false, latency: 0, precision: "f64" },
    ...{ loss: squared(), model: "linear", columns: d + 1, scaled: null, grading: null, engine: ENGINE },
  });
  const draws = { stream, seed: 3n, generator: "philox10", replicate: index, blockSize: n } as const;
  const { fill } = streamFeed(session, draws);
  expect(await fill(0, n)).toBe(n);
  const { memory, run } = session;
  return {
    x: memory.f64(run.table.pointer(P_X), n * d).slice(),
    u: memory.f64(run.table.pointer(P_U), n).slice(),
  };
}

const correlation = (a: Float64Array, b: Float64Array): number => {
  const sum = (f: (i: number) => number): number => a.reduce((total, _, i) => total + f(i), 0);
  return sum((i) => a[i]! * b[i]!) / Math.sqrt(sum((i) => a[i]! * a[i]!) * sum((i) => b[i]! * b[i]!));
};

describe("draws", () => {
  const FIRST = [0, 1, 2, 3, 100, 2 ** 28 - 1];

  test("of different replicates have nothing to do with each other", async () => {
    const n = 20_000;
    const drawn = await Promise.all(FIRST.map((index) => rows(gaussian({ features: 2 }), index, n)));
    for (let i = 0; i < FIRST.length; i++) {
      for (let j = 0; j < i; j++) {
        // of 2n independent pairs the correlation has standard deviation 1/sqrt(2n)
        expect(Math.abs(correlation(drawn[i]!.x, drawn[j]!.x))).toBeLessThan(4 / Math.sqrt(2 * n));
        expect(drawn[i]!.x.some((value, t) => value === drawn[j]!.x[t])).toBe(false);
      }
    }
  });

  test("of the aligned model before round 1 are the same, of its walk and its jumps they are not", async () => {
    /** M* before round 1, from two rows and their scores. */
    const model = async (stream: Stream, index: number): Promise<number[]> => {
      const { x, u } = await rows(stream, index, 2);
      const [a, b, c, d] = x as unknown as [number, number, number, number];
      return [(u[0]! * d - b * u[1]!) / (a * d - b * c), (a * u[1]! - u[0]! * c) / (a * d - b * c)];
    };
    const [first, ...rest] = await Promise.all(FIRST.map((index) => model(gaussian({ features: 2 }), index)));
    for (const other of rest) other.forEach((weight, j) => expect(weight).toBeCloseTo(first![j]!, 12));
    for (const drift of [{ walk: 0.1 }, { shifts: [2] }]) {
      const paths = await Promise.all(
        FIRST.map(async (index) => {
          const stream = gaussian({ features: 2, drift });
          const checkpoints = await simulated({ rounds: 20, stream, replicate: index, seed: 3 });
          return checkpoints[0]!.comparator.path;
        }),
      );
      expect(new Set(paths).size).toBe(FIRST.length);
    }
  });

  test("of an adversary: signs of their own", async () => {
    const drawn = await Promise.all([0, 1, 2].map((index) => rows(blockRademacher(1), index, 4000)));
    for (const [i, j] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const)
      expect(Math.abs(correlation(drawn[i]!.x, drawn[j]!.x))).toBeLessThan(4 / Math.sqrt(4000));
  });
});

const EXPERIMENT = {
  rounds: 700,
  stream: gaussian({ features: 3, drift: { walk: 0.01, shiftRate: 0.01 } }),
  schedules: [pipelined(1), periodic(30)],
  update: ogd({ step: constant(0.03, 0.3) }),
  seed: 9,
};

describe("many replicates", () => {
  test("replicate r is simulate with replicate r, and replicate 0 without", async () => {
    const last = (await replicated({ ...EXPERIMENT, replicates: 4 })).at(-1)!;
    const single = await Promise.all(
      [undefined, 1, 2, 3].map(async (index) =>
        (await simulated({ ...EXPERIMENT, ...(index !== undefined && { replicate: index }) })).at(-1)!,
      ),
    );
    last.runs.forEach(({ regrets }, i) =>
      expect([...regrets!]).toEqual(single.map(({ runs }) => runs[i]!.regret)),
    );
  });

  test("at each checkpoint of a simulation, the last one alone being done", async () => {
    const [many, one] = [await replicated({ ...EXPERIMENT, replicates: 3 }), await simulated(EXPERIMENT)];
    expect(many.map(({ rounds, done }) => [rounds, done])).toEqual(
      one.map(({ rounds, done }) => [rounds, done]),
    );
    expect(many.every(({ replicates, interrupted }) => replicates === 3 && !interrupted)).toBe(true);
  });

  test("means, standard errors, bounds and counts are what one gets from the single runs", async () => {
    const n = 7;
    const many = (await replicated({ ...EXPERIMENT, replicates: n }))[3]!;
    const single = await Promise.all(
      Array.from(
        { length: n },
        async (_, index) => (await simulated({ ...EXPERIMENT, replicate: index }))[3]!,
      ),
    );
    many.runs.forEach((run, i) => {
      const of = single.map(({ runs }) => runs[i]!);
      const plain = (values: readonly number[]): [number, number] => {
        const mean = values.reduce((sum, value) => sum + value) / n;
        const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
        return [mean, Math.sqrt(variance / n)];
      };
      for (const [estimated, values] of [
        [run.regret!, of.map(({ regret }) => regret!)],
        [run.meanLoss, of.map(({ meanLoss }) => meanLoss)],
      ] as const) {
        const [mean, error] = plain(values);
        expect(estimated.mean).toBeCloseTo(mean, 12);
        expect(estimated.standardError).toBeCloseTo(error, 12);
      }
      expect(run.bound).toBeCloseTo(plain(of.map(({ certificate }) => certificate!.bound!))[0], 9);
      expect(run.largestRatio).toBe(Math.max(...of.map(({ certificate }) => certificate!.ratio!)));
      expect(run).toMatchObject({ violations: 0, diverged: 0, notCovered: null, replicates: n });
      expect([run.schedule, run.label, run.stepSize]).toEqual([
        of[0]!.schedule,
        of[0]!.label,
        of[0]!.stepSize,
      ]);
    });
  });

  test.each([1, 8])(
    "a random sign for each block of %i rounds costs k E|S_(T/k)|, within 4 standard errors",
    async (k) => {
      const rounds = 512;
      const last = (
        await replicated({
          replicates: 400,
          rounds,
          stream: blockRademacher(k),
          schedules: [pipelined(k)],
          update: ogd({ step: constant(0.01, 0.1), radius: 1 }),
        })
      ).at(-1)!;
      for (const { regret } of last.runs) {
        const { mean, standardError } = regret!;
        expect(Math.abs(mean - k * meanAbsoluteSum(rounds / k))).toBeLessThan(4 * standardError!);
        expect(standardError).toBeLessThan(0.08 * mean);
      }
    },
  );

  test("a regret that is known at the end only, and a single replicate, are said to be so", async () => {
    const stream = gaussian({ features: 2, noise: 0.3 });
    const checkpoints = await replicated({ replicates: 1, rounds: 100, stream, comparator: hindsight() });
    const [early, late] = [checkpoints[0]!.runs[0]!, checkpoints.at(-1)!.runs[0]!];
    expect(early).toMatchObject({ regret: null, regrets: null, bound: null, largestRatio: null });
    expect(late.regret).toMatchObject({ standardError: null });
    expect(late.regrets).toHaveLength(1);
    expect(late.meanLoss.standardError).toBeNull();
  });

  test("replicates that diverge are counted, and what no theorem covers is named", async () => {
    const update = ogd({ step: 50 });
    const stream = gaussian({ features: 2, outcomes: "values" });
    const [wild] = (await replicated({ replicates: 3, rounds: 3000, stream, update })).at(-1)!.runs;
    expect(wild!.diverged).toBe(3);
    expect(wild!.regret!.mean).not.toBeGreaterThan(-Infinity);
    const options = { stream: gaussian({ features: 2 }), loss: brier(), update: ogd({ step: 0.1 }) };
    const [brief] = (await replicated({ replicates: 2, rounds: 50, ...options })).at(-1)!.runs;
    expect(brief).toMatchObject({ bound: null, violations: 0 });
    expect(brief!.notCovered).toMatch(/not convex/);
  });

  test("progress is that of all of them", async () => {
    const seen: number[] = [];
    await replicated({ ...EXPERIMENT, replicates: 3, onProgress: (rounds) => seen.push(rounds) });
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen.at(-1)).toBe(3 * EXPERIMENT.rounds);
  });

  test("an abort: what is finished is reported; else the first one as far as it is", async () => {
    const controller = new AbortController();
    const onProgress = (rounds: number) => void (rounds >= 2 * EXPERIMENT.rounds && controller.abort());
    const some = await replicated({ ...EXPERIMENT, replicates: 1e6, signal: controller.signal, onProgress });
    expect(some.at(-1)).toMatchObject({ rounds: 700, done: true, interrupted: true, replicates: 2 });
    expect(some.slice(0, -1).some(({ done, interrupted }) => done || interrupted)).toBe(false);
    const whole = (await replicated({ ...EXPERIMENT, replicates: 2 })).at(-1)!;
    expect(some.at(-1)!.runs).toEqual(whole.runs);

    const soon = new AbortController();
    setTimeout(() => soon.abort(), 100);
    const first = await replicated({ ...EXPERIMENT, rounds: 1e12, replicates: 5, signal: soon.signal });
    expect(first.at(-1)).toMatchObject({ done: true, interrupted: true, replicates: 1 });
    expect(first.at(-1)!.rounds).toBeGreaterThan(1000);
  });
});

describe("bad input", () => {
  const bad: [keyof ReplicateOptions, unknown, string][] = [
    ["replicates", 0, "replicate: replicates: expected an integer from 1 to 268435456, got 0"],
    ["replicates", 1.5, "replicate: replicates: expected an integer from 1 to 268435456, got 1.5"],
    [
      "replicates",
      2 ** 28 + 1,
      "replicate: replicates: expected an integer from 1 to 268435456, got 268435457",
    ],
    ["replicates", undefined, "replicate: replicates: expected an integer, got undefined"],
    ["workers", 0, "replicate: workers: expected an integer from 1 to 1024, got 0"],
    ["workers", -1, "replicate: workers: expected an integer from 1 to 1024, got -1"],
    ["workers", NaN, "replicate: workers: expected an integer from 1 to 1024, got NaN"],
    ["workers", "2", 'replicate: workers: expected an integer, got "2"'],
    ["rounds", 0, "replicate: rounds: expected an integer >= 1, got 0"],
  ];
  test.each(bad)("replicate, %s %s", async (name, value, message) => {
    const options = { ...EXPERIMENT, replicates: 2, [name]: value };
    await expect(replicated(options)).rejects.toThrow(message);
  });

  test.each([
    ["workers", 0, "simulate: workers: expected an integer from 1 to 1024, got 0"],
    ["workers", 1.5, "simulate: workers: expected an integer from 1 to 1024, got 1.5"],
    ["workers", "auto", 'simulate: workers: expected an integer, got "auto"'],
    ["replicate", -1, "simulate: replicate: expected an integer from 0 to 268435455, got -1"],
    ["replicate", 2 ** 28, "simulate: replicate: expected an integer from 0 to 268435455, got 268435456"],
  ])("simulate, %s %s", async (name, value, message) => {
    await expect(simulated({ ...EXPERIMENT, [name]: value })).rejects.toThrow(message);
  });

  test("a list of simulations says which one it is", async () => {
    const run = (list: unknown, options = {}) => all(simulateAll(list as SimulateOptions[], options));
    await expect(run([])).rejects.toThrow("simulateAll: simulations: expected at least one, got none");
    await expect(run([EXPERIMENT, { ...EXPERIMENT, rounds: -1 }])).rejects.toThrow(
      "simulateAll: simulations[1]: rounds: expected an integer >= 1, got -1",
    );
    await expect(run([EXPERIMENT], { workers: NaN })).rejects.toThrow(
      "simulateAll: workers: expected an integer from 1 to 1024, got NaN",
    );
  });
});

test("a list of simulations: the last checkpoint of each, in order, until an abort", async () => {
  const rounds = [50, 3000, 700];
  const list = rounds.map((each) => ({ ...EXPERIMENT, engine: ENGINE, rounds: each }));
  const ends = await Promise.all(list.map(async (options) => (await simulated(options)).at(-1)!));
  expect(await all(simulateAll(list))).toEqual(ends);
  const controller = new AbortController();
  const onProgress = (done: number) => void (done > 1000 && controller.abort());
  const some = await all(
    simulateAll([list[0]!, { ...list[0]!, rounds: 1e12 }, list[2]!], {
      signal: controller.signal,
      onProgress,
    }),
  );
  expect(some[0]).toEqual(ends[0]);
  expect(some[1]).toMatchObject({ interrupted: true, done: true });
  expect(some).toHaveLength(2);
});

test("a sequence of deployments begins anew for each replicate", async () => {
  let begun = 0;
  const schedule = deployments(function* () {
    begun++;
    for (let round = 11; ; round += 10) yield { round, learned: round - 1 };
  });
  const options = { rounds: 300, stream: EXPERIMENT.stream, update: EXPERIMENT.update, replicates: 3 };
  const [own, , kernel] = (await replicated({ ...options, schedules: [schedule, periodic(10)] })).at(
    -1,
  )!.runs;
  expect(begun).toBe(3);
  expect(own!.regrets).toEqual(kernel!.regrets);
});

describe("estimates", () => {
  test("sums are compensated", () => {
    expect(estimate([1e16, 1, -1e16]).mean).toBe(1 / 3);
    expect(estimate(Array.from({ length: 10 }, () => 0.1)).mean).toBe(0.1);
  });

  test("of what is not finite are not finite, and of equal numbers have no error", () => {
    expect(estimate([1, Infinity]).mean).toBe(Infinity);
    expect(estimate([1, NaN]).mean).toBeNaN();
    expect(estimate([3, 3, 3])).toEqual({ mean: 3, standardError: 0 });
  });

  test("shifting numbers shifts the mean and leaves the error, scaling scales both", () => {
    const numbers = fc.array(
      fc.integer({ min: -1e5, max: 1e5 }).map((n) => n / 1024),
      { minLength: 2, maxLength: 50 },
    );
    fc.assert(
      fc.property(numbers, fc.integer({ min: -1000, max: 1000 }), (values, by) => {
        const [plain, moved, larger] = [values, values.map((v) => v + by), values.map((v) => 4 * v)].map(
          estimate,
        );
        expect(moved!.mean).toBeCloseTo(plain!.mean + by, 10);
        expect(moved!.standardError).toBeCloseTo(plain!.standardError!, 10);
        expect(larger).toEqual({ mean: 4 * plain!.mean, standardError: 4 * plain!.standardError! });
      }),
    );
  });
});
