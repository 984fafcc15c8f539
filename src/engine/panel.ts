import {
  BINS,
  CERTIFY,
  CONSTANT,
  F_LAST_LOSS,
  F_LEARNED,
  F_LONGEST,
  F_MEAN_LOSS,
  F_ROOT,
  FRESH,
  I_ACTIONS,
  I_COLUMNS,
  I_FLAGS,
  I_JOB,
  I_LIVES,
  I_NOTES,
  I_PENDING,
  I_RULE,
  I_SLOPE_MASK,
  KAPPA,
  L2,
  L_EXACT,
  L_LATENCY,
  L_STALENESS,
  LIFE,
  MAX_GAP,
  MIN_GAP,
  P_BINS,
  P_COEFFICIENTS,
  P_COUNTS,
  P_LIVES,
  P_MEANS,
  P_NOTES,
  P_PANEL_M2,
  P_PANEL_MEAN,
  P_PANEL_SD,
  P_SD,
  P_SEEN,
  P_SLOPE,
  P_TRANSFORMED,
  P_UNTIL,
  P_W,
  PANEL_SLOTS,
  PLAIN,
  RADIUS2,
  RIVER,
  SCALE,
  STATE,
  STEP,
  TRACKED,
  VECTOR,
  VECTORS,
  LOSS,
  MAPPED,
  DIVERGED,
  ETA,
  MAX_DIST2,
} from "../../assembly/layout.ts";
import type { Single } from "../certificate/rounding.ts";
import type { PlayedSchedule } from "../schedules/schedule.ts";
import { type EngineMemory, Table } from "../wasm/memory.ts";
import { square } from "../vectors.ts";
import { LANES, type Precision } from "../wasm/variants.ts";
import { moveRing } from "./ring.ts";
import { powerOfTwo, record, type Run, scores } from "./run.ts";

/** 2^-400: what is smaller counts as 0 when it is a weight (assembly/math/tiny.ts). */
const SMALLEST_WEIGHT = 3.8725919148493183e-121;

/** How the learners of a panel learn; everything but the step size is the same for all of them. */
export interface PanelRules {
  readonly schedule: PlayedSchedule;
  /** Step size of each learner, at most as many as the panel has lanes. */
  readonly steps: readonly number[];
  /** Step-size rule, an id of assembly/layout.ts. */
  readonly rule: number;
  readonly l2: number;
  /** Radius of the ball; Infinity for none. */
  readonly radius: number;
  /** Step size of the intercept, where it has one of its own. */
  readonly interceptStep: number | null;
  readonly fresh: boolean;
  readonly certify: boolean;
  /** Most items learned when weights go live; 0 or nothing for all. Not where `certify` is set. */
  readonly job?: number;
  /** The comparator moves: the bound needs the norms of all iterates. */
  readonly drifting: boolean;
  readonly river: boolean;
  /** Outputs are probabilities of a class: keep their histogram. */
  readonly histogram: boolean;
  /** Keep the sums behind the regret against transformed decisions; default false. */
  readonly transformed?: boolean;
  /** Classes that outcomes are one of, where there are several: count them. */
  readonly classes?: number;
}

/** Learners under one schedule, one a SIMD lane: their weights, their schedule's columns and their accounts. */
export class Panel {
  readonly table: Table;
  readonly rules: PanelRules;
  /** States in which lives in a world begin. */
  starts: readonly number[] = [];
  readonly #memory: EngineMemory;
  readonly #run: Run;
  readonly #precision: Precision;
  readonly #lanes: number;
  #capacity = 0;
  #slopeRows = 0;

  constructor(memory: EngineMemory, run: Run, rules: PanelRules, columns: number) {
    this.#memory = memory;
    this.#run = run;
    this.rules = rules;
    const { dense, block, intercept, precision } = run.shape;
    this.#precision = precision;
    this.#lanes = LANES[precision];
    this.table = new Table(memory, PANEL_SLOTS, this.#header);
    const { table } = this;
    table.setInteger(I_PENDING, -1);
    table.setReal(F_ROOT, 1);
    table.setLong(L_EXACT, -1);
    table.setInteger(I_RULE, rules.rule);
    table.setInteger(I_JOB, rules.job ?? 0);
    table.setInteger(I_FLAGS, this.#flags());
    table.setInteger(P_UNTIL, memory.take(block * 4));
    table.setInteger(P_SEEN, memory.take(block * 4));
    for (const slot of [P_PANEL_MEAN, P_PANEL_M2, P_PANEL_SD]) table.setInteger(slot, memory.take(dense * 8));
    // columns that are not scaled keep mean 0 and standard deviation 1
    memory.copy(run.table.pointer(P_SD), table.pointer(P_PANEL_SD), dense * 8);
    table.setInteger(I_NOTES, block);
    if (rules.certify) table.setInteger(P_NOTES, memory.take(block * 2 * this.#lanes * 8));
    if (run.table.integer(I_ACTIONS) > 0)
      table.setInteger(P_COEFFICIENTS, memory.take(scores(run.shape) * VECTOR));
    if (rules.transformed) table.setInteger(P_TRANSFORMED, memory.take(this.#pairs * 2 * this.#lanes * 8));
    if (rules.classes) table.setInteger(P_COUNTS, memory.take(rules.classes * 8));
    if (rules.histogram) table.setInteger(P_BINS, memory.take(this.#lanes * 2 * BINS * 4));
    // lanes without a learner of their own repeat the last one
    const steps = Array.from(
      { length: this.#lanes },
      (_, lane) => rules.steps[Math.min(lane, rules.steps.length - 1)]!,
    );
    this.vector(STEP).set(steps);
    this.vector(ETA).set(steps);
    this.vector(L2).fill(rules.l2);
    // a ball smaller than any weight is a point
    this.vector(RADIUS2).fill(rules.radius < SMALLEST_WEIGHT ? 0 : square(rules.radius));
    this.vector(SCALE).fill(1);
    const own = rules.interceptStep;
    this.vector(KAPPA).set(steps.map((step) => (!intercept ? 0 : own === null ? 1 : own / step)));
    this.resetAccounts();
    this.columns(columns);
    this.matchRing(0, 0);
  }

  /** Bytes of the slots and of the vectors behind them. */
  get #header(): number {
    return PANEL_SLOTS * 8 + VECTORS * this.#lanes * 8;
  }

  #flags(): number {
    const { fresh, certify, drifting, river, radius, l2, rule, transformed } = this.rules;
    // what policies could have done otherwise is added up apart from their loop
    const mapped = transformed && this.#run.shape.actions === 0;
    const tracked = radius !== Infinity || l2 > 0 || (certify && (drifting || rule !== CONSTANT));
    const plain = !tracked && rule === CONSTANT;
    const flags = [
      plain && PLAIN,
      fresh && FRESH,
      tracked && TRACKED,
      certify && CERTIFY,
      river && RIVER,
      mapped && MAPPED,
    ];
    return flags.reduce<number>((sum, flag) => sum + Number(flag ?? false), 0);
  }

  /** Makes room for weights of `columns` columns, the intercept included. */
  columns(columns: number): void {
    if (columns > this.#capacity) {
      const capacity = this.#capacity === 0 ? columns : powerOfTwo(columns);
      const address = this.#memory.take(capacity * ROW[this.#precision]);
      this.#memory.copy(this.table.pointer(P_W), address, this.#capacity * ROW[this.#precision]);
      this.table.setInteger(P_W, address);
      this.#capacity = capacity;
    }
    this.table.setInteger(I_COLUMNS, columns);
  }

  /** Fits the ring of slopes to the ring of rows; rounds [from, to) are kept. */
  matchRing(from: number, to: number): void {
    const { fresh, certify } = this.rules;
    const rows = fresh && !certify ? powerOfTwo(this.#run.shape.block) : this.#run.rows;
    if (rows <= this.#slopeRows) return;
    const bytes = record(this.#run.shape) * VECTOR;
    const address = this.#memory.take(rows * bytes);
    const old = { address: this.table.pointer(P_SLOPE), rows: this.#slopeRows };
    if (this.#slopeRows > 0) moveRing(this.#memory, old, { address, rows }, from, to, bytes);
    this.#slopeRows = rows;
    this.table.setInteger(P_SLOPE, address);
    this.table.setInteger(I_SLOPE_MASK, rows - 1);
  }

  /** Room for the running means of an estimator, one for each of `start`: what it goes by until something is learned. */
  remember(start: readonly number[]): void {
    const lanes = this.#lanes;
    const address = this.#memory.take(start.length * 2 * lanes * 8);
    start.forEach((mean, row) => this.#memory.f64(address + row * 2 * lanes * 8, lanes).fill(mean));
    this.table.setInteger(P_MEANS, address);
  }

  /** Lives in a world, one for each learner, that begin in the states `starts`. */
  settle(starts: readonly number[]): void {
    this.starts = starts;
    this.table.setInteger(P_LIVES, this.#memory.take(this.#lanes * LIFE * 8));
    this.table.setInteger(I_LIVES, starts.length);
    starts.forEach((state, lane) => (this.life(lane)[STATE] = state));
  }

  /** (LIFE,) where a learner stands in its world (assembly/layout.ts); a view for immediate use. */
  life(lane: number): Float64Array {
    return this.#memory.f64(this.table.pointer(P_LIVES) + lane * LIFE * 8, LIFE);
  }

  /** How many of them there are; 0 where rows come from a stream alone. */
  get lives(): number {
    return this.table.integer(I_LIVES);
  }

  /** (lanes,) one f64 a learner; a view for immediate use. */
  vector(id: number): Float64Array {
    return this.#memory.f64(this.table.address + PANEL_SLOTS * 8 + id * this.#lanes * 8, this.#lanes);
  }

  /** A compensated sum of one learner. */
  sum(id: number, lane: number): number {
    return this.vector(id)[lane]! + this.vector(id + 1)[lane]!;
  }

  /** Starts a new phase: accounts and histogram begin again; weights, schedule and certificate go on. */
  resetAccounts(): void {
    for (let id = LOSS; id < VECTORS; id++) if (id !== DIVERGED) this.vector(id).fill(0);
    for (let slot = F_MEAN_LOSS; slot <= F_LAST_LOSS + 1; slot++) this.table.setReal(slot, 0);
    this.vector(MIN_GAP).fill(Infinity);
    this.vector(MAX_GAP).fill(-Infinity);
    if (this.rules.histogram) this.#memory.u32(this.table.pointer(P_BINS), this.#lanes * 2 * BINS).fill(0);
  }

  /** (2, BINS) counts of one learner's outputs by class: a copy. */
  histogram(lane: number): Uint32Array {
    return this.#memory.u32(this.table.pointer(P_BINS) + lane * 2 * BINS * 4, 2 * BINS).slice();
  }

  /** Pairs of actions in each context, or of dense columns: sums behind the regret against transformed decisions. */
  get #pairs(): number {
    const { actions, contexts = 0, dense } = this.#run.shape;
    return pairsOf({ actions, contexts, features: dense });
  }

  /** These sums of one learner, (contexts, A from, A to) or (d of x, d of g), with what rounding lost added back. */
  transformed(lane: number): Float64Array {
    const lanes = this.#lanes;
    const all = this.#memory.f64(this.table.pointer(P_TRANSFORMED), this.#pairs * 2 * lanes);
    return Float64Array.from(
      { length: this.#pairs },
      (_, i) => all[2 * i * lanes + lane]! + all[(2 * i + 1) * lanes + lane]!,
    );
  }

  /** (columns,) weights of one learner: a copy. */
  weights(lane: number): Float64Array {
    const columns = this.table.integer(I_COLUMNS);
    const scale = this.vector(SCALE)[lane]!;
    const address = this.table.pointer(P_W);
    if (this.#precision === "f64") {
      const all = this.#memory.f64(address, columns * this.#lanes);
      return Float64Array.from({ length: columns }, (_, j) => scale * all[j * this.#lanes + lane]!);
    }
    // a row of weights, then a row of what rounding lost of them
    const all = this.#memory.f32(address, columns * 2 * this.#lanes);
    const at = (j: number) => 2 * j * this.#lanes + lane;
    return Float64Array.from(
      { length: columns },
      (_, j) => scale * (all[at(j)]! + all[at(j) + this.#lanes]!),
    );
  }

  /** What the bound of a run in f32 needs to know of its rows; null in f64. */
  get single(): Pick<Single, "fresh" | "columns" | "longest"> | null {
    if (this.#precision === "f64") return null;
    return {
      fresh: this.rules.fresh,
      columns: this.table.integer(I_COLUMNS),
      longest: this.#run.table.real(F_LONGEST),
    };
  }

  /** Whether updates or accounts read the norms of rows. */
  get usesNorms(): boolean {
    return this.rules.certify || (this.#flags() & PLAIN) === 0;
  }

  get learned(): number {
    return this.table.real(F_LEARNED);
  }

  /** Σ (s - 1 - a(s)) so far. */
  get staleness(): number {
    return this.table.long(L_STALENESS);
  }

  /** Largest s - a(s) so far. */
  get latency(): number {
    return this.table.long(L_LATENCY);
  }

  /** Distance from the start to the comparator, known from here on: |w_1 - u|² = |u|². */
  startDistance(uNorm2: number): void {
    this.vector(MAX_DIST2).fill(uNorm2);
  }

  /**
   * Runs `visit` on the learner as it would be had it also learned the rounds still pending, then puts everything back.
   * `catchUp` does the learning, for a segment of no rounds that asks for all rows.
   */
  ahead<T>(catchUp: () => void, visit: () => T): T {
    const header = this.#header;
    const weights = this.table.integer(I_COLUMNS) * ROW[this.#precision];
    const [address, w] = [this.table.address, this.table.pointer(P_W)];
    this.#shadow ??= this.#memory.take(header);
    if (this.#shadowBytes < weights) {
      this.#shadowWeights = this.#memory.take(weights);
      this.#shadowBytes = weights;
    }
    this.#memory.copy(address, this.#shadow, header);
    this.#memory.copy(w, this.#shadowWeights, weights);
    for (const column of [P_UNTIL, P_SEEN]) this.#memory.i32(this.table.pointer(column), 1)[0] = 0;
    catchUp();
    const result = visit();
    this.#memory.copy(this.#shadow, address, header);
    this.#memory.copy(this.#shadowWeights, w, weights);
    return result;
  }

  #shadow: number | undefined;
  #shadowWeights = 0;
  #shadowBytes = 0;
}

/** Ordered pairs of actions in each context, or of features where there are no actions. */
export function pairsOf({
  actions,
  contexts,
  features,
}: Record<"actions" | "contexts" | "features", number>): number {
  return actions > 0 ? Math.max(1, contexts) * actions * actions : features * features;
}

/** Bytes of the weights of one column for all lanes; in f32 with what rounding lost of them. */
const ROW: Readonly<Record<Precision, number>> = { f64: 64, f32: 128 };
