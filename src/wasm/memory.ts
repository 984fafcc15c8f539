/**
 * Addresses in the kernels' memory, and the only place that makes views on it. Memory is handed out front to back and lives
 * as long as the run; growing it detaches views, so a view is made where it is used and never kept.
 */
export class EngineMemory {
  readonly #memory: WebAssembly.Memory;
  #end: number;

  constructor(memory: WebAssembly.Memory, heapBase: number) {
    this.#memory = memory;
    this.#end = align(heapBase);
  }

  /** A zeroed block of `bytes` bytes on a cache line of its own. */
  take(bytes: number): number {
    const start = this.#end;
    const end = align(start + Math.max(bytes, ALIGN));
    if (end > LIMIT) {
      throw new RangeError(
        `engine memory: this run needs more than 4 GiB (latency x features, or columns x learners, is too large, or a row waits too long for its feedback)`,
      );
    }
    const missing = end - this.#memory.buffer.byteLength;
    if (missing > 0) this.#memory.grow(Math.ceil(missing / PAGE));
    this.#end = end;
    return start;
  }

  f64(address: number, length: number): Float64Array {
    return new Float64Array(this.#memory.buffer, address, length);
  }

  f32(address: number, length: number): Float32Array {
    return new Float32Array(this.#memory.buffer, address, length);
  }

  i64(address: number, length: number): BigInt64Array {
    return new BigInt64Array(this.#memory.buffer, address, length);
  }

  i32(address: number, length: number): Int32Array {
    return new Int32Array(this.#memory.buffer, address, length);
  }

  u32(address: number, length: number): Uint32Array {
    return new Uint32Array(this.#memory.buffer, address, length);
  }

  /** Copies bytes inside the memory; the ranges may overlap. */
  copy(from: number, to: number, bytes: number): void {
    new Uint8Array(this.#memory.buffer).copyWithin(to, from, from + bytes);
  }
}

/** A table of 8-byte slots, as kernels read them (assembly/layout.ts). */
export class Table {
  readonly address: number;
  readonly #memory: EngineMemory;
  readonly #slots: number;

  constructor(memory: EngineMemory, slots: number, bytes: number = slots * 8) {
    this.#memory = memory;
    this.#slots = slots;
    this.address = memory.take(bytes);
  }

  integer(slot: number): number {
    return this.#memory.i32(this.address, this.#slots * 2)[slot * 2]!;
  }

  pointer(slot: number): number {
    return this.#memory.u32(this.address, this.#slots * 2)[slot * 2]!;
  }

  real(slot: number): number {
    return this.#memory.f64(this.address, this.#slots)[slot]!;
  }

  long(slot: number): number {
    return Number(this.#memory.i64(this.address, this.#slots)[slot]!);
  }

  setInteger(slot: number, value: number): void {
    this.#memory.i32(this.address, this.#slots * 2)[slot * 2] = value;
  }

  setReal(slot: number, value: number): void {
    this.#memory.f64(this.address, this.#slots)[slot] = value;
  }

  setLong(slot: number, value: number): void {
    this.#memory.i64(this.address, this.#slots)[slot] = BigInt(value);
  }
}

/** Kernels read 16-byte vectors; every column starts on a cache line. */
const ALIGN = 64;
const PAGE = 65536;
const LIMIT = 2 ** 32 - PAGE;

function align(n: number): number {
  return Math.ceil(n / ALIGN) * ALIGN;
}
