import type { ClockGlance } from "../data/glance.ts";
import { type Inspected, inspectLog, type LogOptions } from "../data/open.ts";
import type { RowBlock, RowSource } from "../data/rows.ts";
import { type DryRun, dryRunText, type MetRow } from "../report/dry-run.ts";
import { json } from "../report/json.ts";
import { idsIn, timesIn, whenOf } from "./dry-run-times.ts";
import { INTERRUPTED, OK, print, terminalWidth, UsageError } from "./exit.ts";
import { type LogFile, logFile } from "./spool.ts";

/** What was understood of a log, and how long a run over it takes, without the run. */

/** Rows that are shown. */
const SHOWN = 3;

/** Milliseconds of a trial run, once its kernels are compiled and the first rows are read. */
const TRIAL = 400;

/** A run as it would be, with what breaks it off. */
type Trial = (
  rows: RowSource,
  control: { readonly signal: AbortSignal; readonly onProgress: (rounds: number, pass?: number) => void },
) => Promise<unknown>;

/** What a command makes of a log. */
export interface Understood {
  /** How it opens it. */
  readonly options: LogOptions;
  /** What it predicts; null where rows say it themselves. */
  readonly target: string | null;
  /** It is a log of actions. */
  readonly logged?: true;
  /** The run itself, which the trial begins and breaks off. */
  readonly run: Trial;
}

interface DryRunFlags {
  readonly quiet?: true;
  readonly json?: true;
  readonly out?: string;
  readonly predictions?: string;
}

/** @param understand what the command makes of the file. */
export async function dryRun(
  argument: string,
  flags: DryRunFlags,
  signal: AbortSignal,
  understand: (file: Pick<LogFile, "path" | "name">) => Understood | Promise<Understood>,
): Promise<number> {
  for (const [name, what] of [
    ["out", "result"],
    ["predictions", "prediction"],
  ] as const) {
    if (flags[name] !== undefined)
      throw new UsageError(`--dry-run: expected no --${name} beside it, because there is no ${what}`);
  }
  const file = await logFile(argument, signal, flags.quiet === true);
  try {
    const { path, name } = file;
    const { options, target, logged, run } = await understand(file);
    const log = await inspectLog(path, { ...options, name });
    const table = (await log.rows.look?.()) ?? null;
    const clocks = (await log.rows.clocks?.()) ?? null;
    const times = clocks && timesIn(clocks, options.anyOrder === true);
    const met = await meet(log.rows, clocks);
    const [reward, propensity] = log.rows.dense.map((column) => column.name);
    const actions = logged && { logged: { reward: reward!, propensity: propensity! } };
    const result = { ...about(log), target, ...actions, ...met, table, times };
    const trial = await tryOut(log.rows, signal, run);
    if (signal.aborted) return INTERRUPTED;
    const whole: DryRun = { ...result, trial };
    await print(flags.json ? `${json(whole)}\n` : dryRunText(whole, terminalWidth()));
    return OK;
  } finally {
    file.remove();
  }
}

function about({
  rows,
  format,
  packing,
}: Inspected): Pick<
  DryRun,
  "kind" | "source" | "format" | "packing" | "rows" | "task" | "classes" | "numbers"
> {
  const { name: source, task, classes, dense } = rows;
  const known = classes && { classes };
  return { kind: "dry-run", source, format, packing, rows: rows.rows, task, ...known, numbers: dense };
}

/** The first rows as they meet a learner, and the sparse columns that the first block has. */
async function meet(
  rows: RowSource,
  clocks: ClockGlance | null,
): Promise<Pick<DryRun, "sparse" | "first" | "ids">> {
  for await (const block of rows.blocks()) {
    const shown = { length: Math.min(SHOWN, block.rows) };
    const first = Array.from(shown, (_, row) => rowOf(rows, block, row, clocks));
    const names = Array.from({ length: Math.min(rows.sparseColumns(), 8) }, (_, i) => rows.sparseName(i));
    const sparse = { columns: rows.sparseColumns(), rows: block.rows, examples: names };
    return { sparse, first, ids: idsIn(block) };
  }
  return { sparse: { columns: 0, rows: 0, examples: [] }, first: [], ids: null };
}

function rowOf(rows: RowSource, block: RowBlock, row: number, clocks: ClockGlance | null): MetRow {
  const { dense, start, index, value, outcome, weight, delay, ids } = block;
  const width = rows.dense.length;
  const entries = Array.from(
    { length: (start[row + 1] ?? 0) - (start[row] ?? 0) },
    (_, i) => start[row]! + i,
  );
  const y = outcome[row]!;
  return {
    ...(ids && { id: ids[row]! }),
    ...(clocks && whenOf(clocks, row)),
    outcome: rows.classes?.[y] ?? y,
    numbers: rows.dense.map(({ name }, j) => [name, dense[row * width + j]!] as const),
    entries: entries.map((i) => [rows.sparseName(index[i]!), value[i]!] as const),
    ...(weight && { weight: weight[row]! }),
    ...(delay && { delay: delay[row] === Infinity ? "never" : delay[row]! }),
  };
}

/** Begins the run, and breaks it off when its speed is known. */
async function tryOut(rows: RowSource, outer: AbortSignal, run: Trial): Promise<DryRun["trial"]> {
  const enough = new AbortController();
  const begun = performance.now();
  let first: { readonly rounds: number; readonly at: number } | null = null;
  let [played, last, passes] = [0, begun, 1];
  const onProgress = (rounds: number, pass: number = 1): void => {
    passes = pass;
    if (pass > 1) return enough.abort();
    [played, last] = [rounds, performance.now()];
    first ??= { rounds, at: last };
    if (last - first.at >= TRIAL) enough.abort();
  };
  await run(rows, { signal: AbortSignal.any([outer, enough.signal]), onProgress });
  const since = first ?? { rounds: 0, at: begun };
  const steady = played > since.rounds && last - since.at >= TRIAL / 2;
  const rate = steady ? (played - since.rounds) / (last - since.at) : played / (last - begun);
  return { rows: played, seconds: rows.rows / rate / 1000, further: passes > 1 };
}
