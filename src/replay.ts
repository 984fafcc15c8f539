import { F_LAST_LOSS, F_MEAN_ABSOLUTE, F_MEAN_LOSS } from "../assembly/layout.ts";
import type { Opponent } from "./certificate/staleness.ts";
import { readTrace } from "./certificate/trace.ts";
import { madeBy, oneOf, realNumber, wholeNumber } from "./check.ts";
import type { Comparator } from "./comparators/comparator.ts";
import { bestFixed, type BestFixed, type Expansion, MOST_COLUMNS } from "./comparators/hindsight.ts";
import { checkRows, checkShape } from "./data/check-block.ts";
import type { RowBlock, RowSource } from "./data/rows.ts";
import { checkpoints, drive, type Feed, progressOf, usualBlock } from "./engine/drive.ts";
import { restUntil } from "./engine/pace.ts";
import type { Panel } from "./engine/panel.ts";
import { auc, merge, type Phase, readPhase } from "./engine/phase.ts";
import { type Predictions, predictionsOf } from "./engine/predictions.ts";
import { lossFor, panelsOf, RULES, schedulesFrom } from "./engine/rules.ts";
import { lanes, Session } from "./engine/session.ts";
import { absurdity, judge } from "./judge.ts";
import type { Loss } from "./losses/loss.ts";
import type { Model } from "./models/model.ts";
import type {
  Baseline,
  BaselineResult,
  ComparatorResult,
  Figures,
  ReplayCheckpoint,
  ReplayedLearner,
} from "./result.ts";
import type { Schedule } from "./schedules/schedule.ts";
import { ogd, type Update } from "./updates/ogd.ts";
import { constant } from "./updates/steps.ts";
import { norm as normOf } from "./vectors.ts";
import type { EngineSource } from "./wasm/kernels.ts";
import { type Precision, PRECISIONS } from "./wasm/variants.ts";

export interface ReplayOptions {
  /** The log. */
  readonly rows: RowSource;
  /** Default: logistic for classification, linear for regression. */
  readonly model?: Model;
  readonly loss?: Loss;
  /** Default: fresh gradients, the eight step sizes of `AUTO`. */
  readonly update?: Update;
  /** Default: `pipelined(1)`. */
  readonly schedules?: readonly Schedule[];
  /** Running standardisation of numeric columns: with the row itself, as the model's own (river), or none. Default "standard". */
  readonly scale?: "standard" | "river" | "none";
  /** Default: none, and no regret. */
  readonly comparator?: Comparator;
  /** Share of the rows that chooses step sizes; the rest judges them. In (0, 1), default 0.1. */
  readonly prefix?: number;
  /** Class predicted for a score exactly at the threshold. Default 1. */
  readonly tie?: 0 | 1;
  readonly epsilon?: number;
  readonly stakes?: number;
  /** Value at stake in units of loss a decision; default: what the comparator saves against the untrained model. */
  readonly value?: number;
  /** Called with the predictions of each learner, block by block. */
  readonly onPredictions?: (predictions: Predictions) => void;
  /** Type of weights, scores, slopes and single losses; default "f64". In "f32" twice as many learners share a panel. */
  readonly precision?: Precision;
  readonly blockSize?: number;
  readonly signal?: AbortSignal;
  /** Called every few milliseconds with the pass over the log, from 1, and the rows played in it. */
  readonly onProgress?: (rounds: number, pass: number) => void;
  readonly engine?: EngineSource;
}

/** Step sizes 10^(-4 + j/2), j = 0..7. */
export const AUTO: readonly number[] = [
  1e-4, 0.00031622776601683794, 1e-3, 0.0031622776601683794, 0.01, 0.031622776601683794, 0.1,
  0.31622776601683794,
];

/**
 * Replays a log through every learner in one pass, and yields where it stands at log-spaced rows. Memory is that of a block
 * and of the rows that wait for their feedback.
 *
 * @throws TypeError, RangeError on options out of range; InputError on what is wrong in the log.
 */
export async function* replay(options: ReplayOptions): AsyncGenerator<ReplayCheckpoint, void> {
  const plan = planOf(options);
  const { rows } = plan;
  const { session, fill, close } = await open(plan);
  try {
    if (plan.comparator?.name === "fixed") session.setComparator(plan.comparator.weights);
    const panels = addPanels(session, plan);
    if (plan.onPredictions) session.onPlayed = predictionsOf(session, panels, plan.onPredictions);
    const split = Math.min(rows.rows, Math.max(1, Math.floor(rows.rows * plan.prefix)));
    const stops = [...new Set([...checkpoints(rows.rows), split])].sort((a, b) => a - b);
    const state: State = { session, plan, panels, split, prefixes: null, absurd: absurdity(), best: null };
    for await (const stop of drive(session, fill, stops, progressOf(options, 1))) {
      if (stop.last && !stop.interrupted)
        checkComparator(plan, 1 + rows.dense.length + rows.sparseColumns(), true);
      const best = stop.last && !stop.interrupted ? await inHindsight(plan, options, stop.rounds) : null;
      // a search that was broken off leaves the replay as it is, without a regret
      const interrupted = stop.interrupted || best === "interrupted";
      state.best = best === "interrupted" ? null : best;
      yield report(state, stop.rounds, stop.last, interrupted);
      if (stop.rounds === split && !stop.last) state.prefixes = snapshot(state);
    }
  } finally {
    await close();
  }
}

interface Plan {
  readonly rows: RowSource;
  readonly model: Model;
  readonly loss: Loss;
  readonly update: Update;
  readonly schedules: readonly Schedule[];
  readonly scale: "standard" | "river" | "none";
  readonly comparator: Comparator | null;
  readonly prefix: number;
  readonly tie: 0 | 1;
  readonly epsilon: number;
  readonly stakes: number | null;
  readonly value: number | null;
  readonly onPredictions: ((predictions: Predictions) => void) | null;
  readonly blockSize: number;
  readonly precision: Precision;
  readonly engine: EngineSource | undefined;
}

function planOf(options: ReplayOptions): Plan {
  const { rows, scale = "standard", prefix = 0.1, tie = 1, epsilon = 0.05, stakes, value } = options;
  madeBy("replay: rows", rows, "blocks", 'openLog("log.csv", { target: "clicked" })');
  const precision = oneOf("replay: precision", options.precision ?? "f64", PRECISIONS);
  const update = options.update ?? ogd({ step: constant(...AUTO), gradient: "fresh" });
  const outcomes = rows.task === "classification" ? "classes" : "values";
  const schedules = schedulesFrom("replay", options.schedules);
  const { model, loss } = lossFor("replay", outcomes, options.model, options.loss);
  oneOf("replay: scale", scale, ["standard", "river", "none"]);
  if (scale === "river" && !rows.dense.some(({ scalable }) => scalable)) {
    throw new RangeError(
      "replay: scale: river scaling needs numeric columns without a constant of their own, got none",
    );
  }
  realNumber("replay: prefix", prefix, { least: 0, most: 1, open: true });
  realNumber("replay: epsilon", epsilon, { least: 0, open: true });
  if (stakes !== undefined) realNumber("replay: stakes", stakes, { least: 0 });
  if (value !== undefined) realNumber("replay: value", value, { least: 0 });
  if (tie !== 0 && tie !== 1) throw new RangeError(`replay: tie: expected 0 or 1, got ${String(tie)}`);
  if (typeof update.step.sizes === "string") {
    throw new RangeError(
      `replay: step size: ${update.step.sizes} needs bounds that a log does not state; give numbers`,
    );
  }
  let comparator = options.comparator ?? null;
  if (comparator?.name === "aligned")
    throw new RangeError("replay: comparator: a log has no aligned model; use hindsight()");
  if (comparator?.name === "hindsight") {
    if (loss.hindsight === "none")
      throw new RangeError(`replay: comparator: no way to find the best fixed model for ${loss.label}`);
    if (Number.isNaN(comparator.radius))
      comparator = { ...comparator, radius: update.radius === Infinity ? 100 : update.radius };
  }
  return {
    rows,
    model,
    loss,
    update,
    schedules,
    scale,
    comparator,
    prefix,
    tie,
    epsilon,
    stakes: stakes ?? null,
    value: value ?? null,
    onPredictions: options.onPredictions ?? null,
    blockSize: wholeNumber(
      "replay: blockSize",
      options.blockSize ??
        usualBlock(
          rows.dense.length,
          schedules.length * panelsOf(update, precision),
          comparator?.name === "hindsight",
        ),
      1,
      65536,
    ),
    precision,
    engine: options.engine,
  };
}

/** A session and a pass over the log that feeds it. */
async function open(plan: Plan): Promise<{ session: Session; fill: Feed; close: () => Promise<void> }> {
  const { rows, scale } = plan;
  const blocks = rows.blocks()[Symbol.asyncIterator]();
  const close = async () => void (await blocks.return?.());
  const next = async (): Promise<RowBlock | null> => {
    const { value } = await blocks.next();
    if (value === undefined) return null;
    checkShape(rows, value);
    return value;
  };
  let block = await next();
  const scaled = scale === "none" ? [] : rows.dense.map(({ scalable }) => scalable);
  const columns = () => 1 + rows.dense.length + rows.sparseColumns();
  const session = await Session.open({
    shape: {
      dense: rows.dense.length,
      intercept: true,
      block: plan.blockSize,
      raw: scale === "river",
      latency: Math.max(...plan.schedules.map((schedule) => schedule.latency(rows.rows) ?? 0)),
      precision: plan.precision,
    },
    loss: plan.loss,
    model: plan.model.name,
    columns: columns(),
    scaled: scaled.includes(true) ? scaled : null,
    grading: {
      classes: rows.task === "classification",
      threshold: plan.loss.threshold,
      strict: plan.tie === 0,
    },
    engine: plan.engine,
  });
  checkComparator(plan, columns(), false);
  let at = 0;
  const take = (from: number, most: number): number => {
    if (block === null) return 0;
    const n = Math.min(most, block.rows - at);
    session.reserve(from, n);
    session.run.write(block, at, n, from, session.oldest(from));
    if (!session.validRows(from, n, rows.sparseColumns())) checkRows(rows, block, from - at);
    at += n;
    return n;
  };
  const fill: Feed = (from, most) => {
    if (block === null || at < block.rows) return take(from, most);
    return next().then((following) => {
      [block, at] = [following, 0];
      checkComparator(plan, columns(), false);
      session.grow(columns());
      return take(from, most);
    });
  };
  return { session, fill, close };
}

/** A comparator given by its weights has one for each column; while the log is being read there may be fewer columns. */
function checkComparator({ comparator }: Plan, columns: number, complete: boolean): void {
  if (comparator?.name !== "fixed") return;
  const { length } = comparator.weights;
  if (length < columns || (complete && length > columns)) {
    throw new RangeError(
      `replay: comparator: expected a weight for each of ${columns} columns (intercept first), got ${length}`,
    );
  }
}

/** The learners of one panel. */
interface PanelOf {
  readonly panel: Panel;
  readonly steps: readonly number[];
  /** Index of its schedule. */
  readonly schedule: number;
}

function addPanels(session: Session, plan: Plan): PanelOf[] {
  const { update } = plan;
  return plan.schedules.flatMap((schedule, index) =>
    lanes(update.step.sizes as readonly number[], plan.precision).map((steps) => ({
      steps,
      schedule: index,
      panel: session.addPanel({
        schedule,
        steps,
        rule: RULES[update.step.rule],
        l2: update.l2,
        radius: update.radius,
        interceptStep: update.interceptStep,
        fresh: update.gradient === "fresh",
        // under river scaling no theorem holds, and learning ahead would move the scaler
        certify: plan.comparator !== null && plan.loss.convex && plan.scale !== "river",
        drifting: false,
        river: plan.scale === "river",
        histogram: plan.rows.task === "classification",
      }),
    })),
  );
}

/** The best fixed model, from passes of its own: only now are all columns known. */
async function inHindsight(
  plan: Plan,
  options: ReplayOptions,
  rounds: number,
): Promise<BestFixed | "interrupted" | null> {
  const { comparator, loss, rows } = plan;
  if (comparator?.name !== "hindsight") return null;
  const n = 1 + rows.dense.length + rows.sparseColumns();
  if (n > MOST_COLUMNS) {
    throw new RangeError(`replay: comparator: hindsight() takes at most ${MOST_COLUMNS} columns, got ${n}`);
  }
  const pass = async (weights: Float64Array, number: number): Promise<Expansion | null> => {
    const { session, fill, close } = await open(plan);
    try {
      session.setComparator(weights);
      session.expandAt(n, true);
      for await (const stop of drive(session, fill, [rounds], progressOf(options, number)))
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
    restUntil(options.signal),
  );
  return best ?? "interrupted";
}

interface State {
  readonly session: Session;
  readonly plan: Plan;
  readonly panels: readonly PanelOf[];
  /** Rows of the prefix. */
  readonly split: number;
  /** Accounts of the prefix, once it is over; the panels' own then hold the rest. */
  prefixes: Prefix[] | null;
  readonly absurd: ReturnType<typeof absurdity>;
  best: BestFixed | null;
}

/** The accounts of a panel when the prefix ended. */
interface Prefix {
  readonly phases: readonly Phase[];
  readonly baseline: Baseline;
}

/** Takes down the accounts of the prefix and starts those of the rest. */
function snapshot({ panels, split, plan }: State): Prefix[] {
  return panels.map(({ panel, steps }) => {
    const phases = steps.map((_, lane) => readPhase(panel, lane, split));
    const baseline = readBaseline(panel, split, plan);
    panel.resetAccounts();
    return { phases, baseline };
  });
}

const NO_ROUNDS: Figures = {
  rounds: 0,
  meanLoss: NaN,
  errors: null,
  auc: null,
  brier: null,
  rmse: null,
  mae: null,
};

function report(state: State, rounds: number, done: boolean, interrupted: boolean): ReplayCheckpoint {
  const { plan, panels, session } = state;
  const runs = panels.flatMap((_, p) => learners(state, p, rounds));
  const { rows } = plan;
  return {
    rounds,
    total: rows.rows,
    done,
    interrupted,
    source: rows.name,
    task: rows.task,
    loss: plan.loss.label,
    columns: 1 + rows.dense.length + rows.sparseColumns(),
    runs,
    chosen: plan.schedules.map((_, schedule) => choose(panels, runs, schedule)),
    baselines: plan.schedules.map((_, schedule) => baselineResult(state, schedule, rounds)),
    comparator: plan.comparator && comparatorResult(state, session, rounds),
  };
}

function learners(state: State, p: number, rounds: number): ReplayedLearner[] {
  const { session, plan } = state;
  const { panel, steps } = state.panels[p]!;
  const before = state.prefixes?.[p]!.phases;
  const now = steps.map((_, lane) => readPhase(panel, lane, before ? rounds - state.split : rounds));
  const visit = () => steps.map((_, lane) => readTrace(panel, lane));
  const traces = panel.rules.certify ? session.ahead(panel, rounds, visit) : visit();
  const { untrained, apart } = session.totals();
  return steps.map((stepSize, lane) => {
    const prefix = before ? before[lane]! : now[lane]!;
    const whole = before ? merge(prefix, now[lane]!) : prefix;
    const result = judge({
      panel,
      stepSize,
      rounds,
      phase: whole,
      trace: traces[lane]!,
      loss: plan.loss,
      update: plan.update,
      river: plan.scale === "river",
      untrained,
      apart,
      absurdSince: state.absurd(`${p}.${lane}`, whole.loss, untrained, rounds),
      against: against(state, whole),
      epsilon: plan.epsilon,
      stakes: plan.stakes,
    });
    const suffix = before ? figures(now[lane]!, plan) : NO_ROUNDS;
    return { ...result, ...figures(whole, plan), prefix: figures(prefix, plan), suffix };
  });
}

function against(state: State, phase: Phase): { opponent: Opponent; regret: number; value: number } | null {
  const { plan, best, session } = state;
  const { comparator } = plan;
  if (comparator === null || (comparator.name === "hindsight" && best === null)) return null;
  const opponent = opponentOf(state);
  const saved = best ? best.gain : session.totals().value;
  const value = plan.value === null ? saved : plan.value * phase.rounds;
  return { opponent, regret: (best?.gain ?? 0) + phase.gap, value };
}

function opponentOf({ plan, best }: State): Opponent {
  const { comparator } = plan;
  const weights = comparator?.name === "fixed" ? comparator.weights : (best?.weights ?? new Float64Array());
  const norm = normOf(weights);
  return { norm, maxNorm: norm, path: 0, followed: comparator?.name !== "hindsight" };
}

function figures(phase: Phase, { rows }: Plan): Figures {
  const { rounds } = phase;
  const classes = rows.task === "classification";
  return {
    rounds,
    meanLoss: phase.loss / rounds,
    errors: classes ? phase.errors : null,
    auc: phase.histogram && !phase.diverged ? auc(phase.histogram) : null,
    brier: classes ? phase.squared / rounds : null,
    rmse: classes ? null : Math.sqrt(phase.squared / rounds),
    mae: classes ? null : phase.absolute / rounds,
  };
}

/** The learner of a schedule with the least mean loss on the prefix; the first one where no loss is finite. */
function choose(panels: readonly PanelOf[], runs: readonly ReplayedLearner[], schedule: number): number {
  let [best, at] = [-1, 0];
  for (const { steps, schedule: own } of panels) {
    for (let lane = 0; lane < steps.length; lane++, at++) {
      if (own !== schedule) continue;
      const loss = runs[at]!.prefix.meanLoss;
      if (best < 0 || loss < runs[best]!.prefix.meanLoss || Number.isNaN(runs[best]!.prefix.meanLoss))
        best = at;
    }
  }
  return best;
}

function readBaseline(panel: Panel, rounds: number, { rows }: Plan): Baseline {
  const pair = (slot: number): number => panel.table.real(slot) + panel.table.real(slot + 1);
  const classes = rows.task === "classification";
  return {
    rounds,
    frequencyLoss: classes ? pair(F_MEAN_LOSS) / rounds : null,
    persistenceErrors: classes ? panel.table.real(F_LAST_LOSS) : null,
    meanRmse: classes ? null : Math.sqrt(pair(F_MEAN_LOSS) / rounds),
    meanMae: classes ? null : pair(F_MEAN_ABSOLUTE) / rounds,
    persistenceMae: classes ? null : pair(F_LAST_LOSS) / rounds,
  };
}

const NO_BASELINE: Baseline = {
  rounds: 0,
  frequencyLoss: null,
  persistenceErrors: null,
  meanRmse: null,
  meanMae: null,
  persistenceMae: null,
};

function baselineResult(state: State, schedule: number, rounds: number): BaselineResult {
  const { panels, plan, prefixes, split } = state;
  const p = panels.findIndex((of) => of.schedule === schedule);
  const { panel } = panels[p]!;
  const { name } = plan.schedules[schedule]!;
  if (prefixes === null) {
    const all = readBaseline(panel, rounds, plan);
    return { schedule: name, ...all, prefix: all, suffix: NO_BASELINE };
  }
  const prefix = prefixes[p]!.baseline;
  const suffix = readBaseline(panel, rounds - split, plan);
  return { schedule: name, ...together(prefix, suffix), prefix, suffix };
}

function together(a: Baseline, b: Baseline): Baseline {
  const rounds = a.rounds + b.rounds;
  const mean = (x: number | null, y: number | null): number | null =>
    x === null || y === null ? null : (x * a.rounds + y * b.rounds) / rounds;
  const square = (x: number | null): number | null => x && x * x;
  const meanSquare = mean(square(a.meanRmse), square(b.meanRmse));
  return {
    rounds,
    frequencyLoss: mean(a.frequencyLoss, b.frequencyLoss),
    persistenceErrors: a.persistenceErrors === null ? null : a.persistenceErrors + b.persistenceErrors!,
    meanRmse: meanSquare && Math.sqrt(meanSquare),
    meanMae: mean(a.meanMae, b.meanMae),
    persistenceMae: mean(a.persistenceMae, b.persistenceMae),
  };
}

function comparatorResult(state: State, session: Session, rounds: number): ComparatorResult {
  const { plan, best } = state;
  const totals = session.totals();
  const hindsight = plan.comparator?.name === "hindsight";
  const value = best ? best.gain : totals.value;
  return {
    name: plan.comparator!.name,
    norm: hindsight && !best ? null : opponentOf(state).norm,
    meanLoss: (totals.untrained - value) / rounds,
    untrainedMeanLoss: totals.untrained / rounds,
    value,
    path: 0,
    hindsight: best && {
      radius: best.radius,
      gap: best.gap / rounds,
      passes: best.passes + 1,
      converged: best.converged,
    },
  };
}
