import { FARTHEST, MAX_GAP, MIN_GAP, RANGE } from "../../assembly/layout.ts";
import { extremesIn } from "../live/stakes.ts";
import type { WorldTable } from "../live/table.ts";
import type { ExceededStakes } from "../result.ts";
import { LANES, type Precision } from "../wasm/variants.ts";
import { contextOf, type Difference, extremeActions, outputsOf } from "./outputs-met.ts";
import type { Panel } from "./panel.ts";
import type { Session } from "./session.ts";

/** A world, and the rounds that are played there. */
interface Lived {
  readonly world: WorldTable;
  readonly rounds: number;
}

/** Stakes are exceeded by more than the rounding of losses explains. */
const ROUNDING: Readonly<Record<Precision, number>> = { f64: 1e-9, f32: 1e-6 };

/**
 * Holds a run to the stakes that its caller stated. Between blocks it looks at the extremes that the accounts keep anyway, so that
 * nothing happens round by round; only in the block that goes beyond them are losses gone through, for the first such round.
 */
export class StakesWatch {
  readonly #stakes: number;
  readonly #streams: readonly Session[] | null;
  readonly #lived: Lived | null;
  readonly #found = new Map<Panel, (ExceededStakes | null)[]>();

  /**
   * @param stakes ρ as stated, >= 0.
   * @param of where each lane has a stream of its own, their sessions; in a world, what its actions are worth.
   */
  constructor(stakes: number, of: { readonly streams?: readonly Session[]; readonly lived?: Lived } = {}) {
    this.#stakes = stakes;
    this.#streams = of.streams ?? null;
    this.#lived = of.lived ?? null;
  }

  /** The first round in which two outputs differed by over ρ: of learner, comparator and untrained model, or any two actions of a policy. */
  found(panel: Panel, lane: number): ExceededStakes | null {
    return this.#found.get(panel)?.[lane] ?? null;
  }

  /** Looks at a block that a panel has just played and accounted for. */
  look(session: Session, panel: Panel, from: number, n: number): void {
    const learners = panel.rules.steps.length;
    const found = this.#found.get(panel) ?? Array<ExceededStakes | null>(learners).fill(null);
    this.#found.set(panel, found);
    const limit = this.#stakes * (1 + ROUNDING[session.options.shape.precision]);
    for (let lane = 0; lane < learners; lane++) {
      const stream = this.#streams?.[lane] ?? session;
      if (found[lane] !== null || !(this.#most(panel, stream, lane) > limit)) continue;
      // none where it was another block: the extremes of a comparator are those of the whole run
      for (let t = 0; t < n && found[lane] === null; t++) {
        const beyond = this.#differences(session, stream, lane, from, t).find((of) => of.difference > limit);
        if (beyond) found[lane] = { round: from + t + 1, ...beyond };
      }
    }
  }

  /** Largest difference so far. */
  #most(panel: Panel, stream: Session, lane: number): number {
    if (this.#lived) return panel.life(lane)[RANGE]!;
    if (stream.options.shape.actions > 0) return stream.totals().range;
    return Math.max(
      panel.vector(MAX_GAP)[lane]!,
      -panel.vector(MIN_GAP)[lane]!,
      panel.vector(FARTHEST)[lane]!,
      stream.totals().apart,
    );
  }

  /** Those in round t of the block. */
  #differences(session: Session, stream: Session, lane: number, from: number, t: number): Difference[] {
    const { precision, actions } = session.options.shape;
    if (this.#lived) {
      const { world, rounds } = this.#lived;
      const state = contextOf(session, from, t, LANES[precision], lane);
      return [extremesIn(world, state, rounds - (from + t + 1))];
    }
    if (actions > 0) return [extremeActions(stream, from, t)];
    return outputsOf(session, stream, lane, from, t);
  }
}
