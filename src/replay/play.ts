import { bestFixed, type BestFixed, type Expansion, MOST_COLUMNS } from "../comparators/hindsight.ts";
import { type PanelAccounts, readAccounts, type Totals } from "../engine/accounts.ts";
import { checkpoints, type Control, drive, progressOf, type Stop } from "../engine/drive.ts";
import { restUntil } from "../engine/pace.ts";
import type { Panel } from "../engine/panel.ts";
import { predictionsOf } from "../engine/predictions.ts";
import { RULES } from "../engine/rules.ts";
import type { Session } from "../engine/session.ts";
import { StakesWatch } from "../engine/watch.ts";
import type { Baseline } from "../result.ts";
import { readBaseline } from "./baseline.ts";
import { checkComparator, columnsOf, openPass } from "./feed.ts";
import type { Plan } from "./plan.ts";

/** Where a replay stands. The accounts of its panels begin anew after the prefix. */
export interface Standing extends Stop {
  readonly columns: number;
  readonly totals: Totals;
  /** Rows so far whose feedback never comes. */
  readonly passedOver: number;
  readonly panels: readonly (PanelAccounts & { readonly baseline: Baseline })[];
  readonly best: BestFixed | null;
}

/** Rounds at which somebody looks at the accounts themselves, and how. */
export interface Marks {
  /** Increasing. */
  readonly rounds: readonly number[];
  /** Called at each of these rounds, and where the replay ends or is interrupted, before the accounts begin anew. */
  readonly look: (panels: readonly Panel[], rounds: number) => void;
}

/** Plays the log, and says where it stands at each checkpoint and at the end of the prefix. */
export async function* play(plan: Plan, control: Control, marks?: Marks): AsyncGenerator<Standing, void> {
  const { rows, comparator, split } = plan;
  const { session, fill, idsOf, close } = await openPass(plan);
  try {
    if (comparator?.name === "fixed") session.setComparator(comparator.weights);
    const panels = plan.panels.map((of) => addPanel(session, plan, of));
    if (plan.stakes !== null && comparator !== null) session.watch = new StakesWatch(plan.stakes);
    if (plan.onPredictions) session.onPlayed = predictionsOf(session, idsOf, plan.onPredictions);
    const reported = new Set([...checkpoints(rows.rows), split]);
    const marked = new Set(marks?.rounds);
    const stops = [...new Set([...reported, ...marked])].sort((a, b) => a - b);
    for await (const stop of drive(session, fill, stops, progressOf(control, 1))) {
      const { rounds, last, interrupted } = stop;
      if (marked.has(rounds) || last) marks?.look(panels, rounds);
      if (!last && !reported.has(rounds)) continue;
      if (last && !interrupted) checkComparator(plan, true);
      const best = last && !interrupted ? await inHindsight(plan, control, rounds) : null;
      const since = rounds > split ? split : 0;
      yield {
        ...stop,
        // a search that was broken off leaves the replay as it is, without a regret
        interrupted: interrupted || best === "interrupted",
        columns: columnsOf(plan),
        totals: session.totals(),
        passedOver: session.run.passedOver,
        panels: panels.map((panel) => ({
          ...readAccounts(session, panel, rounds, since),
          baseline: readBaseline(panel, rounds - since, rows.task !== "regression"),
        })),
        best: best === "interrupted" ? null : best,
      };
      if (rounds === split) for (const panel of panels) panel.resetAccounts();
    }
  } finally {
    await close();
  }
}

export function addPanel(
  session: Session,
  plan: Plan,
  { schedule: at, steps }: Plan["panels"][number],
): Panel {
  const { update, scale } = plan;
  const schedule = plan.schedules[at]!;
  return session.addPanel({
    schedule,
    job: schedule.job ?? 0,
    steps,
    rule: RULES[update.step.rule],
    l2: update.l2,
    radius: update.radius,
    interceptStep: update.interceptStep,
    fresh: update.gradient === "fresh",
    certify: plan.certified && schedule.job === undefined,
    drifting: false,
    river: scale === "river",
    histogram: plan.rows.task === "classification",
    classes: plan.rows.classes?.length ?? 0,
  });
}

/** The best fixed model, from passes of its own: only now are all columns known. */
async function inHindsight(
  plan: Plan,
  control: Control,
  rounds: number,
): Promise<BestFixed | "interrupted" | null> {
  const { comparator, loss } = plan;
  if (comparator?.name !== "hindsight") return null;
  const n = columnsOf(plan);
  if (n > MOST_COLUMNS) {
    throw new RangeError(
      `${plan.who}: comparator: hindsight() takes at most ${MOST_COLUMNS} columns, got ${n} in ${plan.rows.name}`,
    );
  }
  const pass = async (weights: Float64Array, number: number): Promise<Expansion | null> => {
    const { session, fill, close } = await openPass(plan);
    try {
      session.setComparator(weights);
      session.expandAt(n, true);
      for await (const stop of drive(session, fill, [rounds], progressOf(control, number)))
        if (stop.interrupted) return null;
      return { ...session.expansion(), gain: session.totals().value };
    } finally {
      await close();
    }
  };
  const first = await pass(new Float64Array(n), 2);
  if (first === null) return "interrupted";
  const best = await bestFixed(
    loss.hindsight,
    comparator.radius,
    comparator.tolerance * rounds,
    first,
    (weights, number) => pass(weights, number + 1),
    restUntil(control.signal),
  );
  return best ?? "interrupted";
}
