import { SINGLE } from "../float";
import { exp as exp32 } from "./exp32";
import { muladd } from "./muladd";
import { ONE } from "./constants";

/**
 * e^x of many x <= 0, those below -41.5 as at -41.5, so that nothing made of them is denormal.
 * Reduction and polynomial as in exp.ts, but in two short passes: a processor that looks ahead over some hundred operations has
 * five vectors under way instead of two.
 */

const LEAST = memory.data<f64>([-41.5, -41.5], 16);
const LOG2E = memory.data<f64>([1.4426950408889634, 1.4426950408889634], 16);
/** 1.5 * 2^52: adding it rounds to an integer. */
const ROUND = memory.data<f64>([6755399441055744, 6755399441055744], 16);
/** 42 bits, so that k times it is exact. */
const LN2_HIGH = memory.data<f64>([0.6931471805598903, 0.6931471805598903], 16);
const LN2_LOW = memory.data<f64>([5.497923018708371e-14, 5.497923018708371e-14], 16);
/** Keeps r^2 out of the denormals; vanishes against 1. */
const SPECK = memory.data<f64>([1e-100, 1e-100], 16);
/** e^r = 1 + r + r^2 Q(r): the polynomial of exp.ts. */
const Q = memory.data<f64>(
  [
    0.5, 0.5, 0.16666666666666433, 0.16666666666666433, 0.041666666666603944, 0.041666666666603944,
    0.008333333333500054, 0.008333333333500054, 0.0013888888926801813, 0.0013888888926801813,
    0.00019841269466197844, 0.00019841269466197844, 2.4801508674848278e-5, 2.4801508674848278e-5,
    2.7557640870757283e-6, 2.7557640870757283e-6, 2.7625190191705337e-7, 2.7625190191705337e-7,
    2.4978383503038064e-8, 2.4978383503038064e-8,
  ],
  16,
);

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
      w = f64x2.mul(z, z),
      q0 = muladd(
        muladd(r, v128.load(Q, 48), v128.load(Q, 32)),
        z,
        muladd(r, v128.load(Q, 16), v128.load(Q)),
      ),
      q1 = muladd(
        muladd(r, v128.load(Q, 112), v128.load(Q, 96)),
        z,
        muladd(r, v128.load(Q, 80), v128.load(Q, 64)),
      ),
      q2 = muladd(r, v128.load(Q, 144), v128.load(Q, 128)),
      y = f64x2.add(f64x2.add(v128.load(ONE), r), f64x2.mul(z, muladd(muladd(q2, w, q1), w, q0)));
    v128.store(at, i64x2.add(y, v128.load(power)));
  }
}
