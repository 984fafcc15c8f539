import { SINGLE } from "../float";
import { LN2_HIGH, LN2_LOW, LOG2E, series, SPECK } from "./exp";
import { exp as exp32 } from "./exp32";
import { muladd } from "./muladd";
import { ONE } from "./constants";

/**
 * e^x of many x <= 0, those below -41.5 as at -41.5, so that nothing made of them is denormal.
 * Reduction and polynomial as in exp.ts, but in two short passes: a processor that looks ahead over some hundred operations has
 * five vectors under way instead of two.
 */

const LEAST = memory.data<f64>([-41.5, -41.5], 16);
/** 1.5 * 2^52: adding it rounds to an integer. */
const ROUND = memory.data<f64>([6755399441055744, 6755399441055744], 16);

/** Vectors of a pass: 4 KB of them and as much scratch fit the first-level cache. */
const PASS: usize = 4096;
const POWERS = memory.data(4096, 16);

/** The vectors of f64 from `at` to `end`, in place. */
export function wideExponentials(at: usize, end: usize): void {
  for (; at < end; at += PASS) {
    const stop = min(at + PASS, end);
    reduce(at, stop);
    raise(at, stop);
  }
}

/** The vectors of Floats from `at` to `end`, in place; an even number of them. */
export function exponentials(at: usize, end: usize): void {
  if (SINGLE) {
    for (; at < end; at += 32) {
      const a = exp32(v128.load(at)),
        b = exp32(v128.load(at, 16));
      v128.store(at, a);
      v128.store(at, b, 16);
    }
  } else wideExponentials(at, end);
}

/** x = k ln 2 + r: r in place, k as the exponent's bits into POWERS. */
function reduce(at: usize, end: usize): void {
  for (let power = POWERS; at < end; at += 16, power += 16) {
    const x = f64x2.pmax(v128.load(at), v128.load(LEAST)),
      shifted = muladd(x, v128.load(LOG2E), v128.load(ROUND)),
      k = f64x2.sub(shifted, v128.load(ROUND)),
      low = f64x2.sub(f64x2.mul(k, v128.load(LN2_LOW)), v128.load(SPECK));
    v128.store(power, i64x2.shl(shifted, 52));
    v128.store(at, f64x2.sub(f64x2.sub(x, f64x2.mul(k, v128.load(LN2_HIGH))), low));
  }
}

/** e^r 2^k in place. */
function raise(at: usize, end: usize): void {
  for (let power = POWERS; at < end; at += 16, power += 16) {
    const r = v128.load(at),
      z = f64x2.mul(r, r),
      y = f64x2.add(f64x2.add(v128.load(ONE), r), f64x2.mul(z, series(r, z)));
    v128.store(at, i64x2.add(y, v128.load(power)));
  }
}
