import { eventCost, levelOf } from "./event-study.ts";
import type { Evidence } from "./evidence.ts";
import type { Shift, Shifts } from "./result.ts";
import { DELTA, findShifts, noiseOf } from "./shifts.ts";
import { sumOf } from "./strips.ts";

/**
 * Shifts of the log as the best learner met them, and what each cost under every schedule.
 *
 * @param best index of the schedule whose loss is watched.
 * @param value value at stake a decision; null for none.
 */
export function studyShifts(evidence: Evidence, best: number, value: number | null): Shifts {
  const { rows, planning } = evidence;
  const watched = evidence.losses(best);
  const means = watched.map((loss, i) => loss / rows[i]!);
  const noise = noiseOf(means);
  const found = Number.isFinite(sumOf(watched)) ? findShifts(means, noise) : [];
  const starts = found.map(({ from }) => from);
  const sizes = found.map(
    ({ from, found: at }, i) =>
      levelOf(watched, rows, from, at + 1) - levelOf(watched, rows, starts[i - 1] ?? 0, from),
  );
  const worse = starts.filter((_, i) => sizes[i]! > 0);
  const costs = (i: number): Shift["costs"] => {
    const event = {
      from: starts[i]!,
      since: starts[i - 1] ?? 0,
      until: worse.find((next) => next > starts[i]!) ?? rows.length,
    };
    return sizes[i]! > 0 ? planning.asked.map((_, p) => eventCost(evidence.losses(p), rows, event)) : [];
  };
  const rowBehind = (strip: number): number => planning.replay.split + sumOf(rows, 0, strip);
  const list = found.map(({ from, found: at }, i) => ({
    row: rowBehind(from) + 1,
    found: rowBehind(at + 1),
    size: sizes[i]!,
    costs: costs(i),
  }));
  const rate = worse.length / sumOf(rows);
  const meanCost = planning.asked.map((_, p) => meanOf(list, p));
  return {
    watched: best,
    delta: DELTA,
    correlation: noise.correlation,
    list,
    rate,
    meanCost,
    share: meanCost.map((cost) => (cost === null || value === null ? null : (rate * cost) / value)),
  };
}

/** Mean cost of the shifts for the worse under one schedule. */
function meanOf(list: readonly Shift[], point: number): number | null {
  const costs = list.flatMap(({ costs }) => (costs.length > 0 ? [costs[point]!.cost] : []));
  return costs.length === 0 ? null : costs.reduce((sum, cost) => sum + cost, 0) / costs.length;
}
