import { describe, expect, test } from "vitest";
import { hindsight } from "../src/comparators/comparator.ts";
import type { RowBlock, RowSource } from "../src/data/rows.ts";
import { absolute } from "../src/losses/absolute.ts";
import { squared } from "../src/losses/squared.ts";
import { replay, type ReplayOptions } from "../src/replay.ts";
import type { ReplayCheckpoint, SimulationCheckpoint } from "../src/result.ts";
import { pipelined } from "../src/schedules/pipelined.ts";
import { simulate, type SimulateOptions } from "../src/simulate.ts";
import { blockRademacher, orthogonal, squareWave } from "../src/streams/adversaries.ts";
import { ogd } from "../src/updates/ogd.ts";
import { aware, constant, oblivious, root } from "../src/updates/steps.ts";
import { ENGINE } from "./play-rows.ts";
import { meanAbsoluteSum } from "./signs.ts";

/** Closed forms: what regret gradient descent with latency must have, to the digit (docs/rounds.md). */

async function played(options: Omit<SimulateOptions, "engine">): Promise<SimulationCheckpoint[]> {
  const all: SimulationCheckpoint[] = [];
  for await (const checkpoint of simulate({ engine: ENGINE, ...options })) all.push(checkpoint);
  return all;
}

async function regrets(options: Omit<SimulateOptions, "engine">): Promise<number[]> {
  return (await played(options)).at(-1)!.runs.map(({ regret }) => regret!);
}

test("E|S_n| as tabulated", () => {
  expect([1, 2, 3, 4, 5].map(meanAbsoluteSum)).toEqual([1, 1, 1.5, 1.5, 1.875]);
  expect(meanAbsoluteSum(10)).toBe(2.4609375);
  expect(meanAbsoluteSum(100)).toBeCloseTo(7.9589237387, 10);
  expect(meanAbsoluteSum(1000)).toBeCloseTo(25.2250181784, 10);
  // Stirling: sqrt(2n/pi) (1 - 1/(4n) + 1/(32n²) + ..); the product of 5e5 factors keeps 10 digits
  const n = 1e6;
  expect(
    meanAbsoluteSum(n) / (Math.sqrt((2 * n) / Math.PI) * (1 - 1 / (4 * n) + 1 / (32 * n * n))),
  ).toBeCloseTo(1, 10);
});

describe("O1: a random sign for each block of k rounds costs any learner with latency k exactly k E|S_{T/k}| in expectation", () => {
  test.each([1, 4, 16])("k = %i", async (k) => {
    const [rounds, seeds] = [1024, 400];
    const updates = [ogd({ step: aware(), radius: 1 }), ogd({ step: root(1), radius: 1, gradient: "fresh" })];
    for (const update of updates) {
      const sample: number[] = [];
      for (let seed = 1; seed <= seeds; seed++) {
        const options = {
          stream: blockRademacher(k),
          schedules: [pipelined(k)],
          comparator: hindsight({ radius: 1 }),
        };
        sample.push((await regrets({ rounds, seed, update, ...options }))[0]!);
      }
      const mean = sample.reduce((sum, r) => sum + r, 0) / seeds;
      const error = Math.sqrt(sample.reduce((sum, r) => sum + (r - mean) ** 2, 0) / (seeds - 1) / seeds);
      expect(Math.abs(mean - k * meanAbsoluteSum(rounds / k))).toBeLessThan(4 * error);
      // and the error is small enough to tell k from sqrt(k): within a third
      expect(error).toBeLessThan(0.08 * mean);
    }
  });
});

test("O2: orthogonal gradients cost sqrt(kT)", async () => {
  for (const [rounds, k] of [
    [1024, 1],
    [1024, 4],
    [4096, 4],
    [4096, 16],
    [16384, 64],
    [65536, 16],
  ] as const) {
    const [regret] = await regrets({
      rounds,
      stream: orthogonal(k),
      schedules: [pipelined(k)],
      update: ogd({ step: aware() }),
      comparator: hindsight({ radius: 1 }),
    });
    // the learner's loss is 0 up to rounding, T terms of at most 1 ulp
    expect(Math.abs(regret! / Math.sqrt(k * rounds) - 1)).toBeLessThan(1e-9);
  }
});

test("O3: a square wave costs a learner that ignores the latency (eta k/2)(T + k - 1)", async () => {
  for (const k of [1, 2, 4, 8, 16, 32, 100]) {
    for (const waves of [1, 3, 50]) {
      const rounds = 4 * k * waves;
      const steps = [1 / (2 * k), 1 / (3 * k), 1 / Math.sqrt(16 * k * k * waves), 1e-4].filter(
        (eta) => 2 * k * eta <= 1,
      );
      const all = await regrets({
        rounds,
        stream: squareWave(k),
        schedules: [pipelined(k)],
        update: ogd({ step: constant(...steps) }),
        comparator: hindsight({ radius: 1 }),
      });
      steps.forEach((eta, i) => {
        const exact = ((eta * k) / 2) * (rounds + k - 1);
        expect(Math.abs(all[i]! / exact - 1), `k ${k}, T ${rounds}, eta ${eta}`).toBeLessThan(1e-9);
      });
    }
  }
});

/** Rows without features: the intercept is the model, a single number. */
function outcomes(rounds: number, outcome: (s: number) => number): RowSource {
  return {
    name: "outcomes",
    rows: rounds,
    dense: [],
    sparseColumns: () => 0,
    sparseName: () => "",
    task: "regression",
    async *blocks(): AsyncGenerator<RowBlock> {
      for (let from = 0; from < rounds; from += 65536) {
        const rows = Math.min(65536, rounds - from);
        const [dense, index, value] = [new Float64Array(0), new Uint32Array(0), new Float64Array(0)];
        const outcomeOf = Float64Array.from({ length: rows }, (_, i) => outcome(from + i + 1));
        yield {
          rows,
          dense,
          start: new Uint32Array(rows + 1),
          index,
          value,
          outcome: outcomeOf,
          weight: null,
        };
      }
    },
  };
}

async function replayed(options: ReplayOptions): Promise<ReplayCheckpoint[]> {
  const all: ReplayCheckpoint[] = [];
  for await (const checkpoint of replay({ engine: ENGINE, ...options })) all.push(checkpoint);
  return all;
}

describe("O4: an optimum that flips from one end of [-1, 1] to the other costs rho (k + 1/eta - 1/2)", () => {
  // the last two: steps that binary fractions hold exactly, or nearly so that the learner passes the end by one rounding
  test.each([
    [1, 0.1, 21],
    [5, 0.1, 29],
    [20, 0.05, 79],
    [50, 0.01, 299],
    [1, 0.25, 9],
    [7, 2 / 64, 77],
  ])("k = %i, eta = %d: %d", async (k, eta, cost) => {
    const [before, after] = [400 + 2 * k, 400 + 2 * k];
    // the outcome lies outside [-1, 1], so the slope of |z - y| is -1 before the flip and +1 after it
    const rows = outcomes(before + after, (s) => (s <= before ? 2 : -2));
    const all = await replayed({
      rows,
      loss: absolute(),
      schedules: [pipelined(k)],
      update: ogd({ step: constant(eta), gradient: "stale", radius: 1 }),
      prefix: before / (before + after),
    });
    const { suffix, prefix } = all.at(-1)!.runs[0]!;
    expect(prefix.rounds).toBe(before);
    // the best model after the flip, -1, loses 1 a round
    expect(suffix.meanLoss * after - after).toBeCloseTo(cost, 9);
    expect(cost).toBeCloseTo(2 * (k + 1 / eta - 0.5), 9);
  });
});

describe("delayed gradient descent on a parabola", () => {
  const threshold = (d: number) => 2 * Math.sin(Math.PI / (2 * (2 * d + 1)));

  /** Roots of x^(d+1) - x^d + eta by Durand and Kerner's simultaneous iteration; the largest modulus. */
  function largestRoot(eta: number, d: number): number {
    const n = d + 1;
    let roots = Array.from({ length: n }, (_, i) => {
      const angle = (2 * Math.PI * (i + 0.3)) / n;
      return { re: 0.9 * Math.cos(angle), im: 0.9 * Math.sin(angle) };
    });
    const times = (a: Complex, b: Complex) => ({
      re: a.re * b.re - a.im * b.im,
      im: a.re * b.im + a.im * b.re,
    });
    const over = (a: Complex, b: Complex) => {
      const size = b.re * b.re + b.im * b.im;
      return { re: (a.re * b.re + a.im * b.im) / size, im: (a.im * b.re - a.re * b.im) / size };
    };
    for (let step = 0; step < 300; step++) {
      roots = roots.map((x, i) => {
        let power = { re: 1, im: 0 };
        for (let j = 0; j < d; j++) power = times(power, x);
        const value = times(power, { re: x.re - 1, im: x.im });
        value.re += eta;
        let apart = { re: 1, im: 0 };
        roots.forEach((other, j) => {
          if (j !== i) apart = times(apart, { re: x.re - other.re, im: x.im - other.im });
        });
        const move = over(value, apart);
        return { re: x.re - move.re, im: x.im - move.im };
      });
    }
    return Math.max(...roots.map(({ re, im }) => Math.hypot(re, im)));
  }
  interface Complex {
    re: number;
    im: number;
  }

  test("2 sin(pi / (2(2k - 1))) is where the largest root of the recursion crosses the unit circle", () => {
    const tabulated = [2, 1, 0.6180339887, 0.4450418679, NaN, 0.2846296765, NaN, NaN, NaN, NaN, 0.1494601872];
    for (const d of [0, 1, 2, 3, 5, 10]) {
      expect(threshold(d)).toBeCloseTo(tabulated[d]!, 10);
      let [low, high] = [0.5 * threshold(d), 1.5 * threshold(d)];
      for (let i = 0; i < 45; i++) {
        const eta = (low + high) / 2;
        if (largestRoot(eta, d) < 1) low = eta;
        else high = eta;
      }
      expect(Math.abs(low - threshold(d))).toBeLessThan(1e-9);
    }
  });

  test.each([1, 2, 4, 11])("the engine crosses it at the same step size: k = %i", async (k) => {
    const rounds = 2 ** 17;
    const rows = outcomes(rounds, (s) => Number(s === 1));
    /** Whether the echo of a single impulse grows: mean loss in the second half of the rounds against the first. */
    const grows = async (etas: readonly number[]): Promise<boolean[]> => {
      const update = ogd({ step: constant(...etas), gradient: "stale" });
      const all = await replayed({ rows, loss: squared(), schedules: [pipelined(k)], update, prefix: 0.5 });
      // infinite or not a number: it grew
      return all.at(-1)!.runs.map(({ prefix, suffix }) => !(suffix.meanLoss < prefix.meanLoss));
    };
    let [low, high] = [0.6 * threshold(k - 1), 1.5 * threshold(k - 1)];
    for (let i = 0; i < 9; i++) {
      const etas = Array.from({ length: 8 }, (_, j) => low + ((j + 1) * (high - low)) / 9);
      const growth = await grows(etas);
      const first = growth.indexOf(true);
      [low, high] = [first === 0 ? low : etas[first < 0 ? 7 : first - 1]!, first < 0 ? high : etas[first]!];
    }
    // The two means differ by a factor exp(c (eta - threshold) T), T = 6.5e4 and c of order 1 or more, which must show against
    // what the first few rounds, with losses up to 1/eta² times those of the echo, add to the first mean: 7e-4 at k = 11.
    expect(Math.abs((low + high) / 2 - threshold(k - 1))).toBeLessThan(1e-7);
  });

  /** Σ h², h the response to an impulse: (1 + sin Th) / (2 eta cos(w/2) cos Th), w = 2 asin(eta/2), Th = (2d + 1) w/2. */
  function energy(eta: number, d: number): number {
    const w = 2 * Math.asin(eta / 2);
    const angle = ((2 * d + 1) * w) / 2;
    return (1 + Math.sin(angle)) / (2 * eta * Math.cos(w / 2) * Math.cos(angle));
  }

  test("a shift of size 1 costs S(eta, d)/2", async () => {
    expect(energy(0.3, 0)).toBeCloseTo(1 / (0.3 * 1.7), 13);
    expect(energy(0.3, 1)).toBeCloseTo(1.3 / (0.3 * 0.7 * 2.3), 13);
    const rows = outcomes(20_000, () => 1);
    for (let d = 0; d <= 10; d++) {
      // the error decays by at least 1 - 0.1 threshold/4 a round: nothing is left after 20,000
      const etas = [0.1, 0.25, 0.5, 0.75, 0.9].map((share) => share * threshold(d));
      const all = await replayed({
        rows,
        loss: squared(),
        schedules: [pipelined(d + 1)],
        update: ogd({ step: constant(...etas), gradient: "stale" }),
      });
      etas.forEach((eta, i) => {
        const cost = all.at(-1)!.runs[i]!.meanLoss * 20_000;
        expect(Math.abs(cost / (energy(eta, d) / 2) - 1), `d ${d}, eta ${eta}`).toBeLessThan(1e-12);
      });
    }
  });

  test.each([
    [4, 0.1, 2, 14.3158148],
    [16, 0.03, 2, 54.0232374],
  ])("adaptation cost at k = %i, eta = %d, shift %d: %d", async (k, eta, shift, cost) => {
    // the shift comes after the learner has found the first optimum, which takes it nowhere near 3000 rounds
    const rows = outcomes(6000, (s) => (s <= 3000 ? 1 : 1 + shift));
    const all = await replayed({
      rows,
      loss: squared(),
      schedules: [pipelined(k)],
      update: ogd({ step: constant(eta), gradient: "stale" }),
      prefix: 0.5,
    });
    const { suffix } = all.at(-1)!.runs[0]!;
    expect(suffix.meanLoss * suffix.rounds).toBeCloseTo(cost, 7);
    expect((shift ** 2 / 2) * energy(eta, k - 1)).toBeCloseTo(cost, 7);
  });
});

describe("growth of the regret with the horizon and with the latency", () => {
  /** Least-squares slope of log y in log x. */
  function slope(points: readonly (readonly [x: number, y: number])[]): number {
    const logs = points.map(([x, y]) => [Math.log(x), Math.log(y)] as const);
    const mean = (of: 0 | 1) => logs.reduce((sum, p) => sum + p[of], 0) / logs.length;
    const [x, y] = [mean(0), mean(1)];
    return (
      logs.reduce((sum, p) => sum + (p[0] - x) * (p[1] - y), 0) /
      logs.reduce((sum, p) => sum + (p[0] - x) ** 2, 0)
    );
  }

  const [horizons, latencies] = [
    [2 ** 12, 2 ** 14, 2 ** 16, 2 ** 18],
    [1, 4, 16, 64],
  ] as const;

  test.each([
    ["aware, orthogonal", orthogonal, aware(), 1 / 2, 1 / 2],
    ["oblivious, square wave", squareWave, oblivious(), 1 / 2, 1],
  ] as const)("%s: exponents as proved", async (_, stream, step, inHorizon, inLatency) => {
    const regret = async (rounds: number, k: number) =>
      (
        await regrets({
          rounds,
          stream: stream(k),
          schedules: [pipelined(k)],
          update: ogd({ step }),
          comparator: hindsight({ radius: 1 }),
        })
      )[0]!;
    const table = await Promise.all(
      latencies.map((k) => Promise.all(horizons.map((rounds) => regret(rounds, k)))),
    );
    latencies.forEach((_, i) => {
      expect(Math.abs(slope(horizons.map((rounds, j) => [rounds, table[i]![j]!])) - inHorizon)).toBeLessThan(
        0.02,
      );
    });
    horizons.forEach((_, j) => {
      expect(Math.abs(slope(latencies.map((k, i) => [k, table[i]![j]!])) - inLatency)).toBeLessThan(0.02);
    });
  });

  test.skipIf(!process.env.LOWSTAKES_SLOW)(
    "aware, random signs: exponents of the mean over seeds",
    async () => {
      const seeds = 1200;
      const [short, long] = [2 ** 10, 2 ** 14];
      const sums = new Map<string, number>();
      for (const k of [1, 16]) {
        for (let seed = 1; seed <= seeds; seed++) {
          const options = {
            stream: blockRademacher(k),
            schedules: [pipelined(k)],
            comparator: hindsight({ radius: 1 }),
          };
          const all = await played({
            rounds: long,
            seed,
            update: ogd({ step: aware(), radius: 1 }),
            ...options,
          });
          for (const { rounds, runs } of all) {
            if (rounds === short || rounds === long)
              sums.set(`${k} ${rounds}`, (sums.get(`${k} ${rounds}`) ?? 0) + runs[0]!.regret!);
          }
        }
      }
      const exponent = (a: string, b: string, factor: number) =>
        Math.log(sums.get(b)! / sums.get(a)!) / Math.log(factor);
      // standard errors from the relative spread 0.76 of |S_n|: 0.011 over a factor of 16; 4 of them
      for (const k of [1, 16])
        expect(Math.abs(exponent(`${k} ${short}`, `${k} ${long}`, 16) - 0.5)).toBeLessThan(0.045);
      for (const rounds of [short, long])
        expect(Math.abs(exponent(`1 ${rounds}`, `16 ${rounds}`, 16) - 0.5)).toBeLessThan(0.045);
    },
  );
});
