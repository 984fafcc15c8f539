import {
  FARTHEST,
  I_ROW_MASK,
  MAX_GAP,
  MIN_GAP,
  P_CONTEXT,
  P_EXPECTED,
  P_LOSS,
  P_LOSS_0,
  P_LOSS_U,
  P_U,
  P_Z,
  RANGE,
  SUM_APART,
} from "../../assembly/layout.ts";
import type { ExceededStakes, OutputMet } from "../result.ts";
import { LANES } from "../wasm/variants.ts";
import type { Panel } from "./panel.ts";
import type { Session } from "./session.ts";

/** Names of the states and actions of a world. */
interface Names {
  readonly states: readonly string[];
  readonly actions: readonly string[];
}

/** Stakes are exceeded by more than the rounding of losses explains. */
const ROUNDING = 1e-9;

/**
 * Holds a run to the stakes that its caller stated. Between blocks it looks at the extremes that the accounts keep anyway, so that
 * nothing happens round by round; only in the block that goes beyond them are losses gone through, for the first such round.
 */
export class StakesWatch {
  readonly #stakes: number;
  readonly #streams: readonly Session[] | null;
  readonly #names: Names | null;
  readonly #found = new Map<Panel, (ExceededStakes | null)[]>();

  /**
   * @param stakes ρ as stated, >= 0.
   * @param of where each lane has a stream of its own, their sessions; in a world, the names of its states and actions: any two actions
   * then count that could have been taken in a state met.
   */
  constructor(stakes: number, of: { readonly streams?: readonly Session[]; readonly names?: Names } = {}) {
    this.#stakes = stakes * (1 + ROUNDING);
    this.#streams = of.streams ?? null;
    this.#names = of.names ?? null;
  }

  /** The first round in which a learner's output, or the comparator's, was worth more or less than another by over ρ. */
  found(panel: Panel, lane: number): ExceededStakes | null {
    return this.#found.get(panel)?.[lane] ?? null;
  }

  /** Looks at a block that a panel has just played and accounted for. */
  look(session: Session, panel: Panel, from: number, n: number): void {
    const learners = panel.rules.steps.length;
    const found = this.#found.get(panel) ?? Array<ExceededStakes | null>(learners).fill(null);
    this.#found.set(panel, found);
    if (this.#names) return this.#lookAtLives(session, panel, found, this.#names, from, n);
    for (let lane = 0; lane < learners; lane++) {
      const stream = this.#streams?.[lane] ?? session;
      const most = Math.max(
        panel.vector(MAX_GAP)[lane]!,
        -panel.vector(MIN_GAP)[lane]!,
        panel.vector(FARTHEST)[lane]!,
        apart(stream),
      );
      if (found[lane] === null && most > this.#stakes)
        found[lane] = this.#first(session, stream, lane, from, n);
    }
  }

  #lookAtLives(
    session: Session,
    panel: Panel,
    found: (ExceededStakes | null)[],
    names: Names,
    from: number,
    n: number,
  ): void {
    for (let lane = 0; lane < found.length; lane++) {
      if (found[lane] !== null || !(panel.life(lane)[RANGE]! > this.#stakes)) continue;
      for (let t = 0; t < n && found[lane] === null; t++) {
        const outputs = extremesOf(session, lane, from, t, names);
        const difference = outputs[0].loss - outputs[1].loss;
        if (difference > this.#stakes) found[lane] = { round: from + t + 1, difference, outputs };
      }
    }
  }

  /** null where it was another block: the extremes of a comparator are those of the whole run. */
  #first(session: Session, stream: Session, lane: number, from: number, n: number): ExceededStakes | null {
    for (let t = 0; t < n; t++) {
      const learner = learnersOutput(session, lane, t);
      const [comparator, untrained] = outputsBeside(stream, from, t);
      for (const pair of [
        [learner, untrained],
        [learner, comparator],
        [comparator, untrained],
      ] as const) {
        const difference = Math.abs(pair[0].loss - pair[1].loss);
        if (difference > this.#stakes) return { round: from + t + 1, difference, outputs: pair };
      }
    }
    return null;
  }
}

/** The worst and the best that could have been done in round t of the block, in the state that a learner was in. */
function extremesOf(
  { memory, run, options }: Session,
  lane: number,
  from: number,
  t: number,
  { states, actions }: Names,
): readonly [OutputMet, OutputMet] {
  const { precision } = options.shape;
  const lanes = LANES[precision];
  const ring = (from + t) % (run.table.integer(I_ROW_MASK) + 1);
  const state = memory.f64(run.table.pointer(P_CONTEXT), (ring + 1) * lanes)[ring * lanes + lane]!;
  const all = memory[precision](run.table.pointer(P_EXPECTED), (t + 1) * actions.length * lanes);
  const outputs = actions.map((action, a) => ({
    of: "action" as const,
    state: states[state]!,
    action,
    score: null,
    loss: -all[(t * actions.length + a) * lanes + lane]!,
  }));
  outputs.sort((a, b) => b.loss - a.loss);
  return [outputs[0]!, outputs.at(-1)!];
}

/** Largest difference of loss in one round between untrained model and comparator, so far. */
function apart({ memory, run }: Session): number {
  return memory.f64(run.sums + SUM_APART * 8, 1)[0]!;
}

/** What the learner in a lane did in round t of the block just played. */
function learnersOutput({ memory, run: { table }, options }: Session, lane: number, t: number): OutputMet {
  const { precision, actions } = options.shape;
  const lanes = LANES[precision];
  const at = t * lanes + lane;
  const score = actions > 0 ? null : memory[precision](table.pointer(P_Z), at + 1)[at]!;
  return { of: "learner", score, loss: memory.f64(table.pointer(P_LOSS), at + 1)[at]! };
}

/** What comparator and untrained model did in round t of the block that begins with round `from`. */
function outputsBeside(
  { memory, run: { table }, options, against }: Session,
  from: number,
  t: number,
): readonly [OutputMet, OutputMet] {
  const number = (slot: number, at: number): number => memory.f64(table.pointer(slot) + at * 8, 1)[0]!;
  const ring = (from + t) % (table.integer(I_ROW_MASK) + 1);
  const u = against === "untrained" ? 0 : number(P_U, ring);
  const score = (z: number): number | null => (options.shape.actions > 0 ? null : z);
  return [
    { of: "comparator", score: score(u), loss: number(P_LOSS_U, t) },
    { of: "untrained", score: score(0), loss: number(P_LOSS_0, t) },
  ];
}
