import { instantiate } from "@assemblyscript/loader";
import { decode } from "./base64.ts";
import { BINARY } from "./reading-binary.ts";

/** The kernel that reads rows of plain numbers (assembly/reading.ts), with a memory of its own. Addresses are plain numbers. */
export interface ReadingKernel {
  readonly memory: WebAssembly.Memory;
  readonly heap_base: () => number;
  readonly read_rows: (
    cursor: number,
    end: number,
    separator: number,
    places: number,
    columns: number,
    row: number,
    last: number,
  ) => number;
}

/** Null where the host compiles nothing at run time (edge workers): whoever reads then does without. */
export async function loadReading(): Promise<ReadingKernel | null> {
  try {
    return (await instantiate(decode(BINARY), {})).exports as unknown as ReadingKernel;
  } catch {
    return null;
  }
}
