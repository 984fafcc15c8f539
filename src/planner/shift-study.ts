import { DELTA } from "./adwin.ts";
import { type Event, eventCosts, levelOf } from "./event-study.ts";
import type { Evidence } from "./evidence.ts";
import type { Shift, Shifts } from "./result.ts";
import { findShifts, type Seen } from "./shifts.ts";
import { sumOf } from "./strips.ts";

/**
 * Shifts of the log, and what each cost under every schedule.
 *
 * @param best index of the schedule whose level of loss is watched.
 * @param value value at stake a decision; null for none.
 */
export function studyShifts(evidence: Evidence, best: number, value: number | null): Shifts {
  const { rows, planning, strips } = evidence;
  // of a learner that diverged they are NaN: nothing is to be seen, and nothing known
  const losses = planning.asked.map((_, p) => evidence.losses(p));
  const found = findShifts(
    losses.map((own) => (Number.isFinite(sumOf(own)) ? own.map((loss, i) => loss / rows[i]!) : NOTHING)),
    best,
  );
  const sizes = found.list.map(
    ({ from, found: at, by, left }, i) =>
      levelOf(losses[by]!, rows, from, at + 1) -
      (left ?? levelOf(losses[by]!, rows, sinceOf(found.list, i), from)),
  );
  const worse = [...sizes.keys()].filter((i) => found.list[i]!.left !== null || sizes[i]! > 0);
  const events = worse.map((i, j) => eventOf(found.list, i, worse[j + 1], rows.length));
  const costs = losses.map((own) => eventCosts(own, rows, events));
  const rowBehind = (strip: number): number => planning.replay.split + sumOf(rows, 0, strip);
  const list = found.list.map(({ from, found: at, by }, i): Shift => ({
    row: rowBehind(from) + 1,
    found: rowBehind(at + 1),
    by,
    size: sizes[i]!,
    costs: worse.includes(i) ? costs.map((own) => own[worse.indexOf(i)]!) : [],
  }));
  const rate = worse.length / sumOf(rows);
  const meanCost = costs.map((own) => meanOf(own.flatMap(({ cost }) => cost ?? [])));
  return {
    watched: best,
    delta: DELTA,
    correlation: found.correlation,
    shortest: found.shortest * strips.width,
    list,
    rate,
    meanCost,
    share: meanCost.map((cost) => (cost === null || value === null ? null : (rate * cost) / value)),
  };
}

const NOTHING = new Float64Array(0);

/** Where the level before a shift begins at the earliest. */
function sinceOf(list: readonly Seen[], i: number): number {
  return list[i - 1]?.end ?? 0;
}

/** @param next index of the next shift for the worse. */
function eventOf(list: readonly Seen[], i: number, next: number | undefined, strips: number): Event {
  return {
    from: list[i]!.from,
    since: sinceOf(list, i),
    over: list[i]!.end,
    until: next === undefined ? strips : list[next]!.from,
  };
}

function meanOf(costs: readonly number[]): number | null {
  return costs.length === 0 ? null : costs.reduce((sum, cost) => sum + cost, 0) / costs.length;
}
