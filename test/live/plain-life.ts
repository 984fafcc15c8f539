import { longRun } from "../../src/worlds/long-run.ts";
import type { Mdp } from "../../src/worlds/mdp.ts";
import { dot } from "../reference.ts";
import type { Drawn, Life } from "../policies/definition.ts";

/** A life in a world by its definition: values with so much time left, one round after the other, nothing shared with the kernels. */

export interface PlainSetting {
  readonly mdp: Mdp;
  readonly rounds: number;
  readonly first: number;
  /** What is told of true utilities, in a round from 0 and a state. */
  readonly tells: (utilities: readonly number[], round: number, state: number) => readonly number[];
}

export class PlainLife implements Life {
  readonly #of: PlainSetting;
  readonly #gains: readonly number[];
  readonly #values: readonly number[];
  readonly #start: number;
  readonly states: number[];
  reward = 0;
  gaps = 0;
  martingale = 0;
  perceived = 0;
  seeming = 0;
  rho = 0;

  constructor(of: PlainSetting) {
    this.#of = of;
    const { gains, values } = longRun(of.mdp);
    [this.#gains, this.#values] = [[...gains], [...values]];
    this.#start = dot([...of.mdp.start], this.#gains);
    this.states = [of.first];
  }

  get state(): number {
    return this.states.at(-1)!;
  }

  /** V of a state before `left` rounds. */
  worth(state: number, left: number): number {
    return left * this.#gains[state]! + this.#values[state]!;
  }

  /** V(s) - Q(s, a) of all actions in a round from 0. */
  #gapsAt(round: number): number[] {
    const { mdp, rounds } = this.#of;
    const left = rounds - round - 1;
    return mdp.rewards[this.state]!.map((reward, a) => {
      const next = mdp.transitions[this.state]![a]!.map((p, s) => p * this.worth(s, left));
      return this.worth(this.state, left + 1) - reward - next.reduce((sum, v) => sum + v, 0);
    });
  }

  row(round: number): Drawn {
    const gaps = this.#gapsAt(round);
    const expected = gaps.map((gap) => this.#start - gap);
    const told = this.#of.tells(expected, round, this.state);
    this.rho = Math.max(this.rho, Math.max(...gaps) - Math.min(...gaps));
    return { place: this.state, x: [1], expected, told, utilities: told, sampled: this.#start };
  }

  live(round: number, p: readonly number[], action: number, draw: number): void {
    const { mdp, rounds } = this.#of;
    const left = rounds - round - 1;
    const { told } = this.row(round);
    this.perceived += dot(mdp.policy[this.state]!, told!) - dot(p, told!);
    this.seeming += Math.max(...told!) - dot(p, told!);
    this.gaps += this.#gapsAt(round)[action]!;
    this.reward += mdp.rewards[this.state]![action]!;
    const chances = mdp.transitions[this.state]![action]!;
    let [next, total] = [-1, 0];
    for (const [state, chance] of chances.entries()) {
      if (chance === 0 || (next >= 0 && draw < total)) continue;
      next = state;
      total += chance;
    }
    this.martingale += this.worth(next, left);
    chances.forEach((chance, state) => (this.martingale -= chance * this.worth(state, left)));
    this.states.push(next);
  }
}
