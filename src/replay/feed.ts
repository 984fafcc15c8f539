import { checkRows, checkShape } from "../data/check-block.ts";
import type { RowBlock } from "../data/rows.ts";
import type { Feed } from "../engine/drive.ts";
import type { IdsOf } from "../engine/predictions.ts";
import { Session } from "../engine/session.ts";
import type { Plan } from "./plan.ts";

/** A session and a pass over the log that feeds it. */
export interface Pass {
  readonly session: Session;
  readonly fill: Feed;
  readonly idsOf: IdsOf;
  readonly close: () => Promise<void>;
}

export async function openPass(plan: Plan): Promise<Pass> {
  const { rows } = plan;
  const blocks = rows.blocks()[Symbol.asyncIterator]();
  const close = async () => void (await blocks.return?.());
  const next = async (before: RowBlock | null): Promise<RowBlock | null> => {
    const { value } = await blocks.next();
    if (value === undefined) return null;
    checkShape(rows, value, before);
    return value;
  };
  let block = await next(null);
  const session = await openSession(plan);
  checkComparator(plan, false);
  let at = 0;
  let clock = -Infinity;
  const take = (from: number, most: number): number => {
    if (block === null) return 0;
    const n = Math.min(most, block.rows - at);
    session.reserve(from, n);
    session.run.write(block, at, n, from, session.oldest(from));
    if (!session.validRows(from, n, rows.sparseColumns())) checkRows(rows, block, from - at, clock);
    at += n;
    return n;
  };
  const fill: Feed = (from, most) => {
    if (block === null || at < block.rows) return take(from, most);
    // a source may use the memory of a block again
    clock = block.time?.[block.rows - 1] ?? clock;
    return next(block).then((following) => {
      [block, at] = [following, 0];
      checkComparator(plan, false);
      session.grow(weightsOf(plan));
      return take(from, most);
    });
  };
  const idsOf: IdsOf = (n) => block?.ids?.slice(at - n, at) ?? null;
  return { session, fill, idsOf, close };
}

function openSession(plan: Plan): Promise<Session> {
  const { rows, scale, schedules, blockSize, loss, model, tie, engine } = plan;
  const scaled = scale === "none" ? [] : rows.dense.map(({ scalable }) => scalable);
  return Session.open({
    shape: {
      dense: rows.dense.length,
      intercept: true,
      block: blockSize,
      raw: scale === "river",
      latency: Math.max(...schedules.map((schedule) => schedule.latency(rows.rows) ?? 0)),
      precision: plan.precision,
      relaxed: plan.relaxed,
      actions: rows.classes?.length ?? 0,
      targets: rows.task === "multiclass",
    },
    loss,
    model: model.name,
    estimator: null,
    columns: weightsOf(plan),
    scaled: scaled.includes(true) ? scaled : null,
    grading: { classes: rows.task !== "regression", threshold: loss.threshold, strict: tie === 0 },
    engine,
  });
}

/** Columns of the model so far, the intercept included. */
export function columnsOf({ rows }: Plan): number {
  return 1 + rows.dense.length + rows.sparseColumns();
}

/** Rows of weights: one for each column, and with several classes for each of them. */
function weightsOf(plan: Plan): number {
  return columnsOf(plan) * (plan.rows.classes?.length ?? 1);
}

/** A comparator given by its weights has one for each column; while the log is being read there may be fewer columns. */
export function checkComparator(plan: Plan, complete: boolean): void {
  const { comparator } = plan;
  if (comparator?.name !== "fixed") return;
  const columns = columnsOf(plan);
  const { length } = comparator.weights;
  if (length < columns || (complete && length > columns)) {
    throw new RangeError(
      `${plan.who}: comparator: expected a weight for each of ${columns} columns (intercept first), got ${length}`,
    );
  }
}
