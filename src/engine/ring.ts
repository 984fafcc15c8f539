import type { EngineMemory } from "../wasm/memory.ts";

/** A ring column of rows: slot of the run's table, and bytes a row. */
export type RingColumn = readonly [slot: number, bytes: number];

/** A ring: where it is, and how many slots it has. Round, row or item t is in slot t % rows. */
export interface Ring {
  readonly address: number;
  readonly rows: number;
}

/** Copies [from, to) of one ring column, of `bytes` bytes each, into another of a different size. */
export function moveRing(
  memory: EngineMemory,
  old: Ring,
  fresh: Ring,
  from: number,
  to: number,
  bytes: number,
): void {
  for (let at = from; at < to;) {
    const source = at % old.rows;
    const target = at % fresh.rows;
    const count = Math.min(to - at, old.rows - source, fresh.rows - target);
    memory.copy(old.address + source * bytes, fresh.address + target * bytes, count * bytes);
    at += count;
  }
}
