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

/** What the draws of an experiment are a function of, beside sequence, round and coordinate. */
export interface Draws {
  readonly seed: bigint;
  readonly replicate: number;
}

/** Coordinate j of the uniforms of a sequence in a round: docs/rounds.md, 6. */
export function uniform({ seed, replicate }: Draws, sequence: number, round: number, j: number): number {
  return (words(10, seed, 8 * replicate + sequence, BigInt(round), j >> 2)[j & 3]! + 0.5) * 2 ** -32;
}

/** The same of the normals: words 0 and 1 make the first two, words 2 and 3 the others. */
export function normal({ seed, replicate }: Draws, sequence: number, round: number, j: number): number {
  const group = words(10, seed, 8 * replicate + sequence, BigInt(round), j >> 2);
  const [w, angle] = group.slice(j & 2, (j & 2) + 2);
  const radius = Math.sqrt(-2 * Math.log((w! + 0.5) * 2 ** -32));
  const turn = 2 * Math.PI * angle! * 2 ** -32;
  return radius * (j & 1 ? Math.sin(turn) : Math.cos(turn));
}
