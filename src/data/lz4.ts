/**
 * LZ4 frames (LZ4 frame format 1.6, LZ4 block format), as Arrow and Feather files have them. Checksums are not checked: the files
 * have none.
 */

const MAGIC = 0x184d2204;

/** @param length bytes when unpacked. @throws Error where they are damaged. */
export function unpackLz4(bytes: Uint8Array, length: number): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0, true) !== MAGIC) throw new Error("no LZ4 frame");
  const flags = bytes[4]!;
  let p = 7 + (flags & 8 ? 8 : 0) + (flags & 1 ? 4 : 0);
  const out = new Uint8Array(length);
  let at = 0;
  for (;;) {
    const header = view.getUint32(p, true);
    p += 4;
    if (header === 0) break;
    const size = header & 0x7fffffff;
    const block = bytes.subarray(p, p + size);
    if (block.length < size) throw new Error("an LZ4 block is cut off");
    if (header >>> 31) {
      out.set(block, at);
      at += size;
    } else at = unpackBlock(block, out, at);
    p += size + (flags & 16 ? 4 : 0);
  }
  if (at !== length) throw new Error(`${at} of ${length} bytes could be unpacked`);
  return out;
}

/** Sequences of literals and a match each, from position `at` of `out` on; where they end. */
function unpackBlock(block: Uint8Array, out: Uint8Array, at: number): number {
  let p = 0;
  const more = (nibble: number): number => {
    let n = nibble;
    if (nibble === 15) {
      let byte;
      do n += byte = block[p++]!;
      while (byte === 255);
    }
    return n;
  };
  while (p < block.length) {
    const token = block[p++]!;
    const literals = more(token >> 4);
    if (!(p + literals <= block.length && at + literals <= out.length))
      throw new Error("damaged LZ4 literals");
    for (let i = 0; i < literals; i++) out[at++] = block[p++]!;
    if (p === block.length) break;
    const offset = block[p]! | (block[p + 1]! << 8);
    p += 2;
    const match = 4 + more(token & 15);
    if (!(offset > 0 && offset <= at && at + match <= out.length)) throw new Error("a damaged LZ4 match");
    for (let i = 0; i < match; i++, at++) out[at] = out[at - offset]!;
  }
  return at;
}
