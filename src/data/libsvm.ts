import type { Wanted } from "./choose.ts";
import { InputError } from "./error.ts";
import type { DataFile } from "./file.ts";
import { LabelTally, type Labels, refuseWanted, toOutcomes } from "./labelled.ts";
import { LibsvmRows } from "./libsvm-rows.ts";
import type { RowBlock, RowSource } from "./rows.ts";
import { ByteWindow } from "./window.ts";

export interface LibsvmSource extends RowSource {
  /** Name of the first sparse column; the others follow. */
  readonly base: number;
}

/**
 * libsvm (SVMlight) files: `label index:value ...`, every feature sparse, entries in the order written.
 * Indices count from 1 unless index 0 occurs somewhere in the file; sparse column = index - 1, or the index itself where it
 * counts from 0. A sparse column's name is the index as written. Labels -1 and 1 or 0 and 1 are classes; other labels are
 * numbers to predict. Opening walks over the whole file once.
 */
export async function readLibsvm(file: DataFile, wanted: Wanted): Promise<LibsvmSource> {
  refuseWanted(file.name, "a libsvm file", wanted);
  const tally = new LabelTally(wanted.task);
  const { rows, least, largest } = await scan(file, tally);
  if (rows === 0)
    throw new InputError({ in: file.name }, "expected rows such as `1 3:0.5 7:1`, got an empty file");
  const base = least === 0 ? 0 : 1;
  const labels = tally.decide(file.name);
  const columns = largest + 1 - base;
  return {
    name: file.name,
    rows,
    base,
    dense: [],
    task: labels.task,
    classes: labels.classes,
    sparseColumns: () => columns,
    sparseName(index) {
      if (!(index >= 0 && index < columns))
        throw new RangeError(`sparse column: expected 0 to ${columns - 1}, got ${index}`);
      return String(index + base);
    },
    blocks: () => readBlocks(file, rows, base, labels),
  };
}

const BLOCK = 8192;

interface Scanned {
  rows: number;
  least: number;
  largest: number;
}

async function scan(file: DataFile, tally: LabelTally): Promise<Scanned> {
  const found: Scanned = { rows: 0, least: Infinity, largest: 0 };
  for await (const { block, rows } of walk(file)) {
    found.rows += rows;
    tally.add(block.labels, rows);
    const entries = block.start[rows]!;
    for (let i = 0; i < entries; i++) {
      const index = block.index[i]!;
      if (index < found.least) found.least = index;
      if (index > found.largest) found.largest = index;
    }
  }
  return found;
}

async function* walk(file: DataFile): AsyncGenerator<{ block: LibsvmRows; rows: number }> {
  const window = new ByteWindow(file.name, file.bytes());
  const block = new LibsvmRows(file.name, BLOCK);
  try {
    let row = 0;
    for (let more = await window.more(); more;) {
      row = block.walk(window, row, BLOCK);
      if (row < BLOCK && (more = await window.more(() => ({ row: block.count + 1 })))) continue;
      if (row > 0) yield { block, rows: row };
      row = 0;
    }
  } finally {
    await window.close();
  }
}

async function* readBlocks(
  file: DataFile,
  rows: number,
  base: number,
  labels: Labels,
): AsyncGenerator<RowBlock> {
  let done = 0;
  for await (const { block, rows: n } of walk(file)) {
    const { labels: outcome, start, index, value } = block;
    if (base !== 0) for (let i = 0; i < start[n]!; i++) index[i] = index[i]! - base;
    toOutcomes(outcome, n, labels);
    done += n;
    yield { rows: n, dense: new Float64Array(0), start, index, value, outcome, weight: null };
  }
  if (done !== rows)
    throw new InputError({ in: file.name }, `expected ${rows} rows as when it was opened, got ${done}`);
}
