import {
  BLIND,
  F_GAIN,
  F_HORIZON,
  F_TAMPERED_FROM,
  F_TAMPERED_UNTIL,
  F_THRESHOLD,
  I_TOLD,
  P_DECISIONS,
  P_PERCEIVED,
  P_STATES,
  P_SUCCESSORS,
  P_TAMPERED,
  TABLE,
  TRUTH,
  WORLD_SLOTS,
} from "../../assembly/layout.ts";
import { type EngineMemory, Table } from "../wasm/memory.ts";
import type { WorldTable } from "./table.ts";

/** Writes a world of `rounds` rounds to the kernels' memory, where all learners read it. @returns its address. */
export function placeWorld(memory: EngineMemory, world: WorldTable, rounds: number): number {
  const table = new Table(memory, WORLD_SLOTS);
  const put = (slot: number, values: Float64Array) => {
    table.setInteger(slot, memory.take(values.length * 8));
    memory.f64(table.pointer(slot), values.length).set(values);
  };
  put(P_STATES, world.states);
  put(P_DECISIONS, world.decisions);
  put(P_SUCCESSORS, world.successors);
  table.setReal(F_GAIN, world.gain);
  table.setReal(F_HORIZON, rounds);
  const { told } = world;
  if (told === null) return table.address;
  table.setInteger(I_TOLD, told.perceived ? TABLE : told.threshold > 0 ? BLIND : TRUTH);
  table.setReal(F_THRESHOLD, told.threshold);
  if (told.perceived) put(P_PERCEIVED, told.perceived);
  if (told.tampered) put(P_TAMPERED, told.tampered);
  table.setReal(F_TAMPERED_FROM, told.from);
  table.setReal(F_TAMPERED_UNTIL, told.until);
  return table.address;
}
