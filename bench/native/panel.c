/* Online logistic regression of eight learners, one in each lane, from rows in memory: step sizes STEP, STEP/2, .., STEP/128.
   Usage: panel ROWS FEATURES STEP RUNS. Prints one line a run: CPU seconds and total loss of the first learner. */
#include <stdio.h>
#include "clock.h"
#include "logistic.h"
#include "rows.h"

/* x (n, d), y (n,), w (d, 4) updated in place; returns the total log loss of the first learner. */
static double learn(const double *x, const double *y, pair *w, long n, long d, double step) {
  static pair loss[BLOCK][VECTORS];
  static double untrained[BLOCK];
  struct accounts accounts[VECTORS] = {0};
  pair eta[VECTORS], c[VECTORS] = {{0}};
  halve(eta, step);
  for (int t = 0; t < BLOCK; ++t) untrained[t] = node[0][0];
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
        loss[t][v] = judge(z[v], both(y[from + t]), &slope);
        c[v] = -(eta[v] * slope);
      }
    }
    account(accounts, loss, untrained, untrained, rounds);
  }
  return accounts[0].loss.total[0] + accounts[0].loss.lost[0];
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
