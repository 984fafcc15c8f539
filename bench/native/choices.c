/* The decisions of a contextual bandit, as docs/rounds.md has them: uniform features, a right action drawn from an aligned policy of norm
   2 sqrt(ACTIONS), seed 1, and eight softmax policies that learn by REINFORCE with baseline 1/2, latency LATENCY, step sizes
   STEP/sqrt(i), STEP/2/sqrt(i), .., in a ball of radius 50. Usage: choices ROUNDS FEATURES STEP RUNS LATENCY ACTIONS.
   Prints one line a run: CPU seconds and regret of the first learner. */
#include <stdio.h>
#include <stdlib.h>
#include "clock.h"
#include "logistic.h"
#include "normal.h"

enum { FEATURES, RIGHT, DIRECTION = 4, CHOICE };
enum { SEED = 1, RADIUS = 50 };

/* Rounds stand in rings of `size`, a power of two; what is chosen and lost is that of one block. */
struct run {
  long d, actions, size, latency;
  double *aligned, *x, *x2, *expected, *utility, *scores;
  pair *w, *slope, *z, *c, eta[VECTORS], bound[VECTORS], (*loss)[VECTORS];
  double draw[BLOCK], right[BLOCK], comparator[BLOCK], untrained[BLOCK];
  struct accounts accounts[VECTORS];
  struct sum totals, saved, realised[VECTORS];
};

static void *zeros(long n, long bytes) {
  void *block = aligned_alloc(64, (n * bytes + 63) / 64 * 64);
  if (!block) exit(1);
  return memset(block, 0, n * bytes);
}

static struct run *start(long d, long latency, double step, long actions) {
  struct run *r = zeros(1, sizeof *r);
  r->d = d, r->latency = latency, r->actions = actions, r->size = BLOCK;
  while (r->size < latency + BLOCK) r->size *= 2;
  r->x = zeros(r->size * d, 8), r->x2 = zeros(r->size, 8);
  r->slope = zeros(r->size * actions, 64), r->z = zeros(BLOCK * actions, 64), r->loss = zeros(BLOCK, 64);
  r->expected = zeros(BLOCK * actions, 8), r->utility = zeros(BLOCK * actions, 8), r->scores = zeros((BLOCK + 2) * actions, 8);
  r->w = zeros(actions * d, 64), r->c = zeros(actions, 64), r->aligned = zeros(actions * d, 8);
  halve(r->eta, step);
  normals(r->aligned, SEED, DIRECTION, 0, 1, actions * d);
  double sum = 0;
  for (long j = 0; j < actions * d; ++j) sum += r->aligned[j] * r->aligned[j];
  const double norm = 2 * sqrt(actions), length = sqrt(sum);
  for (long j = 0; j < actions * d; ++j) r->aligned[j] = norm * r->aligned[j] / length;
  return r;
}

/* Two of the exponentials of the engine, x <= 0. */
static inline pair below(pair x) {
  const pair round = both(0x1.8p52);
  x = most(both(-41.5), x);
  const pair shifted = x * both(1.4426950408889634) + round, k = shifted - round;
  const pair r = (x - k * both(0.6931471805598903)) - (k * both(5.497923018708371e-14) - both(1e-70));
  const pair z = r * r, w = z * z;
  const pair q0 = (r * both(0.008333333333500054) + both(0.041666666666603944)) * z + (r * both(0.16666666666666433) + both(0.5));
  const pair q1 = (r * both(2.7557640870757283e-6) + both(2.4801508674848278e-5)) * z +
                  (r * both(0.00019841269466197844) + both(0.0013888888926801813));
  const pair q2 = r * both(2.4978383503038064e-8) + both(2.7625190191705337e-7);
  const pair y = (both(1) + r) + z * ((q2 * w + q1) * w + q0);
  return (pair)((bits)y + ((bits)shifted << 52));
}

static double inner(const double *a, const double *b, long d) {
  pair sum = {0};
  for (long j = 0; j + 1 < d; j += 2) sum += (pair){a[j], a[j + 1]} * (pair){b[j], b[j + 1]};
  const double z = sum[0] + sum[1];
  return d & 1 ? z + a[d - 1] * b[d - 1] : z;
}

/* out (n, d): uniforms on [-sqrt(3), sqrt(3)]. */
static void symmetric(double *out, uint64_t from, long n, long d) {
  uint32_t words[4][TILE];
  for (; n > 0; n -= TILE, from += TILE, out += TILE * d) {
    const int rounds = n < TILE ? n : TILE;
    for (long j = 0; j < d; j += 4) {
      philox(SEED, FEATURES, from, j / 4, words);
      const int width = d - j < 4 ? d - j : 4;
      for (int i = 0; i < rounds; ++i)
        for (int c = 0; c < width; ++c)
          out[i * d + j + c] = (2 * ((words[c][i] + 0.5) * 0x1p-32) - 1) * 1.7320508075688772;
    }
  }
}

/* Draws n rounds from `from` on: contexts, what is right, and the loss of the aligned policy. */
static void draw(struct run *r, long from, long n) {
  const long A = r->actions, slot = from & (r->size - 1), column = (n + 1) & ~1;
  double *x = r->x + slot * r->d;
  uniforms(r->draw, SEED, CHOICE, from, n);
  uniforms(r->right, SEED, RIGHT, from, n);
  symmetric(x, from, n, r->d);
  for (long t = 0; t < n; ++t) {
    r->x2[slot + t] = inner(x + t * r->d, x + t * r->d, r->d);
    for (long a = 0; a < A; ++a) r->scores[a * column + t] = inner(r->aligned + a * r->d, x + t * r->d, r->d);
  }
  for (long t = 0; t < n; t += 2) {
    pair *z = (pair *)(r->scores + t), largest = *z, total, sampled = {0}, left = {r->right[t], r->right[t + 1]};
    for (long a = 1; a < A; ++a) largest = most(largest, z[a * column / 2]);
    for (long a = 0; a < A; ++a) z[a * column / 2] = below(z[a * column / 2] - largest);
    total = *z;
    for (long a = 1; a < A; ++a) total += z[a * column / 2];
    const pair scale = both(1) / total;
    long right[2] = {0, 0};
    for (long a = 0; a < A; ++a) {
      const pair p = scale * z[a * column / 2];
      sampled += p * p;
      left -= p;
      for (int i = 0; i < 2 && t + i < n; ++i) {
        r->expected[(t + i) * A + a] = p[i];
        r->utility[(t + i) * A + a] = 0;
        if (a < A - 1) right[i] += left[i] >= 0;
      }
    }
    for (int i = 0; i < 2 && t + i < n; ++i) {
      r->utility[(t + i) * A + right[i]] = 1;
      r->comparator[t + i] = -sampled[i];
      r->untrained[t + i] = -1.0 / A;
      keep(&r->totals, (pair){-sampled[i], -1.0 / A});
      keep(&r->saved, both(-1.0 / A + sampled[i]));
    }
  }
}

/* Weights of every action += c times the row x. */
static void settle(struct run *r, const double *x) {
  pair *w = r->w;
  for (long a = 0; a < r->actions; ++a)
    for (long j = 0; j < r->d; ++j, w += VECTORS)
      for (int v = 0; v < VECTORS; ++v) w[v] += r->c[a * VECTORS + v] * both(x[j]);
}

/* The step of item i, the old round of slot `old`; whether it may leave the ball. */
static int step(struct run *r, long i, long old) {
  const pair *slope = r->slope + old * r->actions * VECTORS;
  const double root = 1 / sqrt(i + 1);
  bits outside = {0};
  for (int v = 0; v < VECTORS; ++v) {
    const pair eta = r->eta[v] * both(root);
    pair squares = {0};
    for (long a = 0; a < r->actions; ++a) squares += slope[a * VECTORS + v] * slope[a * VECTORS + v];
    for (long a = 0; a < r->actions; ++a) r->c[a * VECTORS + v] = -eta * slope[a * VECTORS + v];
    squares *= both(r->x2[old]);
    r->bound[v] += eta * (pair){sqrt(squares[0]), sqrt(squares[1])};
    outside |= r->bound[v] * r->bound[v] > both(RADIUS * RADIUS);
  }
  return outside[0] || outside[1];
}

/* Puts back into the ball what is outside. */
static void project(struct run *r) {
  for (int v = 0; v < VECTORS; ++v) {
    pair squares = {0}, *w = r->w + v;
    for (long j = 0; j < r->actions * r->d; ++j) squares += w[j * VECTORS] * w[j * VECTORS];
    for (int i = 0; i < 2; ++i) {
      const double norm = sqrt(squares[i]);
      if (r->bound[v][i] * r->bound[v][i] <= RADIUS * RADIUS) continue;
      r->bound[v][i] = norm < RADIUS ? norm : RADIUS;
      if (norm > RADIUS)
        for (long j = 0; j < r->actions * r->d; ++j) w[j * VECTORS][i] *= RADIUS / norm;
    }
  }
}

/* Scores of round t, the i-th of its block, after the item LATENCY rounds old has been learned. */
static void consider(struct run *r, long t, long i) {
  const long old = (t - r->latency) & (r->size - 1);
  const double *before = r->x + old * r->d, *x = r->x + (t & (r->size - 1)) * r->d;
  int pending = t >= r->latency;
  if (pending && step(r, t - r->latency, old)) {
    settle(r, before);
    project(r);
    pending = 0;
  }
  pair *w = r->w;
  for (long a = 0; a < r->actions; ++a) {
    pair c[VECTORS] = {{0}}, z[VECTORS] = {{0}};
    if (pending)
      for (int v = 0; v < VECTORS; ++v) c[v] = r->c[a * VECTORS + v];
    for (long j = 0; j < r->d; ++j, w += VECTORS) {
      const pair g = both(before[j]), f = both(x[j]);
      for (int v = 0; v < VECTORS; ++v) {
        w[v] += c[v] * g;
        z[v] += w[v] * f;
      }
    }
    for (int v = 0; v < VECTORS; ++v) r->z[(i * r->actions + a) * VECTORS + v] = z[v];
  }
}

/* Action, loss and slopes of round t, the i-th of its block, from its scores. */
static void act(struct run *r, long t, long i) {
  const long A = r->actions;
  pair *slope = r->slope + (t & (r->size - 1)) * A * VECTORS;
  for (int v = 0; v < VECTORS; ++v) {
    pair *z = r->z + i * A * VECTORS + v, largest = *z, total, left = both(r->draw[i]), mean = {0}, utility = {0};
    for (long a = 1; a < A; ++a) largest = most(largest, z[a * VECTORS]);
    for (long a = 0; a < A; ++a) z[a * VECTORS] = below(z[a * VECTORS] - largest);
    total = *z;
    for (long a = 1; a < A; ++a) total += z[a * VECTORS];
    const pair scale = both(1) / total;
    bits open = {-1, -1};
    for (long a = 0; a < A; ++a) {
      const pair p = z[a * VECTORS] * scale;
      left -= p;
      const bits later = a < A - 1 ? open & (left >= both(0)) : (bits){0}, mine = open & ~later;
      open = later;
      z[a * VECTORS] = p;
      slope[a * VECTORS + v] = (pair)(mine & (bits)both(1));
      mean -= p * both(r->expected[i * A + a]);
      utility = (pair)((bits)utility | (mine & (bits)both(r->utility[i * A + a])));
    }
    const pair factor = utility - both(0.5);
    for (long a = 0; a < A; ++a) slope[a * VECTORS + v] = factor * (z[a * VECTORS] - slope[a * VECTORS + v]);
    r->loss[i][v] = mean;
    keep(&r->realised[v], utility);
  }
}

static void play(struct run *r, long from, long n) {
  for (long i = 0, chosen = 0; i < n; chosen = i) {
    for (long end = i + r->latency < n ? i + r->latency : n; i < end; ++i) consider(r, from + i, i);
    for (long t = chosen; t < i; ++t) act(r, from + t, t);
  }
}

int main(int argc, char **argv) {
  if (argc != 7) return 2;
  const long rounds = atol(argv[1]), d = atol(argv[2]), runs = atol(argv[4]), latency = atol(argv[5]);
  for (long i = 0; i < runs; ++i) {
    struct run *r = start(d, latency, atof(argv[3]), atol(argv[6]));
    const double begin = cpu();
    for (long from = 0; from < rounds; from += BLOCK) {
      const long n = rounds - from < BLOCK ? rounds - from : BLOCK;
      draw(r, from, n);
      play(r, from, n);
      account(r->accounts, r->loss, r->comparator, r->untrained, n);
    }
    printf("%.9f %.17g\n", cpu() - begin, r->accounts[0].gap.total[0] + r->accounts[0].gap.lost[0]);
  }
}
