/** Frames of Zstandard and LZ4 that hold their content as it is, so that no encoder is needed. */

function littleEndian(value: number, size: number): number[] {
  return Array.from({ length: size }, (_, byte) => Math.floor(value / 256 ** byte) & 255);
}

function joined(parts: readonly (Uint8Array | readonly number[])[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => Array.from(part)));
}

/** One frame of raw blocks (RFC 8878, 3.1.1), which hold 128 KiB at most. */
export function zstdFrame(plain: Uint8Array): Uint8Array {
  const most = 1 << 17;
  const parts: (Uint8Array | number[])[] = [[0x28, 0xb5, 0x2f, 0xfd, 0xa0], littleEndian(plain.length, 4)];
  for (let at = 0; at === 0 || at < plain.length; at += most) {
    const block = plain.subarray(at, at + most);
    parts.push(littleEndian((block.length << 3) | (at + most >= plain.length ? 1 : 0), 3), block);
  }
  return joined(parts);
}

/** One frame of blocks that are not compressed, of 4 MiB at most. */
export function lz4Frame(plain: Uint8Array): Uint8Array {
  const most = 1 << 22;
  const parts: (Uint8Array | number[])[] = [[0x04, 0x22, 0x4d, 0x18, 0x60, 0x70, 0x73]];
  for (let at = 0; at < plain.length; at += most) {
    const block = plain.subarray(at, at + most);
    parts.push(littleEndian(block.length + 2 ** 31, 4), block);
  }
  return joined([...parts, [0, 0, 0, 0]]);
}
