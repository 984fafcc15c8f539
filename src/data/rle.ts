/**
 * Parquet's hybrid of run lengths and bit packing, which holds definition levels and dictionary indices.
 * Apache Parquet format, Encodings.md, "Run Length Encoding / Bit-Packing Hybrid (RLE = 3)".
 */

/** True where bytes [from, to) are a single run of at least n values 1: what levels look like where nothing is missing. */
export function isAllOnes(bytes: Uint8Array, from: number, to: number, n: number): boolean {
  let header = 0;
  let p = from;
  for (let shift = 0; p < to; shift += 7) {
    const byte = bytes[p++]!;
    header |= (byte & 127) << shift;
    if (byte < 128) break;
  }
  return (header & 1) === 0 && header >>> 1 >= n && bytes[p] === 1 && p < to;
}

/** Decodes n values of `width` <= 24 bits from bytes [from, to) into `out` (n,). */
export function readHybrid(
  bytes: Uint8Array,
  from: number,
  to: number,
  width: number,
  out: Uint32Array,
  n: number,
): void {
  const size = (width + 7) >> 3;
  let p = from;
  let i = 0;
  while (i < n) {
    if (p >= to) throw new RangeError(`${n - i} of ${n} packed values are missing`);
    let header = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[p++]!;
      header |= (byte & 127) << shift;
      // behind the end there is no byte
      if (!(byte >= 128)) break;
    }
    if ((header & 1) === 0) {
      let value = 0;
      for (let byte = 0; byte < size; byte++) value |= bytes[p++]! << (8 * byte);
      const end = Math.min(n, i + (header >>> 1));
      out.fill(value, i, end);
      i = end;
    } else {
      const count = (header >>> 1) * 8;
      unpack(bytes, p, width, out, i, Math.min(n, i + count));
      p += (count * width) >> 3;
      i += count;
    }
  }
}

/** Values i to end of `out` from bit-packed bytes, lowest bits first. */
function unpack(bytes: Uint8Array, p: number, width: number, out: Uint32Array, i: number, end: number): void {
  const mask = (1 << width) - 1;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  // a value of up to 24 bits that begins anywhere in a byte lies within four bytes
  const whole = Math.min(end, i + Math.floor(((bytes.length - p - 4) * 8) / width));
  let bit = p * 8;
  for (; i < whole; i++, bit += width) out[i] = (view.getUint32(bit >>> 3, true) >>> (bit & 7)) & mask;
  for (; i < end; i++, bit += width) {
    const at = bit >>> 3;
    const four = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    out[i] = (four >>> (bit & 7)) & mask;
  }
}
