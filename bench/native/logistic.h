/* The logistic function and its logarithm, two scores at a time, and the accounts of eight learners in vectors of 128 bits: what
   the engine's kernels do, written for a native compiler. */
#include <stdint.h>
#include "nodes.h"

typedef double pair __attribute__((vector_size(16)));
typedef int64_t bits __attribute__((vector_size(16)));
enum { VECTORS = 4, LANES = 8, BLOCK = 1024 };

static inline pair both(double a) { return (pair){a, a}; }
static inline pair choose(bits mask, pair a, pair b) { return (pair)((mask & (bits)a) | (~mask & (bits)b)); }
static inline pair most(pair a, pair b) { return choose(a < b, b, a); }
static inline pair least(pair a, pair b) { return choose(b < a, b, a); }
static inline pair size(pair a) { return (pair)((bits)a & (bits){INT64_MAX, INT64_MAX}); }

static inline pair series(pair d, pair c0, pair c1, pair c2, pair c3, pair c4) {
  const pair d2 = d * d;
  return (c4 * d2 + (c3 * d + c2)) * d2 + (c1 * d + c0);
}

/* 1/(1 + exp(-z)), and ln(1 + exp(-|z|)). */
static inline pair logistic(pair z, pair *softplus) {
  const pair round = both(0x1.8p45), x = least(size(z), both(41.5)), place = x + round, d = x - (place - round);
  const double *a = node[((bits)place)[0] & 8191], *b = node[((bits)place)[1] & 8191];
  const pair a0 = *(pair *)a, a1 = *(pair *)(a + 2), a2 = *(pair *)(a + 4);
  const pair b0 = *(pair *)b, b1 = *(pair *)(b + 2), b2 = *(pair *)(b + 4);
  const pair s = __builtin_shufflevector(a0, b0, 0, 2), q0 = __builtin_shufflevector(a0, b0, 1, 3);
  const pair q1 = __builtin_shufflevector(a1, b1, 0, 2), q2 = __builtin_shufflevector(a1, b1, 1, 3);
  const pair q3 = __builtin_shufflevector(a2, b2, 0, 2), q4 = __builtin_shufflevector(a2, b2, 1, 3);
  const pair q = series(d, q0, q1, q2, q3, q4);
  *softplus = s - d * series(d, q0, q1 * both(0.5), q2 * both(1 / 3.0), q3 * both(0.25), q4 * both(0.2));
  return choose(z < both(0), q, both(1) - q);
}

/* Loss of scores z for outcome y, and its slope. */
static inline pair judge(pair z, pair y, pair *slope) {
  pair softplus;
  *slope = logistic(z, &softplus) - y;
  return most(z, both(0)) - y * z + softplus;
}

/* A sum and what rounding dropped from it. */
struct sum {
  pair total, lost;
};

/* The fast two-sum: exact where the sum is the larger of the two. */
static inline void keep(struct sum *sum, pair term) {
  const pair next = sum->total + term;
  sum->lost += term - (next - sum->total);
  sum->total = next;
}

struct accounts {
  struct sum loss, gap, square;
  pair least, most, farthest;
};

/* Adds n losses (n, LANES) of the learners, beside those of the comparator and of the untrained model, each (n,). */
static void account(struct accounts *all, pair (*loss)[VECTORS], const double *comparator, const double *untrained, long n) {
  for (int v = 0; v < VECTORS; ++v) {
    struct accounts a = all[v];
    for (long t = 0; t < n; ++t) {
      const pair l = loss[t][v], gap = l - both(comparator[t]);
      keep(&a.loss, l);
      keep(&a.gap, gap);
      keep(&a.square, l * l);
      a.least = least(a.least, gap);
      a.most = most(a.most, gap);
      a.farthest = most(a.farthest, size(l - both(untrained[t])));
    }
    all[v] = a;
  }
}

/* Step sizes STEP, STEP/2, .., STEP/128. */
static void halve(pair eta[VECTORS], double step) {
  for (int v = 0; v < VECTORS; ++v) eta[v] = (pair){step / (1 << 2 * v), step / (2 << 2 * v)};
}
