/* The table behind the logistic function, made with the engine's own series, so that it is bit by bit the same. */
#pragma once
#include <stdint.h>
#include <string.h>

enum { NODES = 5313 };

/* ln(1 + exp(-a)) and the Taylor coefficients of 1/(1 + exp(a)) at a = i/128; degree 5 spread over the lower ones. */
static double node[NODES][8] __attribute__((aligned(64)));

static inline uint64_t bitsOf(double x) {
  uint64_t b;
  memcpy(&b, &x, 8);
  return b;
}

static inline double floatOf(uint64_t b) {
  double x;
  memcpy(&x, &b, 8);
  return x;
}

/* e^x, -700 < x <= 0. */
static double exponential(double x) {
  static const double Q[10] = {0.5, 0.16666666666666433, 0.041666666666603944, 0.008333333333500054, 0.0013888888926801813,
                               0.00019841269466197844, 2.4801508674848278e-5, 2.7557640870757283e-6, 2.7625190191705337e-7,
                               2.4978383503038064e-8};
  const double round = 6755399441056766, shifted = x * 1.4426950408889634 + round, k = shifted - round;
  const double head = x - k * 0.6931471805598903, low = k * 5.497923018708371e-14, r = head - low, z = r * r, w = z * z;
  const double q0 = (r * Q[3] + Q[2]) * z + (r * Q[1] + Q[0]), q1 = (r * Q[7] + Q[6]) * z + (r * Q[5] + Q[4]);
  const double q = ((r * Q[9] + Q[8]) * w + q1) * w + q0, y = 1 + (head - (low - z * q));
  return (y + y) * floatOf(bitsOf(shifted) << 52);
}

/* ln(1 + x), 2^-100 < x <= 1. */
static double logarithmOfOneAnd(double x) {
  static const double R[10] = {0.6666666666666631, 0.40000000000156216, 0.2857142854795707, 0.22222223964348872,
                               0.18181744089532867, 0.1538655680808659, 0.13301010531500693, 0.12105818838619196,
                               0.08341181477138883, 0.1701671007796246};
  const double s = x / (x + 2), z = s * s, w = z * z;
  const double odd = (((R[8] * w + R[6]) * w + R[4]) * w + R[2]) * w + R[0];
  const double even = (((R[9] * w + R[7]) * w + R[5]) * w + R[3]) * w + R[1];
  const double r = z * odd + w * even, h = x * x * 0.5;
  return x - (h - s * (h + r));
}

/* Writes the table. */
static void fill(void) {
  for (int i = 0; i < NODES; ++i) {
    const double e = exponential(-i / 128.0), h2 = 0x1p-16;
    double *q = node[i] + 1;
    node[i][0] = logarithmOfOneAnd(e);
    q[0] = e / (1 + e);
    for (int n = 0; n < 5; ++n) {
      double sum = -q[n];
      for (int j = 0; j <= n; ++j) sum += q[j] * q[n - j];
      q[n + 1] = sum / (n + 1);
    }
    q[3] += 1.25 * h2 * q[5];
    q[1] -= 0.3125 * h2 * h2 * q[5];
  }
}
