import type { OfBytes } from "./parquet-bytes.ts";

/**
 * Parquet's delta encodings, by a reader that believes nothing of a page before it has held it against the page's bytes: it neither
 * loops nor asks for more room than there are values. Apache Parquet format, Encodings.md, "Delta Encoding (DELTA_BINARY_PACKED
 * = 5)", "Delta-length byte array", "Delta Strings".
 */

/** n integers of `size` bytes in the form of a plain page, and where their packed form ends. */
export function readDeltas(
  bytes: Uint8Array,
  from: number,
  n: number,
  size: 4 | 8,
): { readonly plain: Uint8Array; readonly end: number } {
  const varints = new Varints(bytes, from);
  const [block, parts, total] = [varints.count(), varints.count(), varints.count()];
  const each = block / parts;
  if (!(each > 0 && each % 32 === 0)) throw new RangeError(`deltas in blocks of ${block} / ${parts} values`);
  if (total !== n) throw new RangeError(`a page of ${n} values has ${total} deltas`);
  varints.zigzag();
  const sums = new Sums(n, size, varints);
  for (let left = n - 1; left > 0;) {
    varints.zigzag();
    sums.least(varints);
    const widths = varints.at;
    varints.at += parts;
    if (varints.at > bytes.length) throw new RangeError("deltas are cut off");
    for (let part = 0; part < parts && left > 0; part++) {
      const width = bytes[widths + part]!;
      const count = Math.min(each, left);
      if (width > 64) throw new RangeError(`deltas of ${width} bits`);
      if (varints.at + Math.ceil((count * width) / 8) > bytes.length)
        throw new RangeError("deltas are cut off");
      sums.add(bytes, varints.at, width, count);
      varints.at += (each * width) / 8;
      left -= count;
    }
  }
  return { plain: sums.plain, end: varints.at };
}

/** Texts of a page, at most: what a plain page of theirs may hold. */
const MOST_TEXT = 2 ** 31 - 1;

/** n texts whose lengths come first; with `prefixed` also how much each has in common with the one before. */
export function readDeltaTexts(
  bytes: Uint8Array,
  n: number,
  prefixed: boolean,
  ofBytes: OfBytes,
): Float64Array {
  const prefixes = prefixed ? readDeltas(bytes, 0, n, 4) : { plain: new Uint8Array(4 * n), end: 0 };
  const suffixes = readDeltas(bytes, prefixes.end, n, 4);
  const [kept, added] = [prefixes, suffixes].map(({ plain }) => new DataView(plain.buffer));
  const out = new Float64Array(n);
  let text = new Uint8Array(64);
  let [length, total, p] = [0, 0, suffixes.end];
  for (let i = 0; i < n; i++) {
    const [prefix, suffix] = [kept!.getInt32(4 * i, true), added!.getInt32(4 * i, true)];
    if (!(prefix >= 0 && prefix <= length)) throw new RangeError("a text has more in common than there is");
    if (!(suffix >= 0 && p + suffix <= bytes.length)) throw new RangeError("a text is cut off");
    length = prefix + suffix;
    if ((total += length) > MOST_TEXT) throw new RangeError("a page of more than 2 GB of text");
    if (length > text.length) {
      const grown = new Uint8Array(2 * length);
      grown.set(text.subarray(0, prefix));
      text = grown;
    }
    text.set(bytes.subarray(p, (p += suffix)), prefix);
    out[i] = ofBytes(text, 0, length);
  }
  return out;
}

/** Sums of deltas, in two halves of 32 bits: they wrap around as integers of their size do. */
class Sums {
  readonly plain: Uint8Array;
  private readonly view: DataView;
  private readonly size: number;
  private next = 0;
  private low: number;
  private high: number;
  private leastLow = 0;
  private leastHigh = 0;

  constructor(n: number, size: number, { low, high }: Varints) {
    this.plain = new Uint8Array(n * size);
    this.view = new DataView(this.plain.buffer);
    this.size = size;
    [this.low, this.high] = [low, high];
    if (n > 0) this.put();
  }

  /** What is added to every delta of the block. */
  least({ low, high }: Varints): void {
    [this.leastLow, this.leastHigh] = [low, high];
  }

  /** `count` deltas of `width` bits, lowest bits first, from p on. */
  add(bytes: Uint8Array, p: number, width: number, count: number): void {
    const [lower, upper] = [Math.min(width, 32), Math.max(width - 32, 0)];
    for (let i = 0; i < count; i++) {
      // eight deltas take `width` bytes, so that counts of bits stay small
      const bit = (i & 7) * width;
      const at = p + (i >>> 3) * width;
      const sum =
        (this.low >>> 0) + (this.leastLow >>> 0) + (bitsAt(bytes, at + (bit >>> 3), bit & 7, lower) >>> 0);
      const behind = bit + 32;
      const above = upper === 0 ? 0 : bitsAt(bytes, at + (behind >>> 3), behind & 7, upper);
      this.low = sum | 0;
      this.high = (this.high + this.leastHigh + above + Math.floor(sum / 2 ** 32)) | 0;
      this.put();
    }
  }

  private put(): void {
    this.view.setInt32(this.next, this.low, true);
    if (this.size === 8) this.view.setInt32(this.next + 4, this.high, true);
    this.next += this.size;
  }
}

/** `width` <= 32 bits from bit `shift` of byte `at` on; 0 behind the end. */
function bitsAt(bytes: Uint8Array, at: number, shift: number, width: number): number {
  const four = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
  const bits = shift === 0 ? four : (four >>> shift) | (bytes[at + 4]! << (32 - shift));
  return width === 32 ? bits : bits & ((1 << width) - 1);
}

/** Integers of seven bits a byte (ULEB128), read into two halves of 32 bits. */
class Varints {
  at: number;
  low = 0;
  high = 0;
  private readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array, at: number) {
    this.bytes = bytes;
    this.at = at;
  }

  /** One that counts something. */
  count(): number {
    this.read();
    return (this.high >>> 0) * 2 ** 32 + (this.low >>> 0);
  }

  /** One with its sign in the lowest bit. */
  zigzag(): void {
    this.read();
    const sign = -(this.low & 1);
    this.low = ((this.low >>> 1) | (this.high << 31)) ^ sign;
    this.high = (this.high >>> 1) ^ sign;
  }

  private read(): void {
    [this.low, this.high] = [0, 0];
    for (let shift = 0; shift < 70; shift += 7) {
      if (this.at >= this.bytes.length) throw new RangeError("deltas are cut off");
      const byte = this.bytes[this.at++]!;
      const bits = byte & 127;
      if (shift < 32) this.low |= bits << shift;
      if (shift === 28) this.high = bits >>> 4;
      else if (shift > 28) this.high |= bits << (shift - 32);
      if (byte < 128) return;
    }
    throw new RangeError("a delta of more than 64 bits");
  }
}
