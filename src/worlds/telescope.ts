import { realNumber, wholeNumber } from "../check.ts";
import { Sum } from "../sum.ts";
import type { Mdp } from "./mdp.ts";
import type { Values } from "./values.ts";

/** The values of round t = 1..T: `() => poisson(mdp)` in effect, or those of a finite horizon. */
export type ValuesAt = (round: number) => Values;

export interface Telescoped {
  readonly rounds: number;
  /** U[1](M*) - U_T(realised) = T g + V_1(s_1) - V_{T+1}(s_{T+1}) - Σ r_t: what deciding otherwise than M* has cost. */
  readonly regret: number;
  /** Σ V_t(s_t) - Q_t(s_t, a_t): the post's sum of U[t](y*) - U[t](y). */
  readonly gaps: number;
  /** Σ m_t, m_t = U[t+1](M*) - U[t](y_t) = r_t - r(s_t, a_t) + V_{t+1}(s_{t+1}) - (P V_{t+1})(s_t, a_t): luck, of mean 0. */
  readonly martingale: number;
}

/**
 * The regret identity of the post's section 7 along one path: regret = gaps - martingale, exactly, for every path and every horizon. (The
 * post leaves out the martingale: U[t+1](y*[t+1]) = U[t](y[t]) is true on average only, and in deterministic worlds.) All
 * sums are of per-round terms, compensated; memory O(1).
 */
export class Telescope {
  readonly #mdp: Mdp;
  readonly #valuesAt: ValuesAt;
  readonly #regret = new Sum();
  readonly #gaps = new Sum();
  readonly #martingale = new Sum();
  #state: number;
  #rounds = 0;
  /** V_1(s_1) and V_{t+1}(s_{t+1}). */
  #first = 0;
  #now = 0;

  /** @param start the state before round 1. */
  constructor(mdp: Mdp, valuesAt: ValuesAt, start: number) {
    this.#mdp = mdp;
    this.#valuesAt = valuesAt;
    this.#state = wholeNumber("Telescope: start", start, 0, mdp.names.states.length - 1);
  }

  /**
   * One round: in the state at hand `action` was taken, `reward` received (default r(s, a)), and `next` is the state then.
   *
   * @throws RangeError where the action cannot lead there.
   */
  play(action: number, next: number, reward?: number): void {
    const { states, actions } = this.#mdp.names;
    const state = this.#state;
    wholeNumber("Telescope: action", action, 0, actions.length - 1);
    wholeNumber("Telescope: next", next, 0, states.length - 1);
    if (this.#mdp.transitions[state]![action]![next] === 0) {
      throw new RangeError(
        `Telescope: round ${this.#rounds + 1}: expected a state that action ${actions[action]} in state ${states[state]} can lead to, got ${states[next]}`,
      );
    }
    const expected = this.#mdp.rewards[state]![action]!;
    const received = reward === undefined ? expected : realNumber("Telescope: reward", reward);
    const at = this.#valuesAt(++this.#rounds);
    if (this.#rounds === 1) this.#first = at.values[state]!;
    this.#now = at.next[next]!;
    this.#regret.add(at.gain - received);
    this.#gaps.add(at.values[state]! - at.actionValues[state]![action]!);
    this.#martingale.add(this.#now - at.ahead[state]![action]!);
    this.#martingale.add(received - expected);
    this.#state = next;
  }

  get state(): number {
    return this.#state;
  }

  get result(): Telescoped {
    return {
      rounds: this.#rounds,
      regret: this.#regret.value + (this.#first - this.#now),
      gaps: this.#gaps.value,
      martingale: this.#martingale.value,
    };
  }
}
