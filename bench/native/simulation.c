/* The simulated decisions of docs/rounds.md: Gaussian rows and classes from an aligned model of norm 1, seed 1, and eight learners of
   latency LATENCY with stale gradients, their accounts, and the sums of the staleness bound.
   Usage: simulation ROUNDS FEATURES STEP RUNS LATENCY; step sizes STEP, STEP/2, .., STEP/128. Prints one line a run: CPU seconds
   and regret of the first learner. */
#include <stdio.h>
#include "clock.h"
#include "run.h"

/* <a, b> by two interleaved sums, as the engine adds. */
static double inner(const double *a, const double *b, long d) {
  pair sum = {0};
  for (long j = 0; j + 1 < d; j += 2) sum += (pair){a[j], a[j + 1]} * (pair){b[j], b[j + 1]};
  const double z = sum[0] + sum[1];
  return d & 1 ? z + a[d - 1] * b[d - 1] : z;
}

/* Draws n rounds from `from` on, which stand in the rings one after the other, and judges comparator and untrained model. */
static void draw(struct run *r, long from, long n) {
  static double chance[BLOCK];
  const long slot = from & (r->size - 1);
  double *x = r->x + slot * r->d, *y = r->y + slot;
  normals(x, 1, FEATURES, from, n, r->d);
  uniforms(chance, 1, OUTCOMES, from, n);
  for (long t = 0; t < n; ++t, x += r->d) {
    r->u[t] = inner(r->aligned, x, r->d);
    r->length[slot + t] = sqrt(inner(x, x, r->d));
  }
  for (long t = 0; t < n; t += 2) {
    const pair z = {r->u[t], r->u[t + 1]};
    pair softplus;
    const pair p = logistic(z, &softplus);
    for (int i = 0; i < 2 && t + i < n; ++i) {
      y[t + i] = chance[t + i] < p[i];
      r->comparator[t + i] = (z[i] > 0 ? z[i] : 0) - y[t + i] * z[i] + softplus[i];
      r->untrained[t + i] = node[0][0];
      keep(&r->totals, (pair){r->comparator[t + i], r->untrained[t + i]});
      keep(&r->saved, both(r->untrained[t + i] - r->comparator[t + i]));
    }
  }
}

/* Decides round t, the i-th of its block, after the item that is LATENCY rounds old has been learned, in one sweep over the weights. */
static void decide(struct run *r, long t, long i) {
  const long old = (t < r->latency ? t : t - r->latency) & (r->size - 1);
  const double *before = r->x + old * r->d, *x = r->x + (t & (r->size - 1)) * r->d;
  pair c[VECTORS] = {{0}}, z[VECTORS] = {{0}}, *w = r->w;
  if (t >= r->latency)
    for (int v = 0; v < VECTORS; ++v) c[v] = -(r->eta[v] * r->slope[old][v]);
  for (long j = 0; j < r->d; ++j, w += VECTORS) {
    const pair g = both(before[j]), f = both(x[j]);
    for (int v = 0; v < VECTORS; ++v) {
      w[v] += c[v] * g;
      z[v] += w[v] * f;
    }
  }
  for (int v = 0; v < VECTORS; ++v) r->z[i][v] = z[v];
}

/* Plays n rounds from `from` on. Losses and slopes are worked out for as many rounds at once as the latency allows. */
static void play(struct run *r, long from, long n) {
  for (long i = 0, judged = 0; i < n; judged = i) {
    for (long end = i + r->latency < n ? i + r->latency : n; i < end; ++i) decide(r, from + i, i);
    for (long t = judged; t < i; ++t) {
      const long slot = (from + t) & (r->size - 1);
      for (int v = 0; v < VECTORS; ++v)
        r->loss[t][v] = judge(r->z[t][v], both(r->y[slot]), &r->slope[slot][v]);
    }
  }
}

/* Adds to a sum from which terms are taken out again: exact whichever is larger (Knuth). */
static inline void exchange(struct sum *sum, pair term) {
  const pair next = sum->total + term, part = next - sum->total;
  sum->lost += (sum->total - (next - part)) + (term - part);
  sum->total = next;
}

/* Goes through the items learned and the rounds played in a block. */
static void trace(struct run *r, long from, long n) {
  for (int v = 0; v < VECTORS; ++v) {
    struct bound b = r->bound[v];
    for (long t = from; t < from + n; ++t) {
      const long slot = t & (r->size - 1), old = (t - r->latency) & (r->size - 1);
      if (t >= r->latency) {
        const pair norm = size(r->slope[old][v]) * both(r->length[old]), moved = r->eta[v] * norm;
        exchange(&b.window, -norm);
        keep(&b.squares, moved * norm);
        keep(&b.stale, moved * (b.window.total + b.window.lost));
        keep(&b.path, moved);
      }
      const pair entering = size(r->slope[slot][v]) * both(r->length[slot]);
      exchange(&b.window, entering);
      b.largest = most(b.largest, entering);
    }
    r->bound[v] = b;
  }
}

int main(int argc, char **argv) {
  if (argc != 6) return 2;
  const long rounds = atol(argv[1]), d = atol(argv[2]), runs = atol(argv[4]), latency = atol(argv[5]);
  fill();
  for (long i = 0; i < runs; ++i) {
    struct run *r = start(d, latency, atof(argv[3]));
    const double begin = cpu();
    for (long from = 0; from < rounds; from += BLOCK) {
      const long n = rounds - from < BLOCK ? rounds - from : BLOCK;
      draw(r, from, n);
      play(r, from, n);
      account(r->accounts, r->loss, r->comparator, r->untrained, n);
      trace(r, from, n);
    }
    printf("%.9f %.17g\n", cpu() - begin, r->accounts[0].gap.total[0] + r->accounts[0].gap.lost[0]);
    finish(r);
  }
}
