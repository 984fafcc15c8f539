import {
  ACCOUNTS,
  F_LEARNED,
  GAPS,
  I_ROOT,
  L_LATENCY,
  L_STALENESS,
  P_ACCOUNTS,
  P_GAPS,
  P_MIXED,
  P_NOTES,
  P_SCORES,
  P_SEEN,
  P_SHARES,
  P_STEPS,
  P_UNTIL,
  PANEL_SLOTS,
} from "../../assembly/experts/layout.ts";
import { type Predictions, seenRounds } from "../engine/predictions.ts";
import { segmenter, type Segmenter } from "../engine/segments.ts";
import type { Schedule } from "../schedules/schedule.ts";
import { type EngineMemory, Table } from "../wasm/memory.ts";
import { LANES } from "../wasm/variants.ts";
import type { Field } from "./field.ts";

export interface FollowerRules {
  readonly schedule: Schedule;
  /** Step size of each learner, at most as many as there are lanes. */
  readonly steps: readonly number[];
  /** Steps are divided by the root of the item's number. */
  readonly root: boolean;
}

const WIDTH = LANES.f64;

/** Sums of one panel, (vectors, lanes). */
export interface FollowerAccounts {
  readonly learned: number;
  readonly staleness: number;
  readonly latency: number;
  /** (ACCOUNTS, lanes), and (experts, GAPS, lanes): copies. */
  readonly sums: Float64Array;
  readonly gaps: Float64Array;
}

/** Learners that follow experts under one schedule, one a SIMD lane. */
export class Follower {
  readonly table: Table;
  readonly rules: FollowerRules;
  readonly #field: Field;
  readonly #memory: EngineMemory;
  readonly #fill: Segmenter;

  constructor(field: Field, rules: FollowerRules, ring: number) {
    const { memory, experts, kernels } = field;
    const { block } = field.options.shape;
    this.rules = rules;
    this.#field = field;
    this.#memory = memory;
    this.#fill = segmenter(kernels, rules.schedule);
    this.table = new Table(memory, PANEL_SLOTS);
    for (const slot of [P_UNTIL, P_SEEN]) this.table.setInteger(slot, memory.take(block * 4));
    for (const [slot, vectors] of [
      [P_SCORES, experts],
      [P_SHARES, experts],
      [P_STEPS, 1],
      [P_NOTES, 2 * ring],
      [P_ACCOUNTS, ACCOUNTS],
      [P_GAPS, experts * GAPS],
      [P_MIXED, block],
    ] as const)
      this.table.setInteger(slot, memory.take(vectors * WIDTH * 8));
    this.table.setInteger(I_ROOT, Number(rules.root));
    // lanes without a learner of their own repeat the last one
    this.#vectors(P_STEPS, 1).set(
      Array.from({ length: WIDTH }, (_, lane) => rules.steps[Math.min(lane, rules.steps.length - 1)]!),
    );
  }

  /** Writes the schedule's columns for rounds [from, from + n). */
  schedule(from: number, n: number): void {
    this.#fill(this.#memory, from, n, this.table.pointer(P_UNTIL), this.table.pointer(P_SEEN));
  }

  moveNotes(move: (address: number, bytes: number) => number): void {
    this.table.setInteger(P_NOTES, move(this.table.pointer(P_NOTES), 2 * WIDTH * 8));
  }

  get learned(): number {
    return this.table.real(F_LEARNED);
  }

  accounts(): FollowerAccounts {
    return {
      learned: this.learned,
      staleness: this.table.long(L_STALENESS),
      latency: this.table.long(L_LATENCY),
      sums: this.#vectors(P_ACCOUNTS, ACCOUNTS).slice(),
      gaps: this.#vectors(P_GAPS, this.#field.experts * GAPS).slice(),
    };
  }

  /** (experts,) -eta times what each has lost so far: logarithms of weights, up to a constant. */
  scores(lane: number): Float64Array {
    const all = this.#vectors(P_SCORES, this.#field.experts);
    return Float64Array.from({ length: this.#field.experts }, (_, i) => all[i * WIDTH + lane]!);
  }

  /** What each learner forecast in the block just played. */
  predictions(from: number, n: number, ids: Predictions["ids"]): Predictions[] {
    const mixed = this.#vectors(P_MIXED, n);
    const [until, goals] = [this.table.pointer(P_UNTIL), this.table.pointer(P_SEEN)];
    const seen = seenRounds(this.#memory, until, goals, from, n);
    const outcomes = this.#field.outcomes(n);
    return this.rules.steps.map((stepSize, lane) => ({
      schedule: this.rules.schedule.name,
      stepSize,
      round: from + 1,
      predictions: Float64Array.from({ length: n }, (_, t) => mixed[t * WIDTH + lane]!),
      outcomes,
      seen,
      ids,
    }));
  }

  #vectors(slot: number, vectors: number): Float64Array {
    return this.#memory.f64(this.table.pointer(slot), vectors * WIDTH);
  }
}
