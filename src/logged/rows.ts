import { madeBy } from "../check.ts";
import { InputError } from "../data/error.ts";
import { type LogOptions, openLog, type Source } from "../data/open.ts";
import type { RowBlock, RowSource } from "../data/rows.ts";

/** A log of actions: what was done, how likely that was, and what it brought. */

/** Rows whose outcomes are the actions taken; their first two dense columns are the reward and the propensity. */
export interface LoggedRows {
  readonly rows: RowSource;
}

export interface LoggedOptions extends Pick<
  LogOptions,
  | "format"
  | "name"
  | "separator"
  | "decimal"
  | "header"
  | "missing"
  | "encoding"
  | "workers"
  | "features"
  | "time"
  | "anyOrder"
  | "delay"
  | "feedback"
> {
  /** Column of the actions taken: numbers or text, at least two of them. */
  readonly action?: string | undefined;
  /** Column of what each action brought, a number. */
  readonly reward?: string | undefined;
  /** Column of the probability, in (0, 1], that the action had when it was taken. */
  readonly propensity?: string | undefined;
}

/**
 * Opens a log of actions. Without `features` policies know nothing of a row. VW text whose labels are `action:cost:probability` needs no columns named:
 * rewards are minus the costs, and every feature is one.
 *
 * @throws TypeError where one of the three columns is named and another is not; InputError on what is wrong in the log.
 */
export async function openLogged(source: Source, options: LoggedOptions = {}): Promise<LoggedRows> {
  return loggedRows(await openLog(source, loggedAs(options)), options);
}

/** What `openLog` is asked for. */
export function loggedAs(options: LoggedOptions): LogOptions {
  const { action, reward, propensity, features, ...rest } = options;
  if (action === undefined && reward === undefined && propensity === undefined)
    return { ...rest, features, actions: true };
  const quoted = (role: string, name: string | undefined): string => {
    if (name === undefined)
      throw new TypeError(`openLogged: ${role}: expected the name of a column, got none`);
    return `\`${name.replaceAll("`", "``")}\``;
  };
  const wanted = [quoted("reward", reward), quoted("propensity", propensity)];
  return {
    ...rest,
    target: quoted("action", action),
    features: [...wanted, ...(features === undefined ? [] : [features])].join(", "),
    task: "multiclass",
  };
}

/** What `openLog` opened, once its rewards and propensities are known to be numbers. */
export function loggedRows(rows: RowSource, { reward, propensity }: LoggedOptions): LoggedRows {
  for (const [at, column] of [reward, propensity].entries()) {
    if (column !== undefined && rows.dense[at]?.name !== column)
      throw new InputError({ in: rows.name, column }, "expected a number in every row, got text");
  }
  return { rows };
}

/** Rewards and propensities of the block that was handed out last. */
export interface Told {
  /** Rows before the block. */
  readonly first: number;
  readonly rewards: Float64Array;
  readonly propensities: Float64Array;
}

/** The rows without rewards and propensities, which `told` has. */
export function withoutRewards({ rows }: LoggedRows): {
  readonly rows: RowSource;
  readonly told: () => Told;
} {
  let told: Told = { first: 0, rewards: new Float64Array(), propensities: new Float64Array() };
  const width = rows.dense.length;
  async function* blocks(): AsyncGenerator<RowBlock> {
    let first = 0;
    for await (const block of rows.blocks()) {
      const n = block.rows;
      const column = (j: number) =>
        Float64Array.from({ length: n }, (_, row) => block.dense[row * width + j]!);
      told = { first, rewards: column(0), propensities: column(1) };
      const dense = new Float64Array(n * (width - 2));
      for (let row = 0; row < n; row++)
        dense.set(block.dense.subarray(row * width + 2, (row + 1) * width), row * (width - 2));
      first += n;
      // the kernels write weights of their own here
      yield { ...block, dense, weight: new Float64Array(n).fill(1) };
    }
  }
  const source: RowSource = {
    name: rows.name,
    rows: rows.rows,
    task: rows.task,
    classes: rows.classes,
    dense: rows.dense.slice(2),
    sparseColumns: () => rows.sparseColumns(),
    sparseName: (index) => rows.sparseName(index),
    blocks,
  };
  return { rows: source, told: () => told };
}

export function checkLogged(who: string, log: LoggedRows): void {
  const example = 'openLogged("log.csv", { action: "shown", reward: "click", propensity: "p" })';
  const { rows } = madeBy(`${who}: log`, log, "rows", example);
  if (rows.task !== "multiclass" || !rows.classes || rows.classes.length < 2 || rows.dense.length < 2)
    throw new TypeError(`${who}: log: expected actions, rewards and propensities, as ${example} has them`);
}
