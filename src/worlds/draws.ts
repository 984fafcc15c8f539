/**
 * Random numbers of the host as functions of (seed, sequence, round, coordinate), the same as those of the kernels: Philox4x32-10,
 * Salmon, Moraes, Dror and Shaw (2011), "Parallel random numbers: as easy as 1, 2, 3".
 */

/** The first sequence that no stream draws from: replicates have those below. */
const FIRST = 2 ** 31;

/** What is drawn for a world; each has a sequence of its own. */
export const SEQUENCE: Readonly<
  Record<"probabilities" | "successors" | "rewards" | "policy" | "path" | "signs" | "bootstrap", number>
> = {
  probabilities: FIRST,
  successors: FIRST + 1,
  rewards: FIRST + 2,
  policy: FIRST + 3,
  path: FIRST + 4,
  signs: FIRST + 5,
  bootstrap: FIRST + 6,
};

/** (count,) words of 32 bits, coordinates 0..count-1 of the round. */
export function words(seed: bigint, sequence: number, round: number, count: number): Uint32Array {
  const key = [Number(seed & 0xffffffffn), Number(seed >> 32n)] as const;
  const all = new Uint32Array(4 * Math.ceil(count / 4));
  for (let group = 0; 4 * group < count; group++)
    all.set(philox([group, sequence, round >>> 0, Math.floor(round / 2 ** 32)], key), 4 * group);
  return all.subarray(0, count);
}

/** (count,) numbers in (0, 1), odd multiples of 2^-33. */
export function uniforms(seed: bigint, sequence: number, round: number, count: number): Float64Array {
  return Float64Array.from(words(seed, sequence, round, count), (word) => (word + 0.5) * 2 ** -32);
}

type Counter = readonly [number, number, number, number];

/** Four words of a counter of four words and a key of two: ten rounds of two products. */
export function philox(counter: Counter, [k0, k1]: readonly [number, number]): Counter {
  let [a, b, c, d] = counter;
  for (let i = 0; i < 10; i++) {
    const [x, y] = [(highWord(0xcd9e8d57, c) ^ b ^ k0) >>> 0, (highWord(0xd2511f53, a) ^ d ^ k1) >>> 0];
    [b, d] = [Math.imul(0xcd9e8d57, c) >>> 0, Math.imul(0xd2511f53, a) >>> 0];
    [a, c] = [x, y];
    k0 = (k0 + 0x9e3779b9) >>> 0;
    k1 = (k1 + 0xbb67ae85) >>> 0;
  }
  return [a, b, c, d];
}

/** The upper 32 of the 64 bits of a product of two words, in halves: no sum exceeds 2^32. */
function highWord(a: number, b: number): number {
  const [aHigh, aLow] = [a >>> 16, a & 0xffff];
  const [bHigh, bLow] = [b >>> 16, b & 0xffff];
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  return aHigh * bHigh + (middle >>> 16) + ((aLow * bHigh + (middle & 0xffff)) >>> 16);
}
