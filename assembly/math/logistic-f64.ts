import { exp } from "./exp";
import { log1p } from "./log";
import { muladd } from "./muladd";

/**
 * The logistic function and its integral from one table. With q(a) = 1 / (1 + exp(a)) and S(a) = ln(1 + exp(-a)),
 * S' = -q and q' = -q (1 - q), so that the Taylor coefficients of both around a node follow from q there:
 * (n + 1) q[n+1] = -q[n] + Σ q[i] q[n-i]. Nodes are 1/128 apart; the series of q stops at degree 4, the term of degree 5 being
 * spread over the lower ones (economization: Lanczos 1938, "Trigonometric interpolation of empirical and analytical functions",
 * J. Math. Phys. 17), which leaves an error below 2^-51 q. Exponential, logarithm and quotients would take more than twice
 * the time, and twice as long to wait for.
 */

/** Scores beyond count as 41.5: q is below 2^-59 there, so that 1 - q is 1, and no denormal ever arises. */
const TOP = memory.data<f64>([41.5, 41.5], 16);
/** 1.5 · 2^45: adding it rounds to a multiple of 1/128 and leaves the number of that multiple in the low bits. */
const ROUND = memory.data<f64>([52776558133248, 52776558133248], 16);
/** 1/2 to 1/5, both lanes alike. */
const INVERSE = memory.data<f64>(
  [0.5, 0.5, 0.3333333333333333, 0.3333333333333333, 0.25, 0.25, 0.2, 0.2],
  16,
);
/** Number of the last node, which is 41.5. */
const LAST = 5312;
/** Bits that hold any node's number: what is not a number finds a place in the table too. */
const MASK = 8191;
/** (8192, 8) f64: S and q[0] to q[4] of a node, on a cache line of its own. Written by `fillNodes`. */
const NODES = memory.data(524288, 64);

/** Writes the table: to be called once, before any other function here. */
export function fillNodes(): void {
  for (let i = 0; i <= LAST; ++i) {
    const node = NODES + ((<usize>i) << 6),
      q = node + 8,
      e = f64x2.extract_lane(exp(f64x2.splat(<f64>-i / 128)), 0);
    store<f64>(node, f64x2.extract_lane(log1p(f64x2.splat(e)), 0));
    store<f64>(q, e / (1 + e));
    for (let n: usize = 0; n < 5; ++n) {
      let sum = -load<f64>(q + (n << 3));
      for (let j: usize = 0; j <= n; ++j) sum += load<f64>(q + (j << 3)) * load<f64>(q + ((n - j) << 3));
      store<f64>(q + (n << 3), sum / <f64>(n + 1), 8);
    }
    // x^5 is 5/4 x^3 - 5/16 x but for 1/16 of a Chebyshev polynomial; x is the offset over h
    const h2: f64 = 0.0000152587890625,
      q5 = load<f64>(q, 40);
    store<f64>(q, load<f64>(q, 24) + 1.25 * h2 * q5, 24);
    store<f64>(q, load<f64>(q, 8) - 0.3125 * h2 * h2 * q5, 8);
  }
}

/** |z|, at most 41.5. */
// @ts-ignore: decorator
@inline
function size(z: v128): v128 {
  return f64x2.pmin(f64x2.abs(z), v128.load(TOP));
}

/** size(z) + ROUND: the number of the next node in the low bits. */
// @ts-ignore: decorator
@inline
function place(z: v128): v128 {
  return f64x2.add(size(z), v128.load(ROUND));
}

/** size(z) minus the next node: exact. */
// @ts-ignore: decorator
@inline
function offset(z: v128): v128 {
  return f64x2.sub(size(z), f64x2.sub(place(z), v128.load(ROUND)));
}

/** The nodes next to the two lanes. */
// @ts-ignore: decorator
@inline
function first(z: v128): usize {
  return NODES + (((<usize>i32x4.extract_lane(place(z), 0)) & MASK) << 6);
}

// @ts-ignore: decorator
@inline
function second(z: v128): usize {
  return NODES + (((<usize>i32x4.extract_lane(place(z), 2)) & MASK) << 6);
}

/** Of each of two nodes, the first value of the pair at an offset; the second one. */
// @ts-ignore: decorator
@inline
function even(a: usize, b: usize, pair: usize): v128 {
  return v128.shuffle<f64>(v128.load(a + pair), v128.load(b + pair), 0, 2);
}

// @ts-ignore: decorator
@inline
function odd(a: usize, b: usize, pair: usize): v128 {
  return v128.shuffle<f64>(v128.load(a + pair), v128.load(b + pair), 1, 3);
}

/** c0 + c1 d + .. + c4 d^4. Estrin (1960), "Organization of computer systems: the fixed plus variable structure computer". */
// @ts-ignore: decorator
@inline
function series(d: v128, c0: v128, c1: v128, c2: v128, c3: v128, c4: v128): v128 {
  const d2 = f64x2.mul(d, d);
  return muladd(muladd(c4, d2, muladd(c3, d, c2)), d2, muladd(c1, d, c0));
}

/** 1 / (1 + exp |z|), the smaller of the two probabilities that a score z (2,) stands for; within 6.5 ulp. NaN stays NaN. */
// @ts-ignore: decorator
@inline
export function tailF64(z: v128): v128 {
  const d = offset(z),
    a = first(z),
    b = second(z);
  return series(d, odd(a, b, 0), even(a, b, 16), odd(a, b, 16), even(a, b, 32), odd(a, b, 32));
}

/**
 * ln(1 + exp(-|z|)) for z (2,), within 3 ulp: S at the node minus the integral of q from there. NaN stays NaN. Beside `tailF64` of
 * the same scores it costs half, because the compiler sees what they share.
 */
// @ts-ignore: decorator
@inline
export function softplusF64(z: v128): v128 {
  const d = offset(z),
    a = first(z),
    b = second(z);
  const mean = series(
    d,
    odd(a, b, 0),
    f64x2.mul(even(a, b, 16), v128.load(INVERSE)),
    f64x2.mul(odd(a, b, 16), v128.load(INVERSE, 16)),
    f64x2.mul(even(a, b, 32), v128.load(INVERSE, 32)),
    f64x2.mul(odd(a, b, 32), v128.load(INVERSE, 48)),
  );
  return f64x2.sub(even(a, b, 0), f64x2.mul(d, mean));
}
