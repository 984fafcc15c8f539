import type { Wanted } from "./choose.ts";
import { ClassTally } from "./classes.ts";
import { InputError } from "./error.ts";
import { detectFormat } from "./detect.ts";
import { inUtf8 } from "./encoding.ts";
import type { LogOptions } from "./open.ts";
import { type DataFile, openFile, type Source } from "./file.ts";
import { LabelTally, refuseWanted } from "./labelled.ts";
import type { RowSource } from "./rows.ts";
import { type VwBlock, walk, walkOnce } from "./vw.ts";
import { VwFeatures } from "./vw-features.ts";

/** Whether a file is VW text whose labels say what was done. @param as format and encoding; undefined: by name and content. */
export async function saysActions(
  source: Source,
  name: string | undefined,
  { format: stated, encoding }: Pick<LogOptions, "format" | "encoding">,
): Promise<boolean> {
  const file = await openFile(source, name);
  const text = inUtf8(file, encoding);
  if ((stated ?? (await detectFormat(file, text))) !== "vw") return false;
  for await (const { block } of walk(text, new VwFeatures(), false)) return block.labels.kind === "bandit";
  return false;
}

/**
 * VW text of a logged bandit as rows whose outcomes are the actions taken. Two numbers come first in each: the reward, which is minus the cost,
 * and the probability that the action had.
 */
export async function readVwActions(file: DataFile, wanted: Wanted): Promise<RowSource> {
  refuseWanted(file.name, "a VW file", wanted);
  const tally = new ClassTally<number>();
  const log = await walkOnce(file, new LabelTally(undefined), { actions: tally });
  if (log.labels !== "bandit") {
    throw new InputError(
      { in: file.name },
      "expected labels action:cost:probability, got numbers, which do not say what was done",
    );
  }
  const { names, numberOf } = tally.decide({ in: file.name });
  let met = 0;
  return {
    name: file.name,
    rows: log.rows,
    dense: ["reward", "propensity"].map((name) => ({ name, scalable: false })),
    task: "multiclass",
    classes: names,
    sparseColumns: () => met,
    sparseName: (index) => log.featureName(index),
    async *blocks() {
      let first = 0;
      for await (const block of log.blocks()) {
        const { rows, start, index, value } = block;
        checkListed(file.name, block, first, names.length);
        for (let i = 0; i < start[rows]!; i++) if (index[i]! >= met) met = index[i]! + 1;
        const dense = new Float64Array(2 * rows);
        const outcome = new Float64Array(rows);
        for (let row = 0; row < rows; row++) {
          dense[2 * row] = 0 - block.cost[row]!;
          dense[2 * row + 1] = block.probability[row]!;
          outcome[row] = numberOf(block.action[row]!);
        }
        first += rows;
        yield { rows, dense, start, index, value, outcome, weight: null };
      }
    },
  };
}

/** A label that lists what could have been done has to list all of it: policies choose among the same actions in every row. */
function checkListed(name: string, { rows, listed }: VwBlock, first: number, actions: number): void {
  for (let row = 0; row < rows; row++) {
    if (listed[row] === 1 || listed[row] === actions) continue;
    throw new InputError(
      { in: name, row: first + row + 1 },
      `expected a label of one action or of all ${actions} that were ever taken, got ${listed[row]}: policies choose among the same actions in every row`,
    );
  }
}
