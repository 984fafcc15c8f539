/* Online logistic regression of one learner, the loop one would write by hand: score, loss, step, row after row.
   Usage: logistic ROWS FEATURES STEP RUNS. Prints one line a run: CPU seconds and total loss. Rows as in ../rows.ts. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static uint32_t s[4] = {1, 2, 3, 4};

static double draw(void) {
  const uint32_t sum = s[0] + s[3], drawn = ((sum << 7) | (sum >> 25)) + s[0], shifted = s[1] << 9;
  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= shifted;
  s[3] = (s[3] << 11) | (s[3] >> 21);
  return (int32_t)drawn * 0x1p-31;
}

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

static double cpu(void) {
  struct timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return now.tv_sec + 1e-9 * now.tv_nsec;
}

int main(int argc, char **argv) {
  if (argc != 5) return 2;
  const long n = atol(argv[1]), d = atol(argv[2]), runs = atol(argv[4]);
  double *x = malloc(n * d * sizeof *x), *y = malloc(n * sizeof *y), *w = malloc(d * sizeof *w);
  if (!x || !y || !w) return 1;
  for (long i = 0; i < n; ++i) {
    for (long j = 0; j < d; ++j) x[i * d + j] = draw();
    const double *row = x + i * d;
    y[i] = row[0] + row[1] + row[2] + row[3] + 2 * draw() > 0;
  }
  for (long run = 0; run < runs; ++run) {
    memset(w, 0, d * sizeof *w);
    const double start = cpu(), total = learn(x, y, w, n, d, atof(argv[3])), end = cpu();
    printf("%.9f %.17g\n", end - start, total);
  }
}
