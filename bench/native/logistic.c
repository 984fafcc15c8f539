/* Online logistic regression of one learner, the loop one would write by hand: score, loss, step, row after row.
   Usage: logistic ROWS FEATURES STEP RUNS. Prints one line a run: CPU seconds and total loss. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "clock.h"
#include "rows.h"

/* x (n, d), y (n,), w (d,) updated in place; returns the total log loss. */
static double learn(const double *x, const double *y, double *w, long n, long d, double step) {
  double total = 0;
  for (long i = 0; i < n; ++i, x += d) {
    double z = 0;
    for (long j = 0; j < d; ++j) z += w[j] * x[j];
    const double e = exp(-fabs(z)), p = (z < 0 ? e : 1) / (1 + e);
    total += fmax(z, 0) - y[i] * z + log1p(e);
    const double c = step * (y[i] - p);
    for (long j = 0; j < d; ++j) w[j] += c * x[j];
  }
  return total;
}

int main(int argc, char **argv) {
  if (argc != 5) return 2;
  const long n = atol(argv[1]), d = atol(argv[2]), runs = atol(argv[4]);
  double *x = malloc(n * d * sizeof *x), *y = malloc(n * sizeof *y), *w = malloc(d * sizeof *w);
  if (!x || !y || !w) return 1;
  rows(x, y, n, d);
  for (long run = 0; run < runs; ++run) {
    memset(w, 0, d * sizeof *w);
    const double start = cpu(), total = learn(x, y, w, n, d, atof(argv[3])), end = cpu();
    printf("%.9f %.17g\n", end - start, total);
  }
}
