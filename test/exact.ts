/**
 * Elementary functions to more than 100 bits in integer arithmetic: Taylor series after halving the argument, one Newton
 * step for the logarithm, and the constants by Machin's formula and by artanh(1/3). Shares nothing with the kernels.
 */

/** Fractional bits of a fixed-point number. */
const BITS = 160n;
const ONE = 1n << BITS;

/** mantissa 2^(exponent - BITS). */
export interface Real {
  readonly mantissa: bigint;
  readonly exponent: number;
}

const view = new DataView(new ArrayBuffer(8));

/** x as a fixed-point number; bits under 2^-160 are cut off. */
export function fixed(x: number): bigint {
  view.setFloat64(0, x);
  const bits = view.getBigUint64(0);
  const exponent = (bits >> 52n) & 0x7ffn;
  if (exponent === 0x7ffn) throw new RangeError(`expected a finite number, got ${x}`);
  const fraction = bits & 0xfffffffffffffn;
  const size = exponent === 0n ? fraction << 1n : fraction | (1n << 52n);
  const shift = exponent - 1075n + BITS;
  const value = shift >= 0n ? size << shift : size >> -shift;
  return x < 0 ? -value : value;
}

const times = (a: bigint, b: bigint): bigint => (a * b) >> BITS;
const over = (a: bigint, b: bigint): bigint => (a << BITS) / b;
const shift = (a: bigint, by: number): bigint => (by >= 0 ? a << BigInt(by) : a >> BigInt(-by));

/** Sum of sign^j x^-(2j+1) / (2j+1): artanh(1/x) for sign 1, arctan(1/x) for sign -1. */
function inverse(x: bigint, sign: bigint): bigint {
  let sum = 0n;
  let power = ONE / x;
  for (let j = 0n; power !== 0n; j++, power = (power * sign) / (x * x)) sum += power / (2n * j + 1n);
  return sum;
}

const LN2 = 2n * inverse(3n, 1n);
const PI = 16n * inverse(5n, -1n) - 4n * inverse(239n, -1n);

/** e^y of a fixed-point y. */
export function exp(y: bigint): Real {
  const exponent = Math.round(Number(y) / Number(LN2));
  const r = (y - BigInt(exponent) * LN2) >> 6n;
  let sum = ONE;
  for (let term = r, n = 2n; term !== 0n && term !== -1n; term = times(term, r) / n, n++) sum += term;
  for (let i = 0; i < 6; i++) sum = times(sum, sum);
  return { mantissa: sum, exponent };
}

/** ln x of a fixed-point x > 0, from a guess that is right to half the digits or so. */
function logFrom(x: bigint, guess: number): bigint {
  const y = fixed(guess);
  const e = exp(y);
  const near = shift(x, -e.exponent);
  return y + 2n * over(near - e.mantissa, near + e.mantissa);
}

/** ln x, x > 0 normal. */
export function log(x: number): Real {
  const k = Math.floor(Math.log2(x));
  const m = x * 2 ** -Math.trunc(k / 2) * 2 ** (Math.trunc(k / 2) - k);
  return { mantissa: logFrom(fixed(m), Math.log(m)) + BigInt(k) * LN2, exponent: 0 };
}

/** ln(1 + x), |x| > 2^-100. */
export function log1p(x: number): Real {
  return { mantissa: logFrom(ONE + fixed(x), Math.log1p(x)), exponent: 0 };
}

/** e^-|x| as a fixed-point number. */
function decay(x: number): bigint {
  const e = exp(-fixed(Math.abs(x)));
  return shift(e.mantissa, e.exponent);
}

/** 1 / (1 + e^|x|). */
export function tail(x: number): Real {
  const e = decay(x);
  return { mantissa: over(e, ONE + e), exponent: 0 };
}

/** ln(1 + e^-|x|). */
export function softplus(x: number): Real {
  return { mantissa: logFrom(ONE + decay(x), Math.log1p(Math.exp(-Math.abs(x)))), exponent: 0 };
}

/** tanh x, |x| > 2^-50. */
export function tanh(x: number): Real {
  const e = exp(2n * fixed(Math.abs(x)));
  const large = shift(e.mantissa, e.exponent);
  const size = over(large - ONE, large + ONE);
  return { mantissa: x < 0 ? -size : size, exponent: 0 };
}

/** Sine of a fixed-point number of radians plus a number of quarter turns. */
function sine(x: bigint, quarters: bigint): Real {
  const half = PI >> 1n;
  const doubled = 2n * x + half;
  const n = doubled >= 0n ? doubled / PI : -((PI - 1n - doubled) / PI);
  const r = x - n * half;
  const q = (((n + quarters) % 4n) + 4n) % 4n;
  const square = times(r, r);
  let term = q % 2n === 0n ? r : ONE;
  let sum = 0n;
  for (let j = q % 2n === 0n ? 2n : 1n; term !== 0n && term !== -1n; j += 2n) {
    sum += term;
    term = -times(term, square) / (j * (j + 1n));
  }
  return { mantissa: q < 2n ? sum : -sum, exponent: 0 };
}

export const sin = (x: number): Real => sine(fixed(x), 0n);
export const cos = (x: number): Real => sine(fixed(x), 1n);

/** s^beta, s > 0 normal. */
export function power(s: number, beta: number): Real {
  return exp(times(fixed(beta), log(s).mantissa));
}

/** Box-Muller normals of two words: sqrt(-2 ln((w0 + 1/2) 2^-32)) times the cosine and the sine of w1 2^-32 turns. */
export function boxMuller(w0: number, w1: number): [Real, Real] {
  const square = -2n * log((w0 + 0.5) * 2 ** -32).mantissa;
  let radius = fixed(Math.sqrt(Number(square) / Number(ONE)));
  for (let i = 0; i < 2; i++) radius = (radius + over(square, radius)) >> 1n;
  const angle = (BigInt(w1) * PI) >> 31n;
  const of = (r: Real): Real => ({ mantissa: times(radius, r.mantissa), exponent: 0 });
  return [of(sine(angle, 1n)), of(sine(angle, 0n))];
}

/** Distance of `got` from the exact value in units in the last place of that value. */
export function ulps(got: number, exact: Real): number {
  const half = Math.trunc(exact.exponent / 2);
  const scaled = got * 2 ** -half * 2 ** (half - exact.exponent);
  const size = exact.mantissa < 0n ? -exact.mantissa : exact.mantissa;
  const digits =
    BigInt(size.toString(16).length) * 4n - BigInt(Math.clz32(Number("0x" + size.toString(16)[0])) - 28);
  const unit = digits - 53n;
  const error = fixed(scaled) - exact.mantissa;
  return Math.abs(unit >= 16n ? Number(error >> (unit - 16n)) / 65536 : Number(error) / 2 ** Number(unit));
}
