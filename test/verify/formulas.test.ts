import { describe, expect, test } from "vitest";
import { echo, echoEnergy } from "../../src/verify/formulas/echo.ts";
import { estimate, exponent, exponentOfMean } from "../../src/verify/formulas/exponent.ts";
import { logarithm } from "../../src/verify/formulas/logarithm.ts";
import { loopRate } from "../../src/verify/formulas/loop-rate.ts";
import { meanAbsoluteWalk, meanAbsoluteWalkOf } from "../../src/verify/formulas/random-walk.ts";
import { hedgeSwapRegret, turnedRegret } from "../../src/verify/formulas/transformed.ts";
import { Dice } from "../dice.ts";
import { total } from "../reference.ts";
import { meanAbsoluteSum } from "../signs.ts";

const dice = new Dice(20);
const real = (least: number, most: number): number => least + (most - least) * dice.uniform();

test("the logarithm is that of the host, to 2e-16 of itself or of 1", () => {
  const sizes = [1, 2, 0.5, Math.E, 1e300, 1e-300, Number.MIN_VALUE, Number.MAX_VALUE, Math.SQRT2, 1 + 1e-12];
  for (const x of [...sizes, ...Array.from({ length: 20_000 }, () => 10 ** real(-20, 20))])
    expect(Math.abs(logarithm(x) - Math.log(x))).toBeLessThanOrEqual(
      3e-16 * Math.max(1, Math.abs(Math.log(x))),
    );
  expect([0, -1, NaN, Infinity].map(logarithm)).toEqual([NaN, NaN, NaN, NaN]);
  expect(logarithm(1)).toBe(0);
});

describe("exponents", () => {
  test("of a power are its exponent, whatever the grid", () => {
    for (let i = 0; i < 200; i++) {
      const [factor, power] = [10 ** real(-3, 3), real(-3, 3)];
      const xs = Array.from({ length: dice.whole(2, 12) }, () => 10 ** real(0, 8));
      expect(
        exponent(
          xs,
          xs.map((x) => factor * x ** power),
        ),
      ).toBeCloseTo(power, 9);
    }
    expect(exponent([1, 2], [1, -1])).toBeNaN();
  });

  test("of a mean: the slope of the log of the mean, and a standard error that is that of many repetitions", () => {
    const xs = [10, 40, 160, 640];
    // paths whose points are correlated: a random factor for the path, and one for each point
    const experiment = (n: number) =>
      exponentOfMean(
        xs,
        Array.from({ length: n }, () => {
          const shared = 1 + real(-0.9, 0.9);
          return xs.map((x) => Math.sqrt(x) * shared * (1 + real(-0.8, 0.8)));
        }),
      );
    const many = Array.from({ length: 600 }, () => experiment(60));
    const mean = total(many.map((one) => one.mean)) / many.length;
    const spread = Math.sqrt(total(many.map((one) => (one.mean - mean) ** 2)) / (many.length - 1));
    expect(mean).toBeCloseTo(0.5, 2);
    const error = total(many.map((one) => one.standardError!)) / many.length;
    expect(error / spread).toBeGreaterThan(0.9);
    expect(error / spread).toBeLessThan(1.1);
    const covered = many.filter((one) => Math.abs(one.mean - 0.5) < 1.96 * one.standardError!).length;
    expect(covered / many.length).toBeGreaterThan(0.92);
  });

  test("a factor that a whole path shares does not blur them", () => {
    const paths = Array.from({ length: 50 }, () => {
      const factor = real(0.5, 2);
      return [1, 2, 4].map((x) => factor * x);
    });
    const { mean, standardError } = exponentOfMean([1, 2, 4], paths);
    expect(mean).toBeCloseTo(1, 12);
    expect(standardError).toBeLessThan(1e-12);
  });

  test("mean and standard error", () => {
    expect(estimate([1, 2, 3, 6])).toEqual({ mean: 3, standardError: Math.sqrt(14 / 12) });
    expect(estimate([5])).toEqual({ mean: 5, standardError: null });
  });
});

describe("random walks", () => {
  test("E|S_n| is that of the reference and of enumeration", () => {
    for (const n of [1, 2, 3, 4, 5, 10, 100, 1001]) expect(meanAbsoluteWalk(n)).toBe(meanAbsoluteSum(n));
    expect([1, 2, 3, 4, 5].map(meanAbsoluteWalk)).toEqual([1, 1, 1.5, 1.5, 1.875]);
  });

  test("of unequal steps is the mean over all signs", () => {
    for (let i = 0; i < 50; i++) {
      const lengths = Array.from({ length: dice.whole(1, 10) }, () => dice.whole(1, 9));
      let all = 0;
      for (let signs = 0; signs < 2 ** lengths.length; signs++)
        all += Math.abs(lengths.reduce((sum, length, j) => sum + ((signs >> j) & 1 ? length : -length), 0));
      expect(meanAbsoluteWalkOf(lengths)).toBeCloseTo(all / 2 ** lengths.length, 12);
    }
    expect(meanAbsoluteWalkOf(Array<number>(100).fill(3))).toBeCloseTo(3 * meanAbsoluteWalk(100), 10);
  });
});

describe("the echo of an impulse", () => {
  const threshold = (k: number) => 2 * Math.sin(Math.PI / (2 * (2 * k - 1)));

  test("has the energy of the closed form, with sines of the host and by adding up", () => {
    for (let i = 0; i < 100; i++) {
      const k = dice.whole(1, 20);
      const step = real(0.05, 0.9) * threshold(k);
      const w = 2 * Math.asin(step / 2);
      const angle = ((2 * k - 1) * w) / 2;
      const closed = (1 + Math.sin(angle)) / (2 * step * Math.cos(w / 2) * Math.cos(angle));
      expect(echoEnergy(step, k) / closed).toBeCloseTo(1, 12);
      expect(total([...echo(step, k, 60_000)].map((h) => h * h)) / closed).toBeCloseTo(1, 10);
    }
  });

  test("known values, and none where it does not die away", () => {
    expect(2 * echoEnergy(0.1, 4)).toBeCloseTo(14.3158148, 7);
    expect(2 * echoEnergy(0.03, 16)).toBeCloseTo(54.0232374, 7);
    expect(echoEnergy(1, 1)).toBeCloseTo(1, 14);
    for (const k of [2, 5, 30]) {
      expect(echoEnergy(0.999 * threshold(k), k)).toBeLessThan(Infinity);
      expect(echoEnergy(1.001 * threshold(k), k)).toBe(Infinity);
    }
  });
});

test("the rate of the loop: the same integrals by a sum over equal angles", () => {
  const centre = [0.0406, 0.1153, 0.8441].map(Math.log);
  let [won, rounds] = [0, 0];
  for (let i = 0; i < 20_000; i++) {
    const angle = (2 * Math.PI * i) / 20_000;
    const plane = (x: number, y: number) => [
      x / Math.sqrt(2) + y / Math.sqrt(6),
      -x / Math.sqrt(2) + y / Math.sqrt(6),
      -2 * (y / Math.sqrt(6)),
    ];
    const weights = plane(Math.cos(angle), Math.sin(angle)).map((v, a) => Math.exp(centre[a]! + 1.2544 * v));
    const all = total(weights);
    const utilities = plane(-Math.sin(angle), Math.cos(angle)).map((v, a) => (v * all) / weights[a]!);
    won += utilities[0]!;
    rounds += (Math.max(...utilities) - Math.min(...utilities)) / 0.999;
  }
  expect(loopRate() / (won / rounds)).toBeCloseTo(1, 6);
  expect(loopRate()).toBeCloseTo(0.3167, 4);
});

describe("regret of plain learners against transformed decisions, by playing them", () => {
  test.each([1200, 4800, 12_000])("Hedge on four phases, T = %d", (rounds) => {
    const step = Math.sqrt((8 * Math.log(3)) / rounds);
    const phases = [
      [1, 0.5, 0],
      [1, 0, 0],
      [0, 0, 1],
      [0, 1, 1],
    ];
    const [sums, gains] = [[0, 0, 0], phases.slice(1).map(() => [0, 0, 0])];
    for (let t = 0; t < rounds; t++) {
      const losses = phases[Math.floor((4 * t) / rounds)]!;
      const weights = sums.map((sum) => Math.exp(-step * (sum - Math.min(...sums))));
      const all = total(weights);
      weights.forEach((w, b) =>
        losses.forEach((loss, a) => (gains[b]![a]! += (w / all) * (losses[b]! - loss))),
      );
      losses.forEach((loss, a) => (sums[a]! += loss));
    }
    const regret = total(gains.map((row) => Math.max(...row)));
    expect(Math.abs(hedgeSwapRegret(rounds, step) / regret - 1)).toBeLessThan(1e-6);
  });

  test.each([1e3, 1e4, 1e6])("descent behind gradients that turn, T = %d", (rounds) => {
    const step = 1 / Math.sqrt(rounds);
    let [x, y, loss, re, im] = [0, 0, 0, 0, 0];
    for (let t = 0; t < rounds; t++) {
      const [a, b] = [Math.cos(step * t), Math.sin(step * t)];
      loss += a * x + b * y;
      // Σ g x̄
      re += a * x + b * y;
      im += b * x - a * y;
      [x, y] = [x - step * a, y - step * b];
      const norm = Math.max(1, Math.sqrt(x * x + y * y));
      [x, y] = [x / norm, y / norm];
    }
    const regret = loss + Math.sqrt(re * re + im * im);
    const off = regret / turnedRegret(rounds, step) - 1;
    expect(off).toBeGreaterThan(0.5 * step);
    expect(off).toBeLessThan(1.5 * step);
  });
});
