import {
  F_CLOCK,
  L_ARRIVED,
  L_KNOWN,
  L_OLDEST,
  P_ARRIVED,
  P_ORDER,
  P_POSITION,
  P_READY,
  P_WAITING,
} from "../../assembly/layout.ts";
import type { EngineMemory, Table } from "../wasm/memory.ts";
import { moveRing, type RingColumn } from "./ring.ts";

/** Room for rows whose feedback comes at a time of its own: what assembly/arrivals.ts works on. */

/** Ring columns of rows, with their bytes. */
export const ARRIVAL_COLUMNS: readonly RingColumn[] = [
  [P_READY, 8],
  [P_ARRIVED, 8],
  [P_POSITION, 8],
];

/** Bytes of a row that waits (assembly/waiting.ts). */
const PAIR = 16;

/** Room for items and for rows that wait, as many as the ring has; the rows before `oldest` have arrived and been learned. */
export function beginArrivals(memory: EngineMemory, table: Table, rows: number, oldest: number): void {
  table.setInteger(P_ORDER, memory.take(rows * 8));
  table.setInteger(P_WAITING, memory.take(rows * PAIR));
  for (const slot of [L_KNOWN, L_ARRIVED, L_OLDEST]) table.setLong(slot, oldest);
  table.setReal(F_CLOCK, -Infinity);
}

/** Fits it to a ring that grew. */
export function growArrivals(memory: EngineMemory, table: Table, oldRows: number, rows: number): void {
  const arrived = table.long(L_ARRIVED);
  const [order, heap] = [memory.take(rows * 8), memory.take(rows * PAIR)];
  // items that some panel has still to learn are among the last that the ring could hold
  const from = Math.max(0, arrived - oldRows);
  moveRing(
    memory,
    { address: table.pointer(P_ORDER), rows: oldRows },
    { address: order, rows },
    from,
    arrived,
    8,
  );
  memory.copy(table.pointer(P_WAITING), heap, (table.long(L_KNOWN) - arrived) * PAIR);
  table.setInteger(P_ORDER, order);
  table.setInteger(P_WAITING, heap);
}
