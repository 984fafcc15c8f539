import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TURNS } from "../src/streams/generator.ts";
import * as exact from "./exact.ts";
import { philox, words } from "./philox.ts";

type Fill = (
  out: number,
  stride: number,
  from: bigint,
  n: number,
  d: number,
  keys: number,
  stream: number,
) => void;
type Kind = "normals" | "uniforms" | "rademachers";
interface Probe extends Record<Kind, Fill> {
  memory: WebAssembly.Memory;
  heap_base(): number;
  KEYS: WebAssembly.Global;
  keySchedule(seed: bigint, turns: number, keys: number): void;
  word(seed: bigint, turns: number, stream: number, t: bigint, group: number, lane: number): number;
}

const wasm = new WebAssembly.Module(readFileSync("build/probe.wasm"));
const probe = new WebAssembly.Instance(wasm).exports as unknown as Probe;
const KEYS = Math.ceil(probe.heap_base() / 64) * 64;
const OUT = KEYS + 65536;
probe.memory.grow(128);

const FILLER = -12345.678;
/** The (n, d) block with `pad` further numbers a row; throws if one of those, or one behind the block, is written. */
function draw(
  kind: Kind,
  turns: number,
  seed: bigint,
  stream: number,
  from: bigint,
  n: number,
  d: number,
  pad = 0,
): number[] {
  const stride = d + pad;
  const all = new Float64Array(probe.memory.buffer, OUT, n * stride + 300).fill(FILLER);
  probe.keySchedule(seed, turns, KEYS);
  probe[kind](OUT, 8 * stride, from, n, d, KEYS, stream);
  const outside = all.findIndex((v, i) => (i >= n * stride || i % stride >= d) && v !== FILLER);
  if (outside >= 0) throw new Error(`wrote at ${outside} of (${n}, ${d}), stride ${stride}`);
  return [...all.subarray(0, n * stride)].filter((_, i) => i % stride < d);
}

const seeds = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
const streams = fc.integer({ min: 0, max: 2 ** 32 - 1 });
/** Rounds anywhere, and often just before the low word wraps. */
const rounds = fc.oneof(
  fc.bigInt({ min: 0n, max: 2n ** 62n }),
  fc.bigInt({ min: 2n ** 32n - 40n, max: 2n ** 32n + 3n }),
  fc.bigInt({ min: 7n * 2n ** 32n - 20n, max: 7n * 2n ** 32n }),
);
/** Rounds of the cipher. */
const ciphers = fc.constantFrom(...Object.values(TURNS));
const kinds = fc.constantFrom<Kind>("normals", "uniforms", "rademachers");

describe("Philox4x32", () => {
  const vectors = [
    ["7", "00000000 00000000 00000000 00000000", "00000000 00000000", "5f6fb709 0d893f64 4f121f81 4f730a48"],
    ["7", "ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "5207ddc2 45165e59 4d8ee751 8c52f662"],
    ["7", "243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "4dfccaba 190a87f0 c47362ba b6b5242a"],
    ["a", "00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"],
    ["a", "ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd"],
    ["a", "243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1"],
  ].map((row) => row.map((text) => text.split(" ").map((hex) => parseInt(hex, 16))));

  it.each(vectors)(
    "known answer of Random123 for %j rounds, counter %j, key %j",
    ([turns], counter, key, answer) => {
      const [group, stream, low, high] = counter!.map(BigInt) as [bigint, bigint, bigint, bigint];
      const seed = (BigInt(key![1]!) << 32n) | BigInt(key![0]!);
      const t = (high << 32n) | low;
      const got = [0, 1, 2, 3].map(
        (lane) => probe.word(seed, turns!, Number(stream), t, Number(group), lane) >>> 0,
      );
      expect(got).toEqual(answer);
      expect(philox(turns!, counter!, key!)).toEqual(answer);
    },
  );

  it("single words agree with the definition", () => {
    fc.assert(
      fc.property(ciphers, seeds, streams, rounds, streams, (turns, seed, stream, t, group) => {
        const got = [0, 1, 2, 3].map((lane) => probe.word(seed, turns, stream, t, group, lane) >>> 0);
        expect(got).toEqual(words(turns, seed, stream, t, group));
      }),
    );
  });
});

describe("blocks", () => {
  it("uniforms are (w + 1/2) 2^-32 with w word j mod 4 of group j / 4", () => {
    fc.assert(
      fc.property(
        ciphers,
        seeds,
        streams,
        rounds,
        fc.integer({ min: 0, max: 75 }),
        fc.integer({ min: 1, max: 11 }),
        fc.nat(3),
        (turns, seed, stream, from, n, d, pad) => {
          const want = Array.from({ length: n * d }, (_, at) => {
            const j = at % d;
            const t = from + BigInt(Math.floor(at / d));
            return (words(turns, seed, stream, t, j >> 2)[j & 3]! + 0.5) * 2 ** -32;
          });
          expect(draw("uniforms", turns, seed, stream, from, n, d, pad)).toEqual(want);
        },
      ),
    );
  });

  it("rademachers are -1 where bit j mod 32 of word (j / 32) mod 4 of group j / 128 is set", () => {
    fc.assert(
      fc.property(
        ciphers,
        seeds,
        streams,
        rounds,
        fc.integer({ min: 0, max: 10 }),
        fc.integer({ min: 1, max: 290 }),
        fc.nat(3),
        (turns, seed, stream, from, n, d, pad) => {
          const want = Array.from({ length: n * d }, (_, at) => {
            const j = at % d;
            const w = words(turns, seed, stream, from + BigInt(Math.floor(at / d)), j >> 7)[(j >> 5) & 3]!;
            return (w >>> (j & 31)) & 1 ? -1 : 1;
          });
          expect(draw("rademachers", turns, seed, stream, from, n, d, pad)).toEqual(want);
        },
      ),
    );
  });

  it("normals are Box-Muller pairs of words 0, 1 and 2, 3, within 3.5 units in the last place", () => {
    let worst = 0;
    const compare = (turns: number, seed: bigint, from: bigint, n: number, d: number): void => {
      const got = draw("normals", turns, seed, 9, from, n, d, 1);
      got.forEach((x, at) => {
        const j = at % d;
        const w = words(turns, seed, 9, from + BigInt(Math.floor(at / d)), j >> 2);
        const want = exact.boxMuller(w[j & 2]!, w[(j & 2) + 1]!)[j & 1]!;
        worst = Math.max(worst, exact.ulps(x, want));
      });
    };
    compare(10, 1n, 0n, 2500, 4);
    for (const turns of Object.values(TURNS))
      for (const d of [1, 2, 3, 5, 6, 7]) compare(turns, 77n, 2n ** 32n - 9n, 13, d);
    expect(worst).toBeLessThan(3.5);
    expect(worst).toBeGreaterThan(0);
  });

  it("any split, start and width give the same bits", () => {
    fc.assert(
      fc.property(
        kinds,
        ciphers,
        seeds,
        streams,
        rounds,
        fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 140 }),
        fc.integer({ min: 1, max: 140 }),
        (kind, turns, seed, stream, from, parts, d, narrow) => {
          const n = parts.reduce((a, b) => a + b);
          const whole = draw(kind, turns, seed, stream, from, n, d);
          let at = 0;
          const pieces = parts.flatMap((part) => {
            const piece = draw(kind, turns, seed, stream, from + BigInt(at), part, d, 2);
            at += part;
            return piece;
          });
          expect(pieces).toEqual(whole);
          const columns = Math.min(narrow, d);
          expect(draw(kind, turns, seed, stream, from, n, columns)).toEqual(
            whole.filter((_, i) => i % d < columns),
          );
        },
      ),
    );
  });

  it("cipher, seed, stream, round and coordinate each change the draw", () => {
    const base = draw("normals", 10, 5n, 1, 100n, 8, 8);
    const others = [
      draw("normals", 8, 5n, 1, 100n, 8, 8),
      draw("normals", 7, 5n, 1, 100n, 8, 8),
      draw("normals", 10, 6n, 1, 100n, 8, 8),
      draw("normals", 10, 5n + 2n ** 40n, 1, 100n, 8, 8),
      draw("normals", 10, 5n, 2, 100n, 8, 8),
      draw("normals", 10, 5n, 1, 100n + 2n ** 32n, 8, 8),
    ];
    for (const other of others) expect(other.filter((x, i) => x === base[i])).toEqual([]);
    expect(new Set(base).size).toBe(64);
  });
});

describe.each(Object.entries(TURNS))("distribution under %s, in standard errors", (_, turns) => {
  const N = 200_000;
  const x = draw("normals", turns, 20260101n, 0, 0n, N / 8, 8).sort((a, b) => a - b);
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

  it("moments of the normals: 0, 1, 0, 3, 0, 15", () => {
    // Variances of x, x^2, ..., x^6: E x^2p - (E x^p)^2.
    const moments = [1, 0, 1, 0, 3, 0, 15, 0, 105, 0, 945, 0, 10395];
    for (let p = 1; p <= 6; p++) {
      const error = Math.sqrt((moments[2 * p]! - moments[p]! ** 2) / N);
      expect(Math.abs(mean(x.map((v) => v ** p)) - moments[p]!) / error).toBeLessThan(4);
    }
  });

  it("Kolmogorov-Smirnov distance of the normals below its 0.1 % point, 1.95 / sqrt(N)", () => {
    // Marsaglia (2004), "Evaluating the normal distribution", J. Stat. Softw. 11(4): Phi as a Taylor series about 0.
    const phi = (z: number): number => {
      let sum = z;
      for (let term = z, i = 3; Math.abs(term) > 1e-17; i += 2) sum += term = (term * z * z) / i;
      return 0.5 + sum * Math.exp(-0.5 * z * z) * 0.3989422804014327;
    };
    const distance = x.reduce((most, z, i) => Math.max(most, Math.abs(phi(z) - (i + 0.5) / N)), 0);
    expect(distance * Math.sqrt(N)).toBeLessThan(1.95);
  });

  it("neighbours in a row and in a column are uncorrelated", () => {
    const y = draw("normals", turns, 3n, 0, 0n, N / 8, 8);
    for (const lag of [1, 2, 4, 8, 32]) {
      const r = mean(y.slice(lag).map((v, i) => v * y[i]!));
      expect(Math.abs(r) * Math.sqrt(N)).toBeLessThan(4);
    }
  });

  it("uniforms and signs have mean 1/2 and 0", () => {
    const u = draw("uniforms", turns, 4n, 0, 0n, N / 8, 8);
    expect(Math.abs(mean(u) - 0.5) * Math.sqrt(12 * N)).toBeLessThan(4);
    expect(Math.min(...u.slice(0, 1000))).toBeGreaterThan(0);
    const signs = draw("rademachers", turns, 4n, 0, 0n, N / 8, 8);
    expect(Math.abs(mean(signs)) * Math.sqrt(N)).toBeLessThan(4);
  });
});
