import type { Wanted } from "./choose.ts";
import type { ClassTally } from "./classes.ts";
import { inUtf8 } from "./encoding.ts";
import { InputError, quote } from "./error.ts";
import { openFile, type DataFile, type Source } from "./file.ts";
import { LabelTally, refuseWanted, toOutcomes } from "./labelled.ts";
import type { RowBlock, RowSource } from "./rows.ts";
import { VwFeatures } from "./vw-features.ts";
import { VwRows } from "./vw-rows.ts";
import { ByteWindow } from "./window.ts";

/** Rows of a VW file, in features numbered in order of appearance. Arrays may be longer than needed. */
export interface VwBlock extends Pick<RowBlock, "rows" | "start" | "index" | "value"> {
  /** (rows,) labels as written; of logged bandits 0. */
  readonly label: Float64Array;
  /** (rows,) importance weights; of logged bandits 1. */
  readonly weight: Float64Array;
  /** (rows,) of logged bandits: the action taken, from 1; what it cost; the probability with which it was taken. */
  readonly action: Uint32Array;
  readonly cost: Float64Array;
  readonly probability: Float64Array;
  /** (rows,) tags, empty where there is none; null where nobody asked for them. */
  readonly tags: readonly string[] | null;
  /** (rows,) of logged bandits: how many actions the label names, the one taken among them. */
  readonly listed: Uint32Array;
}

/** A VW file as it is written, multiclass and contextual-bandit labels included. */
export interface VwLog {
  readonly name: string;
  readonly rows: number;
  /** Numbers (classes, multiclass labels and values are all written so), or `action:cost:probability`. */
  readonly labels: "numbers" | "bandit";
  /** The first three different labels. */
  readonly different: readonly number[];
  /** True where some importance is not 1. */
  readonly weighted: boolean;
  readonly features: number;
  /** `namespace^feature`, or the feature alone where the namespace has no name. */
  featureName(column: number): string;
  blocks(): AsyncIterable<VwBlock>;
}

const BLOCK = 8192;

/** Opens VW text for whoever learns from its labels as they are. Walks over the whole file once. @throws InputError. */
export async function openVw(source: Source, name?: string): Promise<VwLog> {
  return walkOnce(inUtf8(await openFile(source, name), undefined), new LabelTally(undefined));
}

/** What is wanted of VW text beside labels and features. */
interface VwWanted {
  /** Collects the actions of a logged bandit. */
  readonly actions?: ClassTally<number>;
  /** Blocks have the tags of their rows; default false. */
  readonly tagged?: boolean;
}

export async function walkOnce(
  file: DataFile,
  tally: LabelTally,
  { actions, tagged = false }: VwWanted = {},
): Promise<VwLog> {
  const features = new VwFeatures();
  let [rows, weighted] = [0, false];
  let labels: VwLog["labels"] = "numbers";
  for await (const { block, rows: n } of walk(file, features, false)) {
    rows += n;
    labels = block.labels.kind!;
    tally.add(block.labels.label, n);
    if (actions) for (let row = 0; row < n; row++) actions.add(block.labels.action[row]!);
    for (let row = 0; row < n; row++) if (block.labels.weight[row] !== 1) weighted = true;
  }
  if (rows === 0)
    throw new InputError({ in: file.name }, "expected rows such as `1 |f age:0.5 new`, got an empty file");
  return {
    name: file.name,
    rows,
    labels,
    different: tally.different,
    weighted: weighted && labels === "numbers",
    features: features.count,
    featureName(column) {
      if (!(column >= 0 && column < features.count))
        throw new RangeError(`feature: expected 0 to ${features.count - 1}, got ${column}`);
      return features.nameOf(column);
    },
    async *blocks() {
      let done = 0;
      for await (const { block, rows: n } of walk(file, features, tagged)) {
        const { start, index, value } = block;
        done += n;
        yield { rows: n, start, index, value, ...columnsOf(block) };
      }
      if (done !== rows)
        throw new InputError({ in: file.name }, `expected ${rows} rows as when it was opened, got ${done}`);
    },
  };
}

function columnsOf({
  labels,
}: VwRows): Pick<VwBlock, "label" | "weight" | "action" | "cost" | "probability" | "listed" | "tags"> {
  const { label, action, cost, probability, listed, tags } = labels;
  const weight = labels.kind === "bandit" ? new Float64Array(label.length).fill(1) : labels.weight;
  return { label, weight, action, cost, probability, listed, tags };
}

/** All rows in blocks, the same one again and again. */
export async function* walk(
  file: DataFile,
  features: VwFeatures,
  tagged: boolean,
): AsyncGenerator<{ block: VwRows; rows: number }> {
  const window = new ByteWindow(file.name, file.bytes());
  const block = new VwRows(file.name, features, BLOCK, tagged);
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

/**
 * VW text as rows: every feature sparse, labels -1 and 1 or 0 and 1 classes, others numbers to predict. The intercept that every
 * learner has is VW's Constant.
 */
export async function readVw(file: DataFile, wanted: Wanted): Promise<RowSource> {
  const { id, ...others } = wanted;
  refuseWanted(file.name, "a VW file", others);
  if (id !== undefined && id !== "tag")
    throw new InputError(
      { in: file.name },
      `expected "tag" as the id, because VW text has no other, got ${quote(id)}`,
    );
  const tally = new LabelTally(wanted.task);
  const log = await walkOnce(file, tally, { tagged: id !== undefined });
  if (log.labels === "bandit") {
    throw new InputError(
      { in: file.name },
      "expected labels that are numbers, got those of a logged bandit, action:cost:probability (evaluate and plan take them)",
    );
  }
  const labels = tally.decide(file.name);
  let met = 0;
  return {
    name: file.name,
    rows: log.rows,
    dense: [],
    task: labels.task,
    classes: labels.classes,
    sparseColumns: () => met,
    sparseName: (index) => log.featureName(index),
    async *blocks() {
      for await (const { rows, start, index, value, label, weight: own, tags: ids } of log.blocks()) {
        for (let i = 0; i < start[rows]!; i++) if (index[i]! >= met) met = index[i]! + 1;
        toOutcomes(label, rows, labels);
        const dense = new Float64Array(0);
        const weight = log.weighted ? own : null;
        yield { rows, dense, start, index, value, outcome: label, weight, ids };
      }
    },
  };
}
