import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { absolute } from "../src/losses/absolute.ts";
import { brier } from "../src/losses/brier.ts";
import { huber } from "../src/losses/huber.ts";
import { logLoss } from "../src/losses/log-loss.ts";
import { pinball } from "../src/losses/pinball.ts";
import { squared } from "../src/losses/squared.ts";
import { utility } from "../src/losses/utility.ts";
import { Dice } from "./dice.ts";
import { lossFunction } from "./reference.ts";

type Kernel = (
  parameters: number,
  z: number,
  y: number,
  n: number,
  v: number,
  s: number,
  c: number,
  o: number,
) => void;
const { exports } = new WebAssembly.Instance(new WebAssembly.Module(readFileSync("build/probe.wasm")));
const memory = exports.memory as WebAssembly.Memory;
(exports.prepare as () => void)();

interface Loss {
  readonly name: string;
  readonly parameters: readonly number[];
}

interface Table {
  readonly value: Float64Array;
  readonly slope: Float64Array;
  readonly curvature: Float64Array;
  readonly output: Float64Array;
}

/** The kernels' loss and model at scores z and outcomes y, in f64 or f32. */
function table(
  { name, parameters }: Loss,
  z: readonly number[],
  y: readonly number[],
  type: Float64ArrayConstructor | Float32ArrayConstructor = Float64Array,
): Table {
  const n = 4 * Math.ceil(z.length / 4);
  const start = memory.grow(Math.ceil((7 * 8 * n) / 65536)) * 65536;
  const column = (i: number) => start + i * 8 * n;
  const view = (i: number) => new type(memory.buffer, column(i), n);
  new Float64Array(memory.buffer, column(0), n).set(parameters);
  view(1).set(z);
  view(2).set(y);
  (exports[`loss_${name}${type === Float32Array ? "_f32" : ""}`] as Kernel)(
    column(0),
    column(1),
    column(2),
    n,
    column(3),
    column(4),
    column(5),
    column(6),
  );
  const [value, slope, curvature, output] = [3, 4, 5, 6].map((i) =>
    Float64Array.from(view(i).subarray(0, z.length)),
  );
  return { value: value!, slope: slope!, curvature: curvature!, output: output! };
}

const ALL = [
  squared(),
  absolute(),
  huber(1.3),
  huber(0.05),
  pinball(0.1),
  pinball(0.5),
  utility(),
  logLoss(),
  brier(),
] as const;
const classes = (loss: { readonly model: string }) => loss.model === "logistic";

/** Scores and outcomes, none within `gap` of a place where the slope jumps or bends. */
function points(loss: (typeof ALL)[number], n: number, gap: number): { z: number[]; y: number[] } {
  const dice = new Dice(n);
  const [z, y]: [number[], number[]] = [[], []];
  while (z.length < n) {
    const score = 6 * dice.normal();
    const outcome = classes(loss) ? dice.whole(0, 1) : 3 * dice.normal();
    const kinks =
      loss.name === "huber"
        ? loss.parameters.map((delta) => Math.abs(score - outcome) - delta)
        : [score - outcome];
    if (!classes(loss) && kinks.some((distance) => Math.abs(distance) < gap)) continue;
    z.push(score);
    y.push(outcome);
  }
  return { z, y };
}

describe.each(ALL.map((loss) => [loss.name, loss.parameters.join(), loss] as const))(
  "%s %s",
  (_, __, loss) => {
    const h = 1e-4;
    const { z, y } = points(loss, 2000, 10 * h);
    const here = table(loss, z, y);
    const moved = [-2, -1, 1, 2].map((step) =>
      table(
        loss,
        z.map((score) => score + step * h),
        y,
      ),
    );
    /** Five-point difference: error h⁴ f⁽⁵⁾/30 + rounding 1.5 eps |f| / h. */
    const difference = (of: "value" | "slope", i: number) => {
      const [a, b, c, d] = moved.map((at) => at[of][i]!);
      return (a! - d! + 8 * (c! - b!)) / (12 * h);
    };

    test("value and slope are those of the definition", () => {
      const definition = lossFunction(loss.name, loss.parameters[0]);
      z.forEach((score, i) => {
        const value = definition.value(score, y[i]!);
        // exp and log to 2 ulp each, and one subtraction of numbers no larger than the score
        expect(Math.abs(here.value[i]! - value)).toBeLessThanOrEqual(
          1e-15 * (1 + Math.abs(value) + Math.abs(score)),
        );
        expect(Math.abs(here.slope[i]! - definition.slope(score, y[i]!))).toBeLessThanOrEqual(
          1e-15 * (1 + Math.abs(here.slope[i]!)),
        );
      });
    });

    test("the slope is the derivative of the value, the curvature that of the slope", () => {
      z.forEach((_, i) => {
        // rounding: 1.5 · 2.2e-16 / 1e-4 = 3e-12 of the value; h⁴ f⁽⁵⁾ / 30 is below 1e-17
        const tolerance = (f: number) => 2e-11 * (1 + Math.abs(f));
        expect(Math.abs(here.slope[i]! - difference("value", i)), `slope at ${z[i]}, ${y[i]}`).toBeLessThan(
          tolerance(here.value[i]!),
        );
        expect(
          Math.abs(here.curvature[i]! - difference("slope", i)),
          `curvature at ${z[i]}, ${y[i]}`,
        ).toBeLessThan(tolerance(here.slope[i]!));
      });
    });

    test("what the host says of it: convex, Lipschitz", () => {
      const steepest = Math.max(...here.slope.map(Math.abs));
      expect(steepest).toBeLessThanOrEqual(loss.lipschitz);
      if (loss.lipschitz !== Infinity) expect(steepest).toBeGreaterThan(0.95 * loss.lipschitz);
      expect(here.curvature.every((c) => c >= 0)).toBe(loss.convex);
    });

    test("the output of its model", () => {
      z.forEach((score, i) => {
        const output = classes(loss) ? 1 / (1 + Math.exp(-score)) : score;
        // 6.5 ulp, and 1 of the definition
        expect(Math.abs(here.output[i]! - output)).toBeLessThanOrEqual(classes(loss) ? 1.7e-15 * output : 0);
      });
    });

    test("scores that are not numbers stay so; huge ones do not surprise", () => {
      const { value, slope, output } = table(loss, [NaN, 800, -800, 1e300, -1e300], [1, 0, 1, 0, 1]);
      expect(value[0]).toBeNaN();
      expect(output[0]).toBeNaN();
      // a slope of 0 moves nothing, and weights that are not numbers stay so anyway
      expect(Number.isNaN(slope[0]!) || slope[0] === 0).toBe(true);
      expect(slope.slice(1).some(Number.isNaN)).toBe(false);
      expect(value.slice(1).some(Number.isNaN)).toBe(false);
    });
  },
);

test.each(ALL.map((loss) => [loss.name, loss.parameters.join(), loss] as const))(
  "%s %s in f32: the same but for rounding",
  (_, __, loss) => {
    const { z, y } = points(loss, 2000, 1e-4);
    const [scores, outcomes] = [z.map(Math.fround), y.map(Math.fround)];
    const single = table(loss, scores, outcomes, Float32Array);
    const double = table(loss, scores, outcomes);
    scores.forEach((score, i) => {
      // a few roundings of the parts, none of them larger than score, outcome or what is made of them
      const parts = 1 + Math.abs(score) + Math.abs(outcomes[i]!);
      for (const of of ["slope", "curvature", "output"] as const)
        expect(Math.abs(single[of][i]! - double[of][i]!), of).toBeLessThan(4 * 2 ** -24 * parts);
      expect(Math.abs(single.value[i]! - double.value[i]!)).toBeLessThan(
        8 * 2 ** -24 * (1 + Math.abs(double.value[i]!)),
      );
    });
  },
);

test("values at known points", () => {
  const at = (loss: Loss, z: number, y: number) => {
    const { value, slope, curvature } = table(loss, [z], [y]);
    return [value[0], slope[0], curvature[0]];
  };
  expect(at(squared(), 3, 1)).toEqual([2, 2, 1]);
  expect(at(absolute(), 3, 1)).toEqual([2, 1, 0]);
  expect(at(absolute(), 1, 1)).toEqual([0, 0, 0]);
  expect(at(huber(1), 1.5, 1)).toEqual([0.125, 0.5, 1]);
  expect(at(huber(1), 4, 1)).toEqual([2.5, 1, 0]);
  expect(at(huber(1), -2, 1)).toEqual([2.5, -1, 0]);
  expect(at(pinball(0.25), 3, 1)).toEqual([1.5, 0.75, 0]);
  expect(at(pinball(0.25), 1, 3)).toEqual([0.5, -0.25, 0]);
  expect(at(pinball(0.25), 3, 3)).toEqual([0, 0, 0]);
  expect(at(utility(), -7, 3)).toEqual([-7, 1, 0]);
  expect(at(logLoss(), 0, 1)).toEqual([Math.LN2, -0.5, 0.25]);
  expect(at(logLoss(), 0, 0)).toEqual([Math.LN2, 0.5, 0.25]);
  expect(at(brier(), 0, 1)).toEqual([0.125, -0.125, 0.0625]);
});

test("log loss: wrong by any amount costs that amount, right by any amount costs next to nothing", () => {
  for (const z of [50, 800, 1e10, 1e300]) {
    const wrong = table(logLoss(), [z, -z], [0, 1]);
    expect([...wrong.value]).toEqual([z, z]);
    expect([...wrong.slope]).toEqual([1, -1]);
    const right = table(logLoss(), [z, -z], [1, 0]);
    for (const i of [0, 1]) {
      expect(right.value[i]).toBeGreaterThanOrEqual(0);
      expect(right.value[i]).toBeLessThan(1e-18); // exp(-41.5): scores beyond count as 41.5
      expect(Math.abs(right.slope[i]!)).toBeLessThan(1e-15);
    }
    expect([...right.output]).toEqual([1, right.output[1]]);
    expect(right.output[1]).toBeGreaterThan(0);
    expect(right.output[1]).toBeLessThan(1e-18);
  }
  // between the two regimes, to the last digits: log(1 + exp(-z)) = exp(-z) - exp(-2z)/2 + ..
  const { value } = table(logLoss(), [30, 36.5], [1, 1]);
  expect(value[0]! / Math.log1p(Math.exp(-30)) - 1).toBeCloseTo(0, 14);
  expect(value[1]! / Math.log1p(Math.exp(-36.5)) - 1).toBeCloseTo(0, 14);
});

test("infinite scores: the parabola is infinitely wrong, bounded slopes stay bounded", () => {
  expect([...table(squared(), [Infinity, -Infinity], [0, 0]).value]).toEqual([Infinity, Infinity]);
  expect([...table(huber(2), [Infinity, -Infinity], [0, 0]).slope]).toEqual([2, -2]);
  expect([...table(absolute(), [Infinity, -Infinity], [0, 0]).slope]).toEqual([1, -1]);
  expect([...table(logLoss(), [Infinity, -Infinity], [0, 1]).slope]).toEqual([1, -1]);
});
