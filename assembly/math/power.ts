/**
 * s^beta = 2^(beta log2 s) with the logarithm and the product in double-double, so that only the last addition rounds.
 * Every result that is a double (1e12^0.5, 4^2.5) comes out exact.
 * Dekel (1971), "A floating-point technique for extending the available precision", Numer. Math. 18;
 * log2 m = (2 / ln 2) artanh((m - 1) / (m + 1)). The two polynomials are minimax fits made for this file.
 */

/** 2 / ln 2, 2 / (3 ln 2) and ln 2, each as a sum of two doubles. */
const A: f64 = 2.8853900817779268;
const A_LOW: f64 = 4.0710547481862066e-17;
const B: f64 = 0.9617966939259756;
const B_LOW: f64 = 5.0577616648125907e-17;
const LN2: f64 = 0.6931471805599453;
const LN2_LOW: f64 = 2.3190468138462996e-17;
/** Bits of sqrt(1/2), and what raises them to the bits of 1. */
const ROOT_HALF: u64 = 0x3fe6a09e667f3bcd;
const TO_ONE: u64 = 0x00095f619980c433;

/** Product error of Dekel's section 5: a b = p + error, |a|, |b| < 2^996. */
function error(a: f64, b: f64, p: f64): f64 {
  const ca = 134217729.0 * a;
  const cb = 134217729.0 * b;
  const a1 = ca - (ca - a);
  const b1 = cb - (cb - b);
  const a2 = a - a1;
  const b2 = b - b1;
  return a1 * b1 - p + a1 * b2 + a2 * b1 + a2 * b2;
}

/** log2(1 + f) beyond the terms f and f^3, over f^5; z = f^2 <= 0.0295. Error 2^-55 of the term. */
function logTail(z: f64): f64 {
  const w = z * z;
  const even =
    0.5770780163556362 + w * (0.32059890346078035 + w * (0.22198795185147802 + w * 0.19112223932814548));
  const odd = 0.4121985830844304 + w * (0.2623076073419998 + w * 0.19117001076408488);
  return even + z * odd;
}

/** (e^t - 1 - t - t^2 / 2) / t^3 for |t| <= ln(2) / 2. */
function expTail(t: f64): f64 {
  let p = 2.0838525793787873e-9;
  p = p * t + 2.5111245922404345e-8;
  p = p * t + 2.7557526045234206e-7;
  p = p * t + 2.7557237457216973e-6;
  p = p * t + 2.4801587025667698e-5;
  p = p * t + 0.00019841269893336967;
  p = p * t + 0.0013888888889033231;
  p = p * t + 0.00833333333331853;
  p = p * t + 0.04166666666666641;
  return p * t + 0.1666666666666668;
}

/** 2^(y + low), |low| <= 2^-50 |y| or so; +Infinity from 2^1024, 0 below 2^-1022. */
function exp2(y: f64, low: f64): f64 {
  if (!(y < 1024.0)) return Infinity;
  if (y < -1022.0) return 0.0;
  const k = nearest(y);
  const r = y - k;
  const t = r * LN2;
  const tLow = error(r, LN2, t) + (r * LN2_LOW + low * LN2);
  const h = 0.5 * t * t;
  const u = 1.0 + t;
  const v = u + h;
  const lost = t - (u - 1.0) + (h - (v - u)) + error(0.5 * t, t, h);
  const cube = t * t * t * expTail(t);
  const y1 = v + (lost + (tLow * (v + cube) + cube));
  const half = (<i64>k) >> 1;
  const scale = reinterpret<f64>((<u64>(half + 1023)) << 52);
  return y1 * scale * reinterpret<f64>((<u64>(<i64>k - half + 1023)) << 52);
}

/**
 * s^beta for s >= 0 finite and 0 <= beta <= 4, within 0.52 ulp. 0^0 = 1; beta below 2^-70 counts as 0. Results under 2^-1022 are 0,
 * over the largest double +Infinity.
 */
export function power(s: f64, beta: f64): f64 {
  if (beta < 8.470329472543003e-22) return s == 0.0 && beta > 0.0 ? 0.0 : 1.0;
  if (s == 0.0) return 0.0;
  const tiny = s < 2.2250738585072014e-308;
  const shifted = reinterpret<u64>(tiny ? s * 18014398509481984.0 : s) + TO_ONE;
  const e = <f64>(<i64>(shifted >> 52) - (tiny ? 1077 : 1023));
  const m = reinterpret<f64>((shifted & 0x000fffffffffffff) + ROOT_HALF);
  // f + fLow = (m - 1) / (m + 1)
  const over = m - 1.0;
  const under = m + 1.0;
  const f = over / under;
  const p = f * under;
  const fLow = (over - p - error(f, under, p) - f * (m - (under - 1.0))) / under;
  // g + gLow = f^3
  const z = f * f;
  const g = z * f;
  const gLow = error(z, f, g) + (error(f, f, z) + 2.0 * f * fLow) * f + z * fLow;
  const a = A * f;
  const b = B * g;
  const first = a + b;
  const lost = a - first + b;
  const rest =
    error(A, f, a) + A * fLow + A_LOW * f + (error(B, g, b) + B * gLow + B_LOW * g) + g * z * logTail(z);
  const log = e + first;
  const logLow = e == 0.0 ? lost + rest : e - log + first + (lost + rest);
  // The product needs a short low part: bring log + logLow to a sum whose second term is below half an ulp of the first.
  const l = log + logLow;
  const y = beta * l;
  return exp2(y, error(beta, l, y) + beta * (log - l + logLow));
}
