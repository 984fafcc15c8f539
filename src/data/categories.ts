/**
 * The different values of a text column, numbered in order of appearance, looked up by their bytes without making strings.
 * Open addressing with linear probing; FNV-1a (Fowler, Noll, Vo) over the bytes.
 */

const UTF8 = new TextDecoder();

export class Categories {
  /** The number of the empty value: a missing one. */
  static readonly MISSING = 0;
  /** Values so far, the missing one included. */
  count = 0;
  /** (slots,) number of the value + 1, or 0 where the slot is free; a power of two of slots. */
  private slots = new Int32Array(256);
  /** (count,) hash of each value. */
  private hashes = new Int32Array(128);
  /** (count + 1,) where each value begins in `bytes`. */
  private starts = new Uint32Array(129);
  private bytes = new Uint8Array(1024);
  private readonly names: string[] = [];

  constructor() {
    this.number(this.bytes, 0, 0);
  }

  /** The number of the value in bytes [from, to), a new one where it is met for the first time. */
  number(bytes: Uint8Array, from: number, to: number): number {
    let hash = 0x811c9dc5 | 0;
    for (let i = from; i < to; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
    const mask = this.slots.length - 1;
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (let entry = this.slots[slot]!; entry !== 0; entry = this.slots[slot]!) {
      if (this.hashes[entry - 1] === hash && this.equal(entry - 1, bytes, from, to)) return entry - 1;
      slot = (slot + 1) & mask;
    }
    return this.append(hash, bytes, from, to);
  }

  /** The value as text; the missing one is empty. */
  text(number: number): string {
    return (this.names[number] ??= UTF8.decode(
      this.bytes.subarray(this.starts[number], this.starts[number + 1]),
    ));
  }

  private equal(number: number, bytes: Uint8Array, from: number, to: number): boolean {
    const start = this.starts[number]!;
    const length = to - from;
    if (this.starts[number + 1]! - start !== length) return false;
    for (let i = 0; i < length; i++) if (this.bytes[start + i] !== bytes[from + i]) return false;
    return true;
  }

  private append(hash: number, bytes: Uint8Array, from: number, to: number): number {
    const number = this.count++;
    if (number === this.hashes.length) {
      this.hashes = grown(this.hashes, new Int32Array(2 * number));
      this.starts = grown(this.starts, new Uint32Array(2 * number + 1));
    }
    const start = this.starts[number]!;
    const end = start + to - from;
    if (end > this.bytes.length) this.bytes = grown(this.bytes, new Uint8Array(2 * end));
    this.bytes.set(bytes.subarray(from, to), start);
    this.hashes[number] = hash;
    this.starts[number + 1] = end;
    if (2 * this.count > this.slots.length) {
      this.slots = new Int32Array(2 * this.slots.length);
      for (let each = 0; each < number; each++) this.place(each);
    }
    this.place(number);
    return number;
  }

  private place(number: number): void {
    const hash = this.hashes[number]!;
    const mask = this.slots.length - 1;
    let slot = (hash ^ (hash >>> 15)) & mask;
    while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
    this.slots[slot] = number + 1;
  }
}

function grown<T extends Uint8Array | Int32Array | Uint32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
