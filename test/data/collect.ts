import { openLog, type LogOptions, type Source } from "../../src/data/open.ts";
import type { RowSource } from "../../src/data/rows.ts";

/** A log as plain rows, for comparing. */
export interface PlainRow {
  dense: number[];
  /** Name and value of each sparse entry. */
  sparse: [string, number][];
  outcome: number;
  weight: number | null;
}

/** Everything one pass gives. */
export async function collect(source: RowSource): Promise<PlainRow[]> {
  const width = source.dense.length;
  const rows: PlainRow[] = [];
  for await (const block of source.blocks()) {
    for (let row = 0; row < block.rows; row++) {
      const entries = Array.from(
        { length: block.start[row + 1]! - block.start[row]! },
        (_, i) => block.start[row]! + i,
      );
      rows.push({
        dense: [...block.dense.subarray(row * width, (row + 1) * width)],
        sparse: entries.map((i) => [source.sparseName(block.index[i]!), block.value[i]!]),
        outcome: block.outcome[row]!,
        weight: block.weight === null ? null : block.weight[row]!,
      });
    }
  }
  return rows;
}

export function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** What a log of this text holds. */
export async function rowsOf(text: string, options: LogOptions): Promise<PlainRow[]> {
  return collect(await openLog(bytes(text), options));
}

/** The message with which opening, or the first pass, ends. */
export async function failure(source: Source, options: LogOptions = {}): Promise<string> {
  try {
    await collect(await openLog(source, options));
  } catch (error) {
    if (error instanceof Error && error.name === "InputError") return error.message;
    throw error;
  }
  return "no error";
}
