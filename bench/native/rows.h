/* Rows as in ../rows.ts, bit by bit the same. */
#include <stdint.h>
#include <stdlib.h>

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

/* x (n, d), y (n,). */
static void rows(double *x, double *y, long n, long d) {
  for (long i = 0; i < n; ++i, x += d) {
    for (long j = 0; j < d; ++j) x[j] = draw();
    y[i] = x[0] + x[1] + x[2] + x[3] + 2 * draw() > 0;
  }
}
