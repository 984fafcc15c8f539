import { bestActions } from "../comparators/best-actions.ts";
import { bestFixed, type BestFixed } from "../comparators/hindsight.ts";
import type { PanelAccounts, Totals } from "../engine/accounts.ts";
import { type Control, drive, progressOf, type Stop } from "../engine/drive.ts";
import { restUntil } from "../engine/pace.ts";
import type { PanelRules } from "../engine/panel.ts";
import { RULES } from "../engine/rules.ts";
import { Session, type SessionOptions } from "../engine/session.ts";
import type { Estimator } from "../estimators/estimator.ts";
import type { Exploration } from "../exploration.ts";
import type { Loss } from "../losses/loss.ts";
import type { EngineSource } from "../wasm/kernels.ts";
import type { Precision } from "../wasm/variants.ts";
import { type Draws, type StreamFeed, streamFeed } from "./feed.ts";
import { keptIn } from "./perturbed.ts";
import type { Plan } from "./plan.ts";
import { copiesOf } from "./policy.ts";

/**
 * What is played of a simulation: everything that the kernels have to know, as plain data, so that any thread can play it.
 * Only a schedule that is a sequence of deployments is a function and stays where it is.
 */
export interface Play extends Draws {
  readonly rounds: number;
  readonly precision: Precision;
  readonly relaxed: boolean;
  /** Replicates that are played side by side, from `replicate` on, at most as many as a panel has lanes. */
  readonly replicates: number;
  readonly loss: Loss;
  readonly model: string;
  readonly estimator: Estimator | null;
  readonly exploration: Exploration | null;
  readonly panels: readonly PlayedPanel[];
  /** ρ as stated, which the run is held to; null where it was not. */
  readonly stakes: number | null;
  /** Looks for the best fixed model, where it is the comparator. */
  readonly searches: boolean;
  /** Where to take the kernels from, and those for several replicates; default: the copies inside the package. */
  readonly engine: EngineSource | undefined;
  readonly ownRowsEngine?: EngineSource;
}

export interface PlayedPanel extends PanelRules {
  /** Rounds that will have to wait for their feedback at once, as far as that is known. */
  readonly latency: number;
}

/** Where a play stands: plain data. */
export interface Standing extends Stop {
  readonly totals: Totals;
  readonly panels: readonly PanelAccounts[];
  /** The best fixed model of the rounds so far; where that takes further passes it is only looked for at the end. */
  readonly best: BestFixed | null;
  /** Norms of the aligned model: before round 1, and the largest so far. */
  readonly norm: number;
  readonly maxNorm: number;
}

/** Plays, and says where each replicate stands before round 1 and at each checkpoint. */
export type Player = (play: Play, control: Control) => AsyncGenerator<readonly Standing[], void>;

export function playOf(plan: Plan): Play {
  const {
    rounds,
    precision,
    relaxed,
    stream,
    loss,
    model,
    estimator,
    exploration,
    update,
    comparator,
    seed,
    generator,
    replicate,
    blockSize,
  } = plan;
  const moves = plan.comparator.name === "aligned" && drifts(plan);
  return {
    rounds,
    precision,
    relaxed,
    replicates: 1,
    stream,
    loss,
    model: model.name,
    estimator,
    exploration,
    comparator,
    seed,
    generator,
    replicate,
    blockSize,
    stakes: plan.stakes,
    searches: comparator.name === "hindsight",
    engine: plan.engine,
    panels: plan.panels.map(({ schedule, steps }) => ({
      schedule: { name: schedule.name, rule: schedule.rule },
      latency: schedule.latency(rounds) ?? 0,
      steps,
      rule: RULES[update.step.rule],
      l2: update.l2,
      radius: keptIn(update.radius, estimator),
      interceptStep: null,
      fresh: update.gradient === "fresh",
      certify: estimator === null,
      // the largest |z| and |z - u| are part of the bound
      drifting: moves,
      river: false,
      histogram: false,
      transformed: plan.transformed,
    })),
  };
}

/** Whether the aligned model moves. */
export function drifts({ stream }: Pick<Plan, "stream">): boolean {
  const drift = stream.aligned?.drift;
  return drift !== undefined && (drift.walk > 0 || drift.shiftRate > 0 || drift.shifts.length > 0);
}

/** The stream in a session's memory, and the comparator that is to play it. */
export function feedOf(session: Session, of: Play): StreamFeed {
  const { comparator, loss } = of;
  const feed = streamFeed(session, of);
  const columns = of.stream.features + 1;
  const chooses = of.stream.actions > 0;
  if (comparator.name === "aligned") session.against = "aligned";
  else if (comparator.name === "fixed") session.setComparator(comparator.weights);
  // a model chosen in hindsight is measured from the untrained one, whose scores then replace those of the aligned model
  else if (!chooses) session.setComparator(new Float64Array(columns));
  if (comparator.name === "aligned" && !drifts(of)) session.comparatorNorm2 = feed.start * feed.start;
  if (of.searches && !chooses) session.expandAt(columns, loss.hindsight !== "linear");
  return feed;
}

/** Where a play stands at a stop, from its panels' accounts and from the session that drew its stream. */
export async function standingOf(
  session: Session,
  of: Play,
  { start, maxNorm, gained }: StreamFeed,
  panels: readonly PanelAccounts[],
  control: Control,
  stop: Stop,
): Promise<Standing> {
  const totals = session.totals();
  const best = !of.searches
    ? null
    : gained
      ? bestActions(gained())
      : await inHindsight(session, of, control, stop);
  // a search that was broken off leaves the run as it is, without a regret
  const broken = stop.last && best === "interrupted";
  return {
    ...stop,
    interrupted: stop.interrupted || broken,
    totals,
    panels,
    best: best === "interrupted" ? null : best,
    norm: start,
    maxNorm: maxNorm(),
  };
}

export function sessionOf({
  stream,
  blockSize,
  panels,
  loss,
  model,
  estimator,
  exploration,
  precision,
  relaxed,
  engine,
}: Play): SessionOptions {
  return {
    shape: {
      dense: stream.features,
      intercept: false,
      block: blockSize,
      raw: false,
      latency: Math.max(0, ...panels.map(({ latency }) => latency)),
      precision,
      relaxed,
      ...kindOf({ stream, estimator }),
      actions: stream.actions,
      contexts: stream.contexts,
      world: stream.world ? { mistold: stream.world.told !== null } : null,
      copies: copiesOf(model, stream),
      notes: estimator !== null && estimator.memory !== null,
      exploration,
      perturbs: estimator?.perturbation?.of ?? null,
    },
    loss,
    model,
    estimator,
    // an intercept, which is 0 here, has a column in models alone
    columns: estimator
      ? (stream.features || stream.contexts) * Math.max(1, stream.actions) * copiesOf(model, stream)
      : stream.features + 1,
    scaled: null,
    grading: null,
    engine,
  };
}

/** Which of the builds plays it (wasm/variants.ts). */
export function kindOf({ stream, estimator }: Pick<Play, "stream" | "estimator">): {
  readonly policies: boolean;
  readonly perturbed: boolean;
} {
  return { policies: stream.actions > 0, perturbed: estimator?.perturbation !== undefined };
}

async function inHindsight(
  session: Session,
  of: Play,
  control: Control,
  stop: Stop,
): Promise<BestFixed | "interrupted" | null> {
  const { comparator, loss } = of;
  if (comparator.name !== "hindsight" || stop.rounds === 0) return null;
  if (loss.hindsight === "newton" && (!stop.last || stop.interrupted)) return null;
  const first = { ...session.expansion(), gain: 0 };
  const pass = async (weights: Float64Array, number: number) => {
    const second = await Session.open(sessionOf(of));
    const { fill } = streamFeed(second, of);
    // the stream writes the aligned model's scores; the comparator's replace them
    second.setComparator(weights);
    second.expandAt(weights.length, true);
    for await (const { interrupted } of drive(second, fill, [stop.rounds], progressOf(control, number)))
      if (interrupted) return null;
    return { ...second.expansion(), gain: second.totals().value };
  };
  const { radius, tolerance } = comparator;
  const rest = restUntil(control.signal);
  return (
    (await bestFixed(loss.hindsight, radius, tolerance * stop.rounds, first, pass, rest)) ?? "interrupted"
  );
}
