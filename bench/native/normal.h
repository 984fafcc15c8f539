/* Random numbers as docs/rounds.md, section 6, defines them, a tile of rounds at a time, in plain loops that a compiler can turn
   into vectors. Series of logarithm, sine and cosine are those of the engine, so that the normals are bit by bit the same. */
#include <math.h>
#include <stdint.h>
#include "nodes.h"

enum { TILE = 32 };

/* The four words of one group of coordinates in a tile of rounds from `from` on: Philox4x32-10. */
static void philox(uint64_t seed, uint32_t sequence, uint64_t from, uint32_t group, uint32_t words[restrict 4][TILE]) {
  for (int i = 0; i < TILE; ++i) {
    uint32_t c0 = group, c1 = sequence, c2 = (uint32_t)from + i, c3 = (from + i) >> 32;
    uint32_t k0 = (uint32_t)seed, k1 = seed >> 32;
#pragma GCC unroll 10
    for (int turn = 0; turn < 10; ++turn, k0 += 0x9e3779b9, k1 += 0xbb67ae85) {
      const uint64_t p = (uint64_t)c0 * 0xd2511f53, q = (uint64_t)c2 * 0xcd9e8d57;
      c0 = (uint32_t)(q >> 32) ^ c1 ^ k0;
      c1 = (uint32_t)q;
      c2 = (uint32_t)(p >> 32) ^ c3 ^ k1;
      c3 = (uint32_t)p;
    }
    words[0][i] = c0, words[1][i] = c1, words[2][i] = c2, words[3][i] = c3;
  }
}

/* w less half of 2^32: the conversion that vectors have is of signed words. */
static inline double centred(uint32_t w) { return (int32_t)(w ^ 0x80000000); }

/* sqrt(-2 ln((w + 1/2) 2^-32)). */
static inline double radius(uint32_t w) {
  const uint64_t shifted = bitsOf(centred(w) + 2147483648.5) + 0x00095f619980c433;
  const double f = floatOf((shifted & 0x000fffffffffffff) + 0x3fe6a09e667f3bcd) - 1;
  const double k = floatOf((shifted >> 52) | 0x4330000000000000) - 4503599627371551.0;
  const double s = f / (f + 2), z = s * s, v = z * z;
  const double odd = ((0.14795646893891337 * v + 0.181835628894202) * v + 0.28571428742032284) * v + 0.6666666666666734;
  const double even = (0.1531408367081947 * v + 0.22222198604474916) * v + 0.3999999999941663;
  const double r = z * odd + v * even, h = f * f * 0.5;
  const double bend = h - (s * (h + r) + k * 5.497923018708371e-14);
  return sqrt((k * 0.6931471805598903 - (bend - f)) * -2);
}

static inline double polynomial(const double c[6], double z) {
  const double w = z * z, low = c[1] * z + c[0], middle = c[3] * z + c[2], high = c[5] * z + c[4];
  return (high * w + middle) * w + low;
}

/* Pairs of normals from words of radius and angle: 2 pi w1 2^-32 is a multiple of a quarter turn and at most an eighth more or less. */
static void boxMuller(const uint32_t *w0, const uint32_t *w1, double *restrict first, double *restrict second) {
  static const double S[6] = {-0.16666666666666632,    0.008333333333322488,    -0.00019841269829855583,
                              2.7557313706031597e-6,   -2.5050760064577223e-8,  1.589689776377924e-10};
  static const double C[6] = {0.0416666666666666,      -0.0013888888888874472,  2.4801587289669253e-5,
                              -2.75573144001689e-7,   2.0875729142123337e-9,   -1.1359926089188513e-11};
  double length[TILE], sine[TILE], cosine[TILE];
  for (int i = 0; i < TILE; ++i) length[i] = radius(w0[i]);
  for (int i = 0; i < TILE; ++i) {
    const double a = centred((w1[i] + 0x20000000) << 2) * 3.657295198167899e-10, z = a * a;
    sine[i] = a * z * polynomial(S, z) + a;
    cosine[i] = 1 - (z * 0.5 - z * z * polynomial(C, z));
  }
  for (int i = 0; i < TILE; ++i) {
    const uint32_t q = w1[i] + 0x20000000;
    const uint64_t odd = (int64_t)(int32_t)(q << 1) >> 63, half = (uint64_t)(q & 0x80000000) << 32;
    const uint64_t s = bitsOf(sine[i]), c = bitsOf(cosine[i]), swap = (s ^ c) & odd;
    const double r = floatOf(bitsOf(length[i]) ^ half);
    first[i] = r * floatOf(c ^ swap ^ (odd & 0x8000000000000000));
    second[i] = r * floatOf(s ^ swap);
  }
}

/* out (n, d), rounds from `from` on: standard normals of one sequence. */
static void normals(double *out, uint64_t seed, uint32_t sequence, uint64_t from, long n, long d) {
  uint32_t words[4][TILE];
  double columns[4][TILE];
  for (; n > 0; n -= TILE, from += TILE, out += TILE * d) {
    const int rounds = n < TILE ? n : TILE;
    for (long j = 0; j < d; j += 4) {
      philox(seed, sequence, from, j / 4, words);
      boxMuller(words[0], words[1], columns[0], columns[1]);
      if (d > j + 2) boxMuller(words[2], words[3], columns[2], columns[3]);
      const int width = d - j < 4 ? d - j : 4;
      for (int i = 0; i < rounds; ++i)
        for (int c = 0; c < width; ++c) out[i * d + j + c] = columns[c][i];
    }
  }
}

/* out (n,): uniforms on (0, 1) of one sequence. */
static void uniforms(double *out, uint64_t seed, uint32_t sequence, uint64_t from, long n) {
  uint32_t words[4][TILE];
  for (; n > 0; n -= TILE, from += TILE, out += TILE) {
    const int rounds = n < TILE ? n : TILE;
    philox(seed, sequence, from, 0, words);
    for (int i = 0; i < rounds; ++i) out[i] = (words[0][i] + 0.5) * 0x1p-32;
  }
}
