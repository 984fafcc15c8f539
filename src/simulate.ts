import {
  I_CLASSES,
  I_SHIFTS,
  F_MAX_NORM2,
  F_NOISE,
  F_NORM,
  F_SHIFT_RATE,
  F_WALK,
  L_LENGTH,
  P_ALIGNED,
  P_DRAWS,
  P_KEYS,
  P_SHIFTS,
  STREAM_SLOTS,
} from "../assembly/layout.ts";
import { readTrace, type Trace } from "./certificate/trace.ts";
import type { Opponent } from "./certificate/staleness.ts";
import { madeBy, oneOf, realNumber, seedValue, wholeNumber } from "./check.ts";
import { aligned, type Comparator } from "./comparators/comparator.ts";
import { bestFixed, type BestFixed, MOST_COLUMNS } from "./comparators/hindsight.ts";
import { checkpoints, drive, type Feed, progressOf, type Stop, usualBlock } from "./engine/drive.ts";
import { restUntil } from "./engine/pace.ts";
import type { Panel } from "./engine/panel.ts";
import { type Phase, readPhase } from "./engine/phase.ts";
import { lanes, Session } from "./engine/session.ts";
import { lossFor, panelsOf, RULES, schedulesFrom } from "./engine/rules.ts";
import type { Loss } from "./losses/loss.ts";
import type { Model } from "./models/model.ts";
import { absurdity, judge } from "./judge.ts";
import type { ComparatorResult, LearnerResult, SimulationCheckpoint } from "./result.ts";
import type { Schedule } from "./schedules/schedule.ts";
import { type Generator, TURNS } from "./streams/generator.ts";
import type { Stream } from "./streams/stream.ts";
import { ogd, type Update } from "./updates/ogd.ts";
import { aware } from "./updates/steps.ts";
import type { EngineSource } from "./wasm/kernels.ts";
import { norm as normOf } from "./vectors.ts";
import { Table } from "./wasm/memory.ts";
import { type Precision, PRECISIONS } from "./wasm/variants.ts";

export interface SimulateOptions {
  /** Horizon T: decisions to simulate, >= 1. */
  readonly rounds: number;
  readonly stream: Stream;
  /** Default: logistic for classes, linear else. */
  readonly model?: Model;
  /** Default: the model's own; `utility()` for adversaries. */
  readonly loss?: Loss;
  /** Default: stale gradients with the latency-aware step size. */
  readonly update?: Update;
  /** One panel of learners each; default `pipelined(1)`. */
  readonly schedules?: readonly Schedule[];
  /** Default: the aligned model of the stream, where it has one; else `hindsight()`. */
  readonly comparator?: Comparator;
  /** 64-bit seed of every draw; default 1. */
  readonly seed?: number | bigint;
  /** What makes numbers of the seed; default "philox10". Others are faster, and give other draws. */
  readonly generator?: Generator;
  /** Share of the value at stake up to which a bound is meaningful; default 0.05. */
  readonly epsilon?: number;
  /** ρ where it is known; default: the largest difference met. */
  readonly stakes?: number;
  /** Value at stake in units of loss a decision; default: what the comparator saves against the untrained model. */
  readonly value?: number;
  /**
   * Type of weights, scores, slopes and single losses; default "f64". In "f32" twice as many learners share a panel, and the bound has a
   * term for what rounding can add.
   */
  readonly precision?: Precision;
  /** Rounds played at once; changes no result. Default 1,024, fewer where rows are wide. */
  readonly blockSize?: number;
  /** Stops the run within 50 ms; the last checkpoint then has the partial result. */
  readonly signal?: AbortSignal;
  /** Called every few milliseconds with the rounds played so far, and the pass over the stream, from 1. */
  readonly onProgress?: (rounds: number, pass: number) => void;
  /** Where to take the kernels from; default: the copy inside the package. */
  readonly engine?: EngineSource;
}

/**
 * Simulates a stream of decisions and every learner on it, and yields where it stands at log-spaced rounds. Memory does not
 * grow with the horizon. The same seed gives the same bits for any block size, in Node and in browsers.
 *
 * @throws TypeError, RangeError on options out of range, before anything runs.
 */
export async function* simulate(options: SimulateOptions): AsyncGenerator<SimulationCheckpoint, void> {
  const plan = planOf(options);
  const session = await openSession(plan);
  const feed = streamFeed(session, plan);
  const { comparator, stream } = plan;
  if (comparator.name === "aligned") session.against = "aligned";
  if (comparator.name === "fixed") session.setComparator(comparator.weights);
  // a model chosen in hindsight is measured from the untrained one, whose scores then replace those of the aligned model
  if (comparator.name === "untrained" || comparator.name === "hindsight")
    session.setComparator(new Float64Array(stream.features + 1));
  const start = alignedNorm(session, feed.table, plan);
  if (comparator.name === "aligned" && !plan.drifts) session.comparatorNorm2 = start * start;
  const panels = addPanels(session, plan);
  const columns = plan.stream.features + 1;
  if (comparator.name === "hindsight") session.expandAt(columns, plan.loss.hindsight !== "linear");
  const absurd = absurdity();
  for await (const stop of drive(session, feed.fill, checkpoints(plan.rounds), progressOf(options, 1))) {
    const done = stop.last;
    const best = await inHindsight(session, plan, options, stop);
    // a search that was broken off leaves the run as it is, without a regret
    const interrupted = stop.interrupted || (done && best === "interrupted");
    const at = {
      session,
      plan,
      panels,
      stop,
      best: best === "interrupted" ? null : best,
      start,
      table: feed.table,
      absurd,
    };
    yield { rounds: stop.rounds, done, interrupted, ...report(at) };
  }
}

interface Plan {
  readonly rounds: number;
  readonly stream: Stream;
  readonly model: Model;
  readonly loss: Loss;
  readonly update: Update;
  readonly schedules: readonly Schedule[];
  readonly comparator: Comparator;
  readonly seed: bigint;
  readonly generator: Generator;
  readonly epsilon: number;
  readonly stakes: number | null;
  readonly value: number | null;
  readonly blockSize: number;
  readonly drifts: boolean;
  readonly precision: Precision;
  readonly engine: EngineSource | undefined;
}

function planOf(options: SimulateOptions): Plan {
  const { stream, epsilon = 0.05, stakes, value, seed = 1, generator = "philox10" } = options;
  const rounds = wholeNumber("simulate: rounds", options.rounds, 1);
  const precision = oneOf("simulate: precision", options.precision ?? "f64", PRECISIONS);
  madeBy("simulate: stream", stream, "features", "gaussian({ features: 8 })");
  const schedules = schedulesFrom("simulate", options.schedules);
  const { model, loss } = lossFor("simulate", stream.outcomes, options.model, options.loss);
  const update = options.update ?? ogd({ step: aware() });
  const drift = stream.aligned?.drift;
  const drifts = drift !== undefined && (drift.walk > 0 || drift.shiftRate > 0 || drift.shifts.length > 0);
  let comparator =
    options.comparator ??
    (stream.aligned ? aligned() : ({ name: "hindsight", radius: NaN, tolerance: 1e-9 } as const));
  if (comparator.name === "aligned" && stream.aligned === null) {
    throw new RangeError(
      `simulate: comparator: ${stream.name} has no aligned model; use hindsight() or fixed(...)`,
    );
  }
  if (comparator.name === "fixed" && comparator.weights.length !== stream.features + 1) {
    throw new RangeError(
      `simulate: comparator: expected ${stream.features + 1} weights (intercept, which is 0 here, then ${stream.features}), got ${comparator.weights.length}`,
    );
  }
  if (comparator.name === "fixed" && comparator.weights[0] !== 0) {
    throw new RangeError(
      `simulate: comparator: simulated rows have no intercept: expected weight 0 for it, got ${comparator.weights[0]}`,
    );
  }
  if (comparator.name === "hindsight") {
    if (loss.hindsight === "none")
      throw new RangeError(`simulate: comparator: no way to find the best fixed model for ${loss.label}`);
    if (loss.hindsight !== "linear" && stream.features >= MOST_COLUMNS) {
      throw new RangeError(
        `simulate: comparator: hindsight() takes at most ${MOST_COLUMNS - 1} features, got ${stream.features}`,
      );
    }
    if (Number.isNaN(comparator.radius)) {
      const radius = update.radius !== Infinity ? update.radius : loss.hindsight === "linear" ? 1 : 100;
      comparator = { ...comparator, radius };
    }
  }
  realNumber("simulate: epsilon", epsilon, { least: 0, open: true });
  if (stakes !== undefined) realNumber("simulate: stakes", stakes, { least: 0 });
  if (value !== undefined) realNumber("simulate: value", value, { least: 0 });
  return {
    rounds,
    stream,
    model,
    loss,
    update,
    schedules,
    comparator,
    seed: seedValue("simulate: seed", seed),
    generator: oneOf("simulate: generator", generator, Object.keys(TURNS) as Generator[]),
    epsilon,
    stakes: stakes ?? null,
    value: value ?? null,
    blockSize: wholeNumber(
      "simulate: blockSize",
      options.blockSize ??
        usualBlock(
          stream.features,
          schedules.length * panelsOf(update, precision),
          comparator.name === "hindsight",
        ),
      1,
      65536,
    ),
    drifts,
    precision,
    engine: options.engine,
  };
}

async function openSession(plan: Plan): Promise<Session> {
  const latencies = plan.schedules.map((schedule) => schedule.latency(plan.rounds) ?? 0);
  return Session.open({
    shape: {
      dense: plan.stream.features,
      intercept: false,
      block: plan.blockSize,
      raw: false,
      latency: Math.max(...latencies),
      precision: plan.precision,
    },
    loss: plan.loss,
    model: plan.model.name,
    columns: plan.stream.features + 1,
    scaled: null,
    grading: null,
    engine: plan.engine,
  });
}

/** The stream's state in the kernels' memory, drawn from round 1 on. */
function streamFeed(session: Session, plan: Plan): { readonly fill: Feed; readonly table: Table } {
  const { memory, kernels, run } = session;
  const { stream, seed, generator, blockSize } = plan;
  const table = new Table(memory, STREAM_SLOTS);
  const keys = memory.take(512);
  kernels.stream_keys(Number(seed & 0xffffffffn), Number(seed >> 32n), TURNS[generator], keys);
  const weights = memory.take(Math.max(stream.features, 6) * 8);
  table.setInteger(P_KEYS, keys);
  table.setInteger(P_DRAWS, memory.take(Math.max(blockSize, stream.features) * 8));
  table.setInteger(P_ALIGNED, weights);
  table.setLong(L_LENGTH, stream.length);
  if (stream.aligned) {
    const { noise, norm, drift } = stream.aligned;
    table.setInteger(I_CLASSES, Number(stream.outcomes === "classes"));
    table.setReal(F_NOISE, noise);
    table.setReal(F_NORM, norm);
    table.setReal(F_WALK, drift.walk);
    table.setReal(F_SHIFT_RATE, drift.shiftRate);
    const shifts = memory.take(drift.shifts.length * 8);
    memory.f64(shifts, drift.shifts.length).set(drift.shifts.map((round) => round - 1));
    table.setInteger(P_SHIFTS, shifts);
    table.setInteger(I_SHIFTS, drift.shifts.length);
    const given = stream.aligned.weights;
    if (!given) kernels.stream_normals(weights, 0, stream.features, keys, 4);
    const start = memory.f64(weights, stream.features);
    const length = Math.sqrt(start.reduce((sum, w) => sum + w * w, 0));
    start.set(given ?? start.map((w) => (norm * w) / length));
    table.setReal(
      F_MAX_NORM2,
      start.reduce((sum, w) => sum + w * w, 0),
    );
  }
  const draw = kernels[`stream_${stream.kernel}`];
  const fill: Feed = (from, most) => {
    session.reserve(from, most);
    draw(run.table.address, table.address, run.sums, from, most);
    return most;
  };
  return { fill, table };
}

function alignedNorm(session: Session, table: Table, { stream }: Plan): number {
  if (!stream.aligned) return 0;
  const weights = session.memory.f64(table.pointer(P_ALIGNED), stream.features);
  return normOf(weights);
}

interface PanelOf {
  readonly panel: Panel;
  readonly steps: readonly number[];
}

function addPanels(session: Session, plan: Plan): PanelOf[] {
  const { update, comparator } = plan;
  return plan.schedules.flatMap((schedule) =>
    lanes(stepSizes(schedule, plan), plan.precision).map((steps) => ({
      steps,
      panel: session.addPanel({
        schedule,
        steps,
        rule: RULES[update.step.rule],
        l2: update.l2,
        radius: update.radius,
        interceptStep: null,
        fresh: update.gradient === "fresh",
        certify: true,
        // the largest |z| and |z - u| are part of the bound
        drifting: plan.drifts && comparator.name === "aligned",
        river: false,
        histogram: false,
      }),
    })),
  );
}

function stepSizes(schedule: Schedule, { update, stream, rounds }: Plan): readonly number[] {
  const { sizes } = update.step;
  if (typeof sizes !== "string") return sizes;
  const staleness = sizes === "aware" ? schedule.staleness(rounds) : 0;
  if (staleness === undefined) {
    throw new RangeError(
      `simulate: step size: the staleness of ${schedule.name} is not known beforehand; give a step size`,
    );
  }
  return [stream.distance / (stream.gradient * Math.sqrt(rounds + 2 * staleness))];
}

/** The best fixed model of the rounds so far. Where that takes further passes it is only looked for at the end. */
async function inHindsight(
  session: Session,
  plan: Plan,
  options: SimulateOptions,
  stop: Stop,
): Promise<BestFixed | "interrupted" | null> {
  const { comparator, loss } = plan;
  if (comparator.name !== "hindsight") return null;
  if (loss.hindsight === "newton" && (!stop.last || stop.interrupted)) return null;
  const first = { ...session.expansion(), gain: 0 };
  const pass = async (weights: Float64Array, number: number) => {
    const second = await openSession(plan);
    const { fill } = streamFeed(second, plan);
    // the stream writes the aligned model's scores; the comparator's replace them
    second.setComparator(weights);
    second.expandAt(weights.length, true);
    for await (const { interrupted } of drive(second, fill, [stop.rounds], progressOf(options, number)))
      if (interrupted) return null;
    return { ...second.expansion(), gain: second.totals().value };
  };
  return (
    (await bestFixed(
      loss.hindsight,
      comparator.radius,
      comparator.tolerance * stop.rounds,
      first,
      pass,
      restUntil(options.signal),
    )) ?? "interrupted"
  );
}

interface At {
  readonly session: Session;
  readonly plan: Plan;
  readonly panels: readonly PanelOf[];
  readonly stop: Stop;
  readonly best: BestFixed | null;
  /** |M*| before round 1. */
  readonly start: number;
  readonly table: Table;
  readonly absurd: ReturnType<typeof absurdity>;
}

function report(at: At): { runs: LearnerResult[]; comparator: ComparatorResult } {
  const { session, panels, stop } = at;
  const opponent = opponentOf(at);
  const runs = panels.flatMap(({ panel, steps }, p) => {
    const phases = steps.map((_, lane) => readPhase(panel, lane, stop.rounds));
    const traces = session.ahead(panel, stop.rounds, () => steps.map((_, lane) => readTrace(panel, lane)));
    return steps.map((stepSize, lane) =>
      learner(at, opponent, panel, `${p}.${lane}`, stepSize, phases[lane]!, traces[lane]!),
    );
  });
  return { runs, comparator: comparatorResult(at, opponent) };
}

/** The comparator as the certificate sees it. */
function opponentOf({ session, plan, best, start, table }: At): Opponent {
  const { comparator } = plan;
  if (comparator.name === "aligned") {
    const path = session.totals().path;
    return { norm: start, maxNorm: Math.sqrt(table.real(F_MAX_NORM2)), path, followed: !plan.drifts };
  }
  const weights = comparator.name === "fixed" ? comparator.weights : (best?.weights ?? new Float64Array());
  const norm = normOf(weights);
  return { norm, maxNorm: norm, path: 0, followed: comparator.name !== "hindsight" };
}

function learner(
  at: At,
  opponent: Opponent,
  panel: Panel,
  key: string,
  stepSize: number,
  phase: Phase,
  trace: Trace,
): LearnerResult {
  const { plan, session, best } = at;
  const { rounds } = at.stop;
  const { untrained, apart } = session.totals();
  // against a model chosen in hindsight: what the learner loses beyond the untrained model, and what that model saves
  const regret = plan.comparator.name !== "hindsight" ? phase.gap : best ? best.gain + phase.gap : null;
  const value = plan.value !== null ? plan.value * rounds : valueAtStake(at);
  return judge({
    panel,
    stepSize,
    rounds,
    phase,
    trace,
    loss: plan.loss,
    update: plan.update,
    river: false,
    untrained,
    apart,
    absurdSince: at.absurd(key, phase.loss, untrained, rounds),
    against: regret === null ? null : { opponent, regret, value },
    epsilon: plan.epsilon,
    stakes: plan.stakes,
  });
}

function valueAtStake({ session, plan, best }: At): number {
  return plan.comparator.name === "hindsight" ? (best?.gain ?? 0) : session.totals().value;
}

function comparatorResult(at: At, opponent: Opponent): ComparatorResult {
  const { session, plan, stop, best } = at;
  const totals = session.totals();
  const hindsight = plan.comparator.name === "hindsight";
  const value = valueAtStake(at);
  return {
    name: plan.comparator.name,
    norm: hindsight && !best ? null : opponent.norm,
    meanLoss: (hindsight ? totals.untrained - value : totals.comparator) / stop.rounds,
    untrainedMeanLoss: totals.untrained / stop.rounds,
    value,
    path: opponent.path,
    hindsight: best && {
      radius: best.radius,
      gap: best.gap / stop.rounds,
      passes: best.passes,
      converged: best.converged,
    },
  };
}
