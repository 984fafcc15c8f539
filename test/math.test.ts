import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as exact from "./exact.ts";

type Kernel = (x: number, out: number, n: number) => void;
type Name = "exps" | "logs" | "log1ps" | "tanhs" | "sines" | "cosines" | "tails" | "softpluses";
type SingleName = "tailsF32" | "softplusesF32";
interface Probe extends Record<Name | SingleName, Kernel> {
  memory: WebAssembly.Memory;
  prepare(): void;
  heap_base(): number;
  powers(x: number, beta: number, out: number, n: number): void;
}

const wasm = new WebAssembly.Module(readFileSync("build/probe.wasm"));
const probe = new WebAssembly.Instance(wasm).exports as unknown as Probe;
const POINTS = 20_000;
const base = Math.ceil(probe.heap_base() / 64) * 64;
const [X, BETA, OUT] = [0, 1, 2].map((i) => base + 8 * POINTS * i) as [number, number, number];
probe.memory.grow(16);
probe.prepare();
const column = (at: number, n: number): Float64Array => new Float64Array(probe.memory.buffer, at, n);

/** Values of one kernel; an odd count is filled up with a 1. */
function values(name: Name, x: readonly number[]): number[] {
  const n = x.length + (x.length % 2);
  column(X, n).set([...x, 1].slice(0, n));
  probe[name](X, OUT, n);
  return [...column(OUT, x.length)];
}

function power(s: readonly number[], beta: readonly number[]): number[] {
  column(X, s.length).set(s);
  column(BETA, s.length).set(beta);
  probe.powers(X, BETA, OUT, s.length);
  return [...column(OUT, s.length)];
}

/** Marsaglia (2003), "Xorshift RNGs": the same points in every run. */
let state = 2463534242;
function random(): number {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) / 2 ** 32;
}
const many = (draw: () => number): number[] => Array.from({ length: POINTS }, draw);
const grid = (from: number, to: number): number[] =>
  Array.from({ length: POINTS }, (_, i) => from + ((to - from) * (i + 0.5)) / POINTS);
const between = (from: number, to: number): number[] => many(() => from + (to - from) * random());
/** All exponents from `from` to `to` alike. */
const scales = (from: number, to: number): number[] =>
  many(() => 2 ** Math.floor(from + (to - from) * random()) * (1 + random()));
const signed = (x: readonly number[]): number[] => x.map((v, i) => (i % 2 ? -v : v));

function worst(name: Name, reference: (x: number) => exact.Real, x: readonly number[]): number {
  const got = values(name, x);
  return x.reduce((most, v, i) => Math.max(most, exact.ulps(got[i]!, reference(v))), 0);
}

const exp = (x: number): exact.Real => exact.exp(exact.fixed(x));

describe("distance from the exact value, in units in the last place", () => {
  const cases: [Name, (x: number) => exact.Real, number, Record<string, number[]>][] = [
    [
      "exps",
      exp,
      0.92,
      {
        "-1..1": grid(-1, 1),
        "-45..45": between(-45, 45),
        "-708..709": grid(-708, 709.7),
        small: signed(scales(-60, 0)),
      },
    ],
    [
      "logs",
      exact.log,
      0.87,
      { "0.5..2": grid(0.5, 2), all: scales(-1022, 1023), "near 1": scales(-50, -3).map((v) => 1 + v) },
    ],
    [
      "log1ps",
      exact.log1p,
      1.25,
      { "0..1": grid(0, 1), "-1..0": grid(-1, 0), small: signed(scales(-99, -1)), large: scales(0, 1000) },
    ],
    [
      "tanhs",
      exact.tanh,
      1.1,
      { "-2..2": grid(-2, 2), "-22..22": between(-22, 22), small: signed(scales(-49, 0)) },
    ],
    [
      "tails",
      exact.tail,
      6.5,
      { "-1..1": grid(-1, 1), "-41..41": between(-41, 41), small: signed(scales(-60, 0)) },
    ],
    [
      "softpluses",
      exact.softplus,
      3,
      { "-1..1": grid(-1, 1), "-41..41": between(-41, 41), small: signed(scales(-60, 0)) },
    ],
    [
      "sines",
      exact.sin,
      0.82,
      { "-7..7": grid(-7, 7), large: between(-(2 ** 20), 2 ** 20), small: signed(scales(-90, 0)) },
    ],
    [
      "cosines",
      exact.cos,
      0.82,
      { "-7..7": grid(-7, 7), large: between(-(2 ** 20), 2 ** 20), small: scales(-90, 0) },
    ],
  ];
  for (const [name, reference, bound, inputs] of cases)
    it.each(Object.entries(inputs))(`${name} within ${bound} on %s`, (_, x) => {
      expect(worst(name, reference, x)).toBeLessThan(bound);
    });

  it("sine and cosine keep their bound next to multiples of a quarter turn", () => {
    const x = Array.from({ length: POINTS }, (_, i) => ((i * 33 + 1) * Math.PI) / 2);
    expect(worst("sines", exact.sin, x)).toBeLessThan(0.82);
    expect(worst("cosines", exact.cos, x)).toBeLessThan(0.82);
  });

  it.each(
    Object.entries({
      "rounds to 1e12": between(0, 1e12),
      "0.5..2": grid(0.5, 2),
      "2^-80..2^80": scales(-80, 80),
    }),
  )("power within 0.52 on %s", (_, s) => {
    const beta = between(0, 4);
    const got = power(s, beta);
    const distance = s.map((v, i) => exact.ulps(got[i]!, exact.power(v, beta[i]!)));
    expect(Math.max(...distance)).toBeLessThan(0.52);
  });
});

describe("the logistic function in f32", () => {
  const inputs = {
    "-1..1": grid(-1, 1),
    "-41..41": between(-41, 41),
    small: signed(scales(-60, 0)),
  };

  /** Values of a kernel of f32 at the f32 next to x, n a multiple of 4, and of that of f64 there. */
  function both(name: SingleName, x: readonly number[]): { got: number[]; exact: number[] } {
    const rounded = x.map(Math.fround);
    new Float32Array(probe.memory.buffer, X, x.length).set(rounded);
    probe[name](X, OUT, x.length);
    const got = [...new Float32Array(probe.memory.buffer, OUT, x.length)];
    return { got, exact: values(name === "tailsF32" ? "tails" : "softpluses", rounded) };
  }

  const ulp = (v: number): number => 2 ** (Math.floor(Math.log2(v)) - 23);
  const most = (of: { got: number[]; exact: number[] }, unit: (v: number) => number): number =>
    of.got.reduce((worst, v, i) => Math.max(worst, Math.abs(v - of.exact[i]!) / unit(of.exact[i]!)), 0);

  it.each(Object.entries(inputs))(
    "probabilities within 2.5 ulp, losses within 1.2 ulp of 1, on %s",
    (_, x) => {
      expect(most(both("tailsF32", x), ulp)).toBeLessThan(2.5);
      const losses = both("softplusesF32", x);
      expect(most(losses, () => 2 ** -23)).toBeLessThan(1.2);
      // small losses keep their digits
      expect(most(losses, ulp)).toBeLessThan(2.75);
    },
  );

  it("errors have no preferred sign: sums over many rounds stay exact", () => {
    const x = between(-6, 6);
    for (const name of ["tailsF32", "softplusesF32"] as const) {
      const { got, exact } = both(name, x);
      const bias = got.reduce((sum, v, i) => sum + v - exact[i]!, 0) / x.length;
      expect(Math.abs(bias)).toBeLessThan(0.02 * 2 ** -24);
    }
  });

  it("the probability falls: over 16 steps of f32 always, and from one to the next it rises by an ulp at most", () => {
    for (const start of [0, 1e-3, 0.34, 0.3465, 0.9, 1.03972, 5.5, 17.3, 41.49]) {
      const x = new Float32Array(POINTS).fill(start);
      const bits = new Uint32Array(x.buffer);
      for (let i = 0; i < POINTS; i++) bits[i]! += i;
      const { got } = both("tailsF32", [...x]);
      const rise = (step: number): number =>
        got.reduce((worst, v, i) => (i < step ? worst : Math.max(worst, (v - got[i - step]!) / ulp(v))), 0);
      expect(rise(1)).toBeLessThanOrEqual(1);
      expect(rise(16)).toBe(0);
    }
  });

  it("even, without denormals, 41.5 at most, NaN stays NaN", () => {
    const x = [0, -0, 3, -3, 41.5, 42, -1e38, Infinity, -Infinity, NaN, 1e-45, -1e-45];
    const [p, loss] = [both("tailsF32", x).got, both("softplusesF32", x).got];
    for (const [zero, , three, minus, top, ...beyond] of [p, loss]) {
      expect(zero).toBe(p[0] === zero ? 0.5 : Math.fround(Math.LN2));
      expect(minus).toBe(three);
      expect(top).toBeGreaterThan(1e-19);
      expect(beyond.slice(0, 4)).toEqual([top, top, top, top]);
      expect(beyond[4]).toBeNaN();
      expect(beyond.slice(5)).toEqual([zero, zero]);
    }
  });
});

describe("ends of the range", () => {
  const { MAX_VALUE } = Number;
  it("exp overflows to Infinity, ends in 0 without denormals, keeps NaN", () => {
    expect(values("exps", [709.79, 1e308, Infinity, -746, -1e308, -Infinity, NaN, 0, -0, 1e-320])).toEqual([
      Infinity,
      Infinity,
      Infinity,
      0,
      0,
      0,
      NaN,
      1,
      1,
      1,
    ]);
    const low = values("exps", grid(-709, -707));
    expect(low.every((y) => y === 0 || y > 3e-308)).toBe(true);
    expect(worst("exps", exp, [709.782712893, 709.5, 709.43, -708])).toBeLessThan(0.92);
  });

  it("log of 0, of denormals, of the largest, of negative numbers", () => {
    expect(values("logs", [0, -0, -1, -Infinity, Infinity, NaN, 1])).toEqual([
      -Infinity,
      -Infinity,
      NaN,
      NaN,
      Infinity,
      NaN,
      0,
    ]);
    const [tiny, smaller, largest] = values("logs", [5e-324, 1e-310, MAX_VALUE]);
    expect(tiny).toBe(-744.4400719213812);
    expect(smaller).toBe(-713.8013788281542);
    expect(largest).toBe(709.782712893384);
  });

  it("log1p at -1, below, at the tiny and the huge", () => {
    const x = [-1, -1.5, -Infinity, Infinity, NaN, 0, 1e-310, -1e-310, 1e-200, -1e-20, MAX_VALUE];
    const y = [-Infinity, NaN, NaN, Infinity, NaN, 0, 1e-310, -1e-310, 1e-200, -1e-20, 709.782712893384];
    expect(values("log1ps", x)).toEqual(y);
  });

  it("a lane off the fast path does not change its neighbour", () => {
    const [fast] = values("logs", [0.3, 0.3]);
    expect(values("logs", [0.3, 0])[0]).toBe(fast);
    const x = grid(0, 1).slice(0, 1000);
    for (const other of [7, -0.5, NaN, Infinity, -1]) {
      const mixed = values(
        "log1ps",
        x.flatMap((v) => [v, other]),
      );
      expect(mixed.filter((_, i) => i % 2 === 0)).toEqual(values("log1ps", x));
    }
  });

  it("tanh is odd, saturates, and is x for tiny x", () => {
    expect(values("tanhs", [30, -30, 800, Infinity, -Infinity, NaN, 1e-300, -5e-324, 0, -0])).toEqual([
      1,
      -1,
      1,
      1,
      -1,
      NaN,
      1e-300,
      -5e-324,
      0,
      -0,
    ]);
    const x = between(0, 3);
    const minus = values(
      "tanhs",
      x.map((v) => -v),
    );
    expect(values("tanhs", x)).toEqual(minus.map((v) => -v));
  });

  it("sine and cosine at 0, at tiny x, at NaN", () => {
    expect(values("sines", [0, 1e-300, -1e-300, NaN])).toEqual([0, 1e-300, -1e-300, NaN]);
    expect(values("cosines", [0, 1e-300, -1e-300, NaN])).toEqual([1, 1, 1, NaN]);
  });
});

describe("power is exact where the result is a double", () => {
  it("square roots of squares, and x^2.5", () => {
    const roots = Array.from({ length: 1000 }, (_, i) => 1000 * i + 1).concat(1_000_000);
    expect(
      power(
        roots.map((r) => r * r),
        roots.map(() => 0.5),
      ),
    ).toEqual(roots);
    const small = Array.from({ length: 200 }, (_, i) => i + 1);
    expect(
      power(
        small.map((r) => r * r),
        small.map(() => 2.5),
      ),
    ).toEqual(small.map((r) => r ** 5));
  });

  it("whole powers, and powers of 2", () => {
    const s = [3, 7, 10, 1e4, 12345, 1e12, 2 ** 30, 2 ** -30, 0.375];
    for (const beta of [1, 2, 3, 4]) {
      const representable = s.filter((v) => exact.ulps(v ** beta, exact.power(v, beta)) < 1e-6);
      expect(representable.length).toBeGreaterThan(3);
      const got = power(
        representable,
        representable.map(() => beta),
      );
      expect(got).toEqual(
        representable.map((v) =>
          Array<number>(beta)
            .fill(v)
            .reduce((a, b) => a * b),
        ),
      );
    }
    const k = Array.from({ length: 500 }, (_, i) => 4 * (i - 250));
    expect(
      power(
        k.map((e) => 2 ** e),
        k.map(() => 0.25),
      ),
    ).toEqual(k.map((e) => 2 ** (e / 4)));
  });

  it("0, 1, no exponent, overflow, underflow", () => {
    const s = [0, 0, 5, 1, 1e300, 1e-300, 5e-324];
    const beta = [0, 0.5, 0, 3.7, 4, 4, 0.5];
    expect(power(s, beta)).toEqual([1, 0, 1, 1, Infinity, 0, 2 ** -537]);
  });
});
