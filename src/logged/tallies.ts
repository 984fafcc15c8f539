import {
  F_BASELINE,
  F_REWARD,
  F_REWARD2,
  LOG_SLOTS,
  P_MODEL,
  P_PROPENSITIES,
  P_REWARDS,
  P_SEEN_REWARDS,
  POLICY_VECTORS,
} from "../../assembly/logged/layout.ts";
import { InputError } from "../data/error.ts";
import type { Feed } from "../engine/drive.ts";
import type { Panel } from "../engine/panel.ts";
import type { Session } from "../engine/session.ts";
import { Table } from "../wasm/memory.ts";
import { LANES } from "../wasm/variants.ts";
import type { Plan } from "./plan.ts";

/** What the rows of a log of actions say of policies, in the kernels' memory: of fixed ones, and of those that learn. */
export class Tallies {
  readonly options: Session["options"];
  readonly #session: Session;
  readonly #plan: Plan;
  readonly #log: Table;
  /** Of fixed policies, eight at a time: what they choose, and their sums. */
  readonly #fixed: { readonly choices: number; readonly sums: number }[] = [];
  readonly #learned = new Map<Panel, number>();

  constructor(session: Session, plan: Plan) {
    this.#session = session;
    this.#plan = plan;
    this.options = session.options;
    const { memory } = session;
    const { block } = session.options.shape;
    const { actions, policies, baseline } = plan;
    this.#log = new Table(memory, LOG_SLOTS);
    for (const slot of [P_REWARDS, P_PROPENSITIES]) this.#log.setInteger(slot, memory.take(block * 8));
    this.#log.setInteger(P_SEEN_REWARDS, memory.take(actions.length * 16));
    this.#log.setInteger(P_MODEL, memory.take(block * actions.length * 8));
    this.#log.setReal(F_BASELINE, baseline);
    const choices = policies.map((policy) => (policy === "uniform" ? -1 : actions.indexOf(policy.always)));
    for (let from = 0; from < choices.length; from += WIDTH) {
      const at = memory.take(WIDTH * 8);
      memory.f64(at, WIDTH).set(choices.slice(from, from + WIDTH));
      this.#fixed.push({ choices: at, sums: memory.take(POLICY_VECTORS * WIDTH * 8) });
    }
    session.onPlayed = (panel, from, n) => this.#evaluate(this.#sumsOf(panel), from, n);
  }

  /** Rows of the log, and what is told of them: weighs them once they are in the ring. */
  feed(fill: Feed): Feed {
    const take = (from: number, n: number): number => {
      if (n > 0) this.#tell(from, n);
      return n;
    };
    return (from, most) => {
      const ready = fill(from, most);
      return typeof ready === "number" ? take(from, ready) : ready.then((n) => take(from, n));
    };
  }

  play(from: number, n: number): void {
    const { kernels, run } = this.#session;
    this.#session.play(from, n);
    for (const { choices, sums } of this.#fixed) {
      kernels.logged_fixed(run.table.address, choices, n);
      this.#evaluate(sums, from, n);
    }
  }

  /** (POLICY_VECTORS, lanes) sums of a panel's policies, or of eight fixed ones: a copy. */
  learned(panel: Panel): Float64Array {
    return this.#copy(this.#sumsOf(panel));
  }

  fixed(eight: number): Float64Array {
    return this.#copy(this.#fixed[eight]!.sums);
  }

  /** Σ reward and Σ reward². */
  rewards(): readonly [sum: number, squares: number] {
    const pair = (slot: number): number => this.#log.real(slot) + this.#log.real(slot + 1);
    return [pair(F_REWARD), pair(F_REWARD2)];
  }

  /** (A,) how often each action was taken. */
  counts(): number[] {
    const { length } = this.#plan.actions;
    const seen = this.#session.memory.f64(this.#log.pointer(P_SEEN_REWARDS), 2 * length);
    return Array.from({ length }, (_, a) => seen[2 * a + 1]!);
  }

  #evaluate(sums: number, from: number, n: number): void {
    const { kernels, run } = this.#session;
    kernels.logged_evaluate(run.table.address, this.#log.address, sums, from, n);
  }

  #sumsOf(panel: Panel): number {
    const known = this.#learned.get(panel) ?? this.#session.memory.take(POLICY_VECTORS * WIDTH * 8);
    this.#learned.set(panel, known);
    return known;
  }

  #copy(sums: number): Float64Array {
    return this.#session.memory.f64(sums, POLICY_VECTORS * WIDTH).slice();
  }

  #tell(from: number, n: number): void {
    const { kernels, memory, run } = this.#session;
    const { first, rewards, propensities } = this.#plan.told();
    const at = from - first;
    memory.f64(this.#log.pointer(P_REWARDS), n).set(rewards.subarray(at, at + n));
    memory.f64(this.#log.pointer(P_PROPENSITIES), n).set(propensities.subarray(at, at + n));
    const bad = kernels.logged_first_invalid(this.#log.address, n);
    if (bad < n) this.#refuse(from + bad, rewards[at + bad]!, propensities[at + bad]!);
    kernels.logged_weigh(run.table.address, this.#log.address, from, n);
  }

  #refuse(row: number, reward: number, propensity: number): never {
    const { rows } = this.#plan.replay;
    const [rewards, propensities] = this.#plan.columns;
    const place = (column: string) => ({ in: rows.name, row: row + 1, column });
    if (!(Math.abs(reward) <= 1e70))
      throw new InputError(place(rewards), `expected a reward within ±1e70, got ${reward}`);
    const why = propensity === 0 ? "; what was never done has no support" : "";
    throw new InputError(
      place(propensities),
      `expected a propensity > 0 and <= 1 of the action that was taken, got ${propensity}${why}`,
    );
  }
}

const WIDTH = LANES.f64;
