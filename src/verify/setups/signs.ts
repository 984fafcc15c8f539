import { SEQUENCE, words } from "../../worlds/draws.ts";

/** (n,) random signs of replicate r: the highest bits of its words. */
export function signs(seed: bigint, replicate: number, n: number): Int8Array {
  return Int8Array.from(words(seed, SEQUENCE.signs, replicate, n), (word) => 1 - 2 * (word >>> 31));
}
