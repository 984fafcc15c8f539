/* What a simulation keeps: rings of rounds, eight learners, and the sums over all rounds. */
#include <stdlib.h>
#include "logistic.h"
#include "normal.h"

/* Sequences of random numbers. */
enum { FEATURES, OUTCOMES, DIRECTION = 4 };

/* What the bound is made of; window: norms of the gradients played and not yet learned. */
struct bound {
  struct sum window, squares, stale, path;
  pair largest;
};

/* Rounds stand in rings of `size`, a power of two; scores and losses are those of one block. */
struct run {
  long d, size, latency;
  double *aligned, *x, *y, *u, *length;
  pair *w, (*slope)[VECTORS], eta[VECTORS], (*z)[VECTORS], (*loss)[VECTORS];
  double comparator[BLOCK], untrained[BLOCK];
  struct accounts accounts[VECTORS];
  struct bound bound[VECTORS];
  /* Comparator and untrained model, and what the one saves against the other: one sum twice. */
  struct sum totals, saved;
};

static void *zeros(long n, long bytes) {
  void *block = aligned_alloc(64, (n * bytes + 63) / 64 * 64);
  if (!block) exit(1);
  return memset(block, 0, n * bytes);
}

static struct run *start(long d, long latency, double step) {
  struct run *r = zeros(1, sizeof *r);
  r->d = d, r->latency = latency, r->size = BLOCK;
  while (r->size < latency + BLOCK) r->size *= 2;
  r->x = zeros(r->size * d, 8), r->y = zeros(r->size, 8), r->length = zeros(r->size, 8);
  r->slope = zeros(r->size, sizeof *r->slope);
  r->u = zeros(BLOCK + 1, 8), r->z = zeros(BLOCK, sizeof *r->z), r->loss = zeros(BLOCK, sizeof *r->loss);
  r->w = zeros(d, VECTORS * sizeof *r->w), r->aligned = zeros(d, 8);
  halve(r->eta, step);
  normals(r->aligned, 1, DIRECTION, 0, 1, d);
  double sum = 0;
  for (long j = 0; j < d; ++j) sum += r->aligned[j] * r->aligned[j];
  for (long j = 0; j < d; ++j) r->aligned[j] /= sqrt(sum);
  return r;
}

static void finish(struct run *r) {
  void *blocks[] = {r->x, r->y, r->length, r->slope, r->u, r->z, r->loss, r->w, r->aligned, r};
  for (size_t i = 0; i < sizeof blocks / sizeof *blocks; ++i) free(blocks[i]);
}
