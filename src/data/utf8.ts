import { hostIsUtf8 } from "./host.ts";

/** Whether bytes are UTF-8, and where they are not. */

const DECODER = new TextDecoder("utf-8", { fatal: true });

/** The first of bytes [from, to) that is no part of UTF-8; -1 where all are. */
export function firstInvalid(bytes: Uint8Array, from: number, to: number): number {
  return isUtf8(bytes.subarray(from, to)) ? -1 : search(bytes, from, to);
}

/** By the host, which looks at 32 bytes and more at a time. */
function isUtf8(bytes: Uint8Array): boolean {
  const known = hostIsUtf8();
  if (known !== undefined) return known(bytes);
  try {
    DECODER.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** RFC 3629, section 4: by how many bytes a first byte is followed, and what the first of them may be. */
function search(bytes: Uint8Array, from: number, to: number): number {
  for (let p = from; p < to;) {
    const first = bytes[p]!;
    const more = first < 0x80 ? 0 : first < 0xc2 ? -1 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
    if (more < 0 || first > 0xf4 || p + more >= to) return p;
    const least = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
    const most = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
    for (let i = 1; i <= more; i++) {
      const byte = bytes[p + i]!;
      if (byte < (i === 1 ? least : 0x80) || byte > (i === 1 ? most : 0xbf)) return p;
    }
    p += more + 1;
  }
  return -1;
}
