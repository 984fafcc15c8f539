import { describe, expect, test } from "vitest";
import { I_SEQUENCE, P_ALONG, P_DIRECTIONS, P_KEYS, P_NORM2, STREAM_SLOTS } from "../../assembly/layout.ts";
import { secondMoment } from "../../src/certificate/estimated.ts";
import { Session } from "../../src/engine/session.ts";
import type { Estimator } from "../../src/estimators/estimator.ts";
import { gaussianPolicy } from "../../src/estimators/gaussian-policy.ts";
import { onePoint } from "../../src/estimators/one-point.ts";
import { twoPoint } from "../../src/estimators/two-point.ts";
import { logLoss } from "../../src/losses/log-loss.ts";
import type { Loss } from "../../src/losses/loss.ts";
import { squared } from "../../src/losses/squared.ts";
import { utility } from "../../src/losses/utility.ts";
import { Table } from "../../src/wasm/memory.ts";
import { PERTURBED_ENGINES } from "../play-rows.ts";
import { dot, lossFunction } from "../reference.ts";
import { block, row } from "../rows.ts";
import { enumerate } from "./estimates.ts";

/** Mean and second moment of every estimate of a gradient. Formulas are those of docs/rounds.md, 1. */

const W = [0.5, -0.25, 0.75];
const X = [1, 2, -0.5];
const Y = 0.3;
const Z = dot(W, X);
const D = X.length;

/** ±e_j: as many as there are, they have the mean and the second moments of the uniform distribution on the sphere. */
const AXES = X.flatMap((_, j) => [1, -1].map((sign) => X.map((__, i) => (i === j ? sign : 0))));
/** Gauss and Hermite's points: moments of a standard normal up to the fifth. */
const HERMITE = [-Math.sqrt(3), 0, Math.sqrt(3)];
const SHARES = [1 / 6, 2 / 3, 1 / 6];

interface Moments {
  readonly mean: readonly number[];
  /** E|ĝ|². */
  readonly second: number;
}

async function momentsOf(
  estimator: Estimator,
  loss: Loss,
  y = Y,
  precision: "f64" | "f32" = "f64",
): Promise<Moments> {
  const outputs = estimator.perturbation!.of === "outputs";
  const draws = outputs ? HERMITE : AXES;
  const { gradients } = await enumerate({ estimator, loss, y, draws, precision, w: W, x: X });
  const share = (i: number) => (outputs ? SHARES[i]! : 1 / AXES.length);
  return {
    mean: X.map((_, j) => gradients.reduce((sum, g, i) => sum + share(i) * g[j]!, 0)),
    second: gradients.reduce((sum, g, i) => sum + share(i) * dot(g, g), 0),
  };
}

function near(measured: number, expected: number, tolerance = 1e-14): void {
  expect(Math.abs(measured - expected)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(expected)));
}

const ESTIMATORS: readonly (readonly [string, Estimator])[] = [
  ["Gaussian", gaussianPolicy({ sigma: 0.5 })],
  ["Gaussian, baseline", gaussianPolicy({ sigma: 1.5, baseline: -0.7 })],
  ["one point", onePoint({ delta: 0.5 })],
  ["one point, baseline", onePoint({ delta: 2, baseline: 0.4 })],
  ["two points", twoPoint({ delta: 0.5 })],
];

describe.each(ESTIMATORS)("%s", (_, estimator) => {
  const perturbation = estimator.perturbation!;
  const baseline = perturbation.baseline as number;

  test.each([
    ["f64", 1e-14],
    ["f32", 3e-6],
  ] as const)(
    "linear losses: no bias, and the second moment of the formula, in %s",
    async (precision, tolerance) => {
      const { mean, second } = await momentsOf(estimator, utility(), Y, precision);
      X.forEach((v, j) => near(mean[j]!, v, tolerance));
      const expected = secondMoment(perturbation, {
        ...{ features: D, length2: dot(X, X), gradient2: dot(X, X) },
        excess2: (Z - baseline) ** 2,
      });
      near(second, expected, tolerance);
    },
  );

  test("quadratic losses: no bias", async () => {
    for (const y of [-1, 0, 3]) {
      const { mean } = await momentsOf(estimator, squared(), y);
      X.forEach((v, j) => near(mean[j]!, (Z - y) * v));
    }
  });

  test("what is played, and both signs of it", async () => {
    const outputs = perturbation.of === "outputs";
    const { played, deployed } = await enumerate({
      ...{ estimator, loss: squared(), w: W, x: X, y: Y },
      draws: outputs ? HERMITE : AXES,
    });
    const moves = outputs ? HERMITE : AXES.map((u) => dot(u, X));
    moves.forEach((a, i) => {
      const [plus, minus] = [1, -1].map((sign) => (Z + sign * perturbation.reach * a - Y) ** 2 / 2);
      near(played[i]!, perturbation.points === 2 ? (plus! + minus!) / 2 : plus!);
      near(deployed[i]!, (plus! + minus!) / 2);
    });
  });
});

test("two points: the second moment of a quadratic loss is d|g|², its variance (d - 1)|g|²", async () => {
  const { mean, second } = await momentsOf(twoPoint({ delta: 0.25 }), squared());
  const g2 = (Z - Y) ** 2 * dot(X, X);
  near(second, D * g2);
  near(second - dot(mean, mean), (D - 1) * g2);
});

test.each([
  ["Gaussian", gaussianPolicy({ sigma: 0.5, baseline: "mean" }), HERMITE],
  ["one point", onePoint({ delta: 0.5, baseline: "mean" }), AXES],
])("%s: the running mean is that of the losses learned before", async (_, estimator, draws) => {
  const of = { estimator, loss: squared(), w: W, x: X, y: Y };
  const twice = [...draws, ...draws];
  const { gradients, played } = await enumerate({ ...of, draws: twice, before: draws.length });
  const mean = played.slice(0, draws.length).reduce((sum, loss) => sum + loss, 0) / draws.length;
  const { reach } = estimator.perturbation!;
  twice.forEach((draw, i) => {
    const excess = played[i]! - (i < draws.length ? 0 : mean);
    const expected =
      typeof draw === "number"
        ? X.map((v) => (excess * draw * v) / reach)
        : draw.map((v) => (D / reach) * excess * v);
    expected.forEach((g, j) => near(gradients[i]![j]!, g));
  });
});

describe("draws", () => {
  const ROUNDS = 10_000;

  /** (rounds,) draws of the kernels, in blocks whose last one is shorter. */
  async function drawn(
    kind: "outputs" | "weights",
    features: number,
  ): Promise<(number | readonly number[])[]> {
    const size = 1000;
    const session = await Session.open({
      shape: {
        ...{
          dense: features,
          intercept: false,
          block: size,
          raw: false,
          latency: 0,
          precision: "f64" as const,
        },
        ...{ actions: 0, perturbed: true, perturbs: kind },
      },
      ...{ loss: utility(), model: "linear", estimator: twoPoint({ delta: 1 }), columns: features },
      ...{ scaled: null, grading: null, engine: PERTURBED_ENGINES.f64 },
    });
    const { memory, kernels, run } = session;
    const table = new Table(memory, STREAM_SLOTS);
    table.setInteger(P_KEYS, memory.take(512));
    table.setInteger(I_SEQUENCE, 8);
    kernels.stream_keys(7, 0, 10, table.pointer(P_KEYS));
    const x = Array.from({ length: features }, (_, j) => 1 + j);
    const draws: (number | readonly number[])[] = [];
    const norms = new Set<number>();
    let apart = 0;
    for (let from = 0; from < ROUNDS; from += size) {
      session.reserve(from, size);
      run.write(
        block(
          Array.from({ length: size }, () => row(x, 0)),
          false,
        ),
        0,
        size,
        from,
        from,
      );
      const draw = kind === "outputs" ? kernels.draw_outputs : kernels.draw_directions;
      draw(run.table.address, table.address, from, size);
      const along = memory.f64(run.table.pointer(P_ALONG), size);
      for (let t = 0; t < size; t++) {
        if (kind === "outputs") {
          draws.push(along[t]!);
          continue;
        }
        const slot = (from + t) % run.rows;
        const u = [...memory.f64(run.table.pointer(P_DIRECTIONS) + slot * features * 8, features)];
        apart = Math.max(apart, Math.abs(along[t]! - dot(u, x)), Math.abs(dot(u, u) - 1));
        norms.add(memory.f64(run.table.pointer(P_NORM2), run.rows)[slot]!);
        draws.push(u);
      }
    }
    expect(apart).toBeLessThan(1e-14);
    if (kind === "weights") expect([...norms]).toEqual([1]);
    return draws;
  }

  function onAverage(values: readonly number[], expected: number): void {
    const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
    const spread = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0)) / values.length;
    expect(Math.abs(mean - expected)).toBeLessThanOrEqual(4 * spread);
  }

  test.each([1, 2, 5])("directions are uniform on the sphere in %d dimensions", async (d) => {
    const us = (await drawn("weights", d)) as readonly (readonly number[])[];
    for (let j = 0; j < d; j++) {
      onAverage(
        us.map((u) => u[j]!),
        0,
      );
      if (d === 1) continue;
      onAverage(
        us.map((u) => u[j]! ** 2),
        1 / d,
      );
      onAverage(
        us.map((u) => u[j]! ** 4),
        3 / (d * (d + 2)),
      );
      onAverage(
        us.map((u) => u[j]! * u[(j + 1) % d]!),
        0,
      );
    }
  });

  test("random directions and draws: mean and second moment of the estimates", async () => {
    const directions = await drawn("weights", D);
    const normals = await drawn("outputs", D);
    for (const [, estimator] of ESTIMATORS) {
      const perturbation = estimator.perturbation!;
      const draws = perturbation.of === "outputs" ? normals : directions;
      const { gradients } = await enumerate({ estimator, loss: utility(), w: W, x: X, y: Y, draws });
      X.forEach((v, j) =>
        onAverage(
          gradients.map((g) => g[j]!),
          v,
        ),
      );
      const excess2 = (Z - (perturbation.baseline as number)) ** 2;
      const local = { features: D, length2: dot(X, X), gradient2: dot(X, X), excess2 };
      onAverage(
        gradients.map((g) => dot(g, g)),
        secondMoment(perturbation, local),
      );
    }
  });

  test("a Gaussian policy follows the slope of the expected loss", async () => {
    const sigma = 1.2;
    const { value, slope } = lossFunction("logistic");
    const { gradients, deployed } = await enumerate({
      ...{ estimator: gaussianPolicy({ sigma, baseline: 0.7 }), loss: logLoss(), w: W, x: X, y: 1 },
      draws: await drawn("outputs", D),
    });
    X.forEach((v, j) =>
      onAverage(
        gradients.map((g) => g[j]!),
        v * expected((n) => slope(Z + sigma * n, 1)),
      ),
    );
    onAverage(
      deployed,
      expected((n) => value(Z + sigma * n, 1)),
    );
  });

  /** Under a standard normal, by the trapezoidal rule. */
  function expected(f: (n: number) => number): number {
    let sum = 0;
    for (let n = -9; n <= 9; n += 0.01) sum += f(n) * Math.exp((-n * n) / 2);
    return (0.01 * sum) / Math.sqrt(2 * Math.PI);
  }
});
