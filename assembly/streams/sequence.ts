import { I_SEQUENCE } from "../layout";
import { integer } from "../table";

/** Sequence s = 0..7 of the replicate at hand, as the generator counts them. */
// @ts-ignore: decorator
@inline
export function sequence(stream: usize, s: u32): u32 {
  return <u32>integer(stream, I_SEQUENCE) + s;
}
