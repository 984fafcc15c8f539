/** Salmon, Moraes, Dror & Shaw (2011), section 3.3, one counter at a time in whole numbers. */
export function philox(turns: number, counter: readonly number[], key: readonly number[]): number[] {
  let [a, b, c, d] = counter.map(BigInt) as [bigint, bigint, bigint, bigint];
  let [k0, k1] = key.map(BigInt) as [bigint, bigint];
  const low = (x: bigint): bigint => BigInt.asUintN(32, x);
  for (let i = 0; i < turns; i++) {
    const p = a * 0xd2511f53n;
    const q = c * 0xcd9e8d57n;
    [a, b, c, d] = [(q >> 32n) ^ b ^ k0, low(q), (p >> 32n) ^ d ^ k1, low(p)];
    k0 = low(k0 + 0x9e3779b9n);
    k1 = low(k1 + 0xbb67ae85n);
  }
  return [a, b, c, d].map(Number);
}

/** The four words of a group: of (seed, sequence, round, group). */
export const words = (turns: number, seed: bigint, stream: number, t: bigint, group: number): number[] =>
  philox(
    turns,
    [group, stream, Number(t & 0xffffffffn), Number(t >> 32n)],
    [Number(seed & 0xffffffffn), Number(seed >> 32n)],
  );
