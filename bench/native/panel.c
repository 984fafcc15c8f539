/* Online logistic regression of eight learners, one in each lane, in vectors of 128 bits: what the engine's kernels do on
   a block of rows, with its accounts, written for a native compiler. Step sizes STEP, STEP/2, .., STEP/128.
   Usage: panel ROWS FEATURES STEP RUNS. Prints one line a run: CPU seconds and total loss of the first learner. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "rows.h"

typedef double pair __attribute__((vector_size(16)));
typedef int64_t bits __attribute__((vector_size(16)));
enum { VECTORS = 4, LANES = 8, BLOCK = 1024, NODES = 5313 };

/* ln(1 + exp(-a)) and the Taylor coefficients of 1/(1 + exp(a)) at a = i/128; degree 5 spread over the lower ones. */
static double node[NODES][8] __attribute__((aligned(64)));

static void fill(void) {
  for (int i = 0; i < NODES; ++i) {
    const double e = exp(-i / 128.0), h2 = 0x1p-16;
    double *q = node[i] + 1;
    node[i][0] = log1p(e);
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

static inline pair both(double a) { return (pair){a, a}; }
static inline pair choose(bits mask, pair a, pair b) { return (pair)((mask & (bits)a) | (~mask & (bits)b)); }
static inline pair most(pair a, pair b) { return choose(a < b, b, a); }
static inline pair least(pair a, pair b) { return choose(b < a, b, a); }
static inline pair size(pair a) { return (pair)((bits)a & (bits){INT64_MAX, INT64_MAX}); }

static inline pair series(pair d, pair c0, pair c1, pair c2, pair c3, pair c4) {
  const pair d2 = d * d;
  return (c4 * d2 + (c3 * d + c2)) * d2 + (c1 * d + c0);
}

/* Loss and slope of scores z for outcome y. */
static inline void judge(pair z, pair y, pair *loss, pair *slope) {
  const pair round = both(0x1.8p45), x = least(size(z), both(41.5)), place = x + round, d = x - (place - round);
  const double *a = node[((bits)place)[0] & 8191], *b = node[((bits)place)[1] & 8191];
  const pair a0 = *(pair *)a, a1 = *(pair *)(a + 2), a2 = *(pair *)(a + 4);
  const pair b0 = *(pair *)b, b1 = *(pair *)(b + 2), b2 = *(pair *)(b + 4);
  const bits low = {0, 2}, high = {1, 3};
  const pair s = __builtin_shuffle(a0, b0, low), q0 = __builtin_shuffle(a0, b0, high);
  const pair q1 = __builtin_shuffle(a1, b1, low), q2 = __builtin_shuffle(a1, b1, high);
  const pair q3 = __builtin_shuffle(a2, b2, low), q4 = __builtin_shuffle(a2, b2, high);
  const pair q = series(d, q0, q1, q2, q3, q4);
  const pair mean = series(d, q0, q1 * both(0.5), q2 * both(1 / 3.0), q3 * both(0.25), q4 * both(0.2));
  const pair p = choose(z < both(0), q, both(1) - q);
  *loss = most(z, both(0)) - y * z + (s - d * mean);
  *slope = p - y;
}

struct accounts {
  pair total[VECTORS], totalLost[VECTORS], gap[VECTORS], gapLost[VECTORS];
  pair squares[VECTORS], least[VECTORS], most[VECTORS], farthest[VECTORS];
};

static void account(struct accounts *a, pair (*loss)[VECTORS], double untrained, long n) {
  const pair o = both(untrained);
  for (int v = 0; v < VECTORS; ++v) {
    pair total = a->total[v], totalLost = a->totalLost[v], gap = a->gap[v], gapLost = a->gapLost[v];
    pair squares = a->squares[v], low = a->least[v], high = a->most[v], farthest = a->farthest[v];
    for (long t = 0; t < n; ++t) {
      const pair l = loss[t][v], g = l - o;
      pair sum = total + l;
      totalLost += l - (sum - total);
      total = sum;
      sum = gap + g;
      gapLost += g - (sum - gap);
      gap = sum;
      squares += l * l;
      low = least(low, g);
      high = most(high, g);
      farthest = most(farthest, size(l - o));
    }
    a->total[v] = total, a->totalLost[v] = totalLost, a->gap[v] = gap, a->gapLost[v] = gapLost;
    a->squares[v] = squares, a->least[v] = low, a->most[v] = high, a->farthest[v] = farthest;
  }
}

/* x (n, d), y (n,), w (d, 4) updated in place; returns the total log loss of the first learner. */
static double learn(const double *x, const double *y, pair *w, long n, long d, double step) {
  static pair loss[BLOCK][VECTORS];
  struct accounts accounts = {0};
  pair eta[VECTORS], c[VECTORS] = {{0}};
  for (int v = 0; v < VECTORS; ++v) eta[v] = (pair){step / (1 << 2 * v), step / (2 << 2 * v)};
  const double *before = x;
  for (long from = 0; from < n; from += BLOCK) {
    const long rounds = n - from < BLOCK ? n - from : BLOCK;
    for (long t = 0; t < rounds; ++t, before = x, x += d) {
      pair z[VECTORS] = {{0}};
      for (long j = 0; j < d; ++j) {
        const pair g = both(before[j]), f = both(x[j]);
        for (int v = 0; v < VECTORS; ++v) {
          pair *at = w + j * VECTORS + v;
          *at += c[v] * g;
          z[v] += *at * f;
        }
      }
      for (int v = 0; v < VECTORS; ++v) {
        pair slope;
        judge(z[v], both(y[from + t]), &loss[t][v], &slope);
        c[v] = -(eta[v] * slope);
      }
    }
    account(&accounts, loss, log(2), rounds);
  }
  return accounts.total[0][0] + accounts.totalLost[0][0];
}

int main(int argc, char **argv) {
  if (argc != 5) return 2;
  const long n = atol(argv[1]), d = atol(argv[2]), runs = atol(argv[4]);
  double *x = malloc(n * d * sizeof *x), *y = malloc(n * sizeof *y);
  pair *w = aligned_alloc(64, d * VECTORS * sizeof *w);
  if (!x || !y || !w) return 1;
  rows(x, y, n, d);
  fill();
  for (long run = 0; run < runs; ++run) {
    memset(w, 0, d * VECTORS * sizeof *w);
    const double start = cpu(), total = learn(x, y, w, n, d, atof(argv[3])), end = cpu();
    printf("%.9f %.17g\n", end - start, total);
  }
}
