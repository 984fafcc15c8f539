import {
  BERNOULLI,
  EXACT,
  F_NOISE,
  I_ONCE,
  I_ROWS,
  I_SCATTER,
  NORMAL,
  P_CUMULATIVE,
  P_GAINED,
  P_TABLE,
} from "../../assembly/layout.ts";
import type { Stream, UtilityTable } from "../streams/stream.ts";
import type { EngineMemory, Table } from "../wasm/memory.ts";

/** A stream whose utilities come from a table, in the kernels' memory. */

/** Writes the table to where the kernel looks for it. */
export function setTable(memory: EngineMemory, table: Table, of: UtilityTable): void {
  const { utilities, probabilities, once, noise } = of;
  const put = (slot: number, values: readonly number[]) => {
    table.setInteger(slot, memory.take(values.length * 8));
    memory.f64(table.pointer(slot), values.length).set(values);
  };
  put(P_TABLE, utilities.flat());
  table.setInteger(I_ROWS, utilities.length);
  table.setInteger(I_ONCE, once);
  table.setInteger(I_SCATTER, noise === "none" ? EXACT : noise === "bernoulli" ? BERNOULLI : NORMAL);
  table.setReal(F_NOISE, typeof noise === "number" ? noise : 0);
  if (probabilities === null) return;
  let total = 0;
  put(
    P_CUMULATIVE,
    probabilities.map((p) => (total += p)),
  );
}

/**
 * From now on sums up what every action would have gained in every context over actions drawn at random; the function says how much so far,
 * (contexts, actions).
 */
export function sumGains(
  memory: EngineMemory,
  table: Table,
  { contexts, actions }: Stream,
): () => number[][] {
  const address = memory.take(contexts * actions * 16);
  table.setInteger(P_GAINED, address);
  return () => {
    // pairs of a sum and what rounding lost of it
    const pairs = memory.f64(address, 2 * contexts * actions);
    const sum = (context: number) => (_: unknown, a: number) =>
      pairs[2 * (context * actions + a)]! + pairs[2 * (context * actions + a) + 1]!;
    return Array.from({ length: contexts }, (_, context) => Array.from({ length: actions }, sum(context)));
  };
}
