import { SUM_DR } from "../../assembly/logged/layout.ts";
import type { Panel } from "../engine/panel.ts";
import type { Marks } from "../logged/play.ts";
import type { Tallies } from "../logged/tallies.ts";
import { LANES } from "../wasm/variants.ts";
import type { Choice } from "./choice.ts";
import { Strips } from "./strips.ts";

const WIDTH = LANES.f64;

/** The doubly robust terms of every policy, and the rewards of the log, summed in each strip. They are kept with their sign changed, as losses. */
export class ValueStrips implements Marks {
  readonly strips: Strips;
  readonly choice: Choice;
  readonly #policies: number;
  readonly #split: number;
  #learners = 0;

  /** @param split rows of the prefix. @param choice those of them that choose. @param policies how many do not learn. */
  constructor(split: number, rows: number, choice: Choice, policies: number) {
    this.strips = new Strips(split, rows);
    this.choice = choice;
    this.#policies = policies;
    this.#split = split;
  }

  get rounds(): readonly number[] {
    return [this.choice.from, ...this.strips.rounds];
  }

  /** First all learners, panel by panel and lane by lane, then the other policies, then the log itself. */
  look(tallies: Tallies, panels: readonly Panel[], rounds: number): void {
    this.#learners = panels.reduce((count, { rules }) => count + rules.steps.length, 0);
    const sums: number[] = [];
    const put = (vectors: Float64Array, lane: number): void => {
      const at = SUM_DR * WIDTH + lane;
      sums.push(-vectors[at]!, -vectors[at + WIDTH]!);
    };
    for (const panel of panels) {
      const vectors = tallies.learned(panel);
      panel.rules.steps.forEach((_, lane) => put(vectors, lane));
    }
    for (let i = 0; i < this.#policies; i++) put(tallies.fixed(Math.floor(i / WIDTH)), i % WIDTH);
    sums.push(-tallies.rewards()[0], 0);
    const all = Float64Array.from(sums);
    if (rounds <= this.#split) this.choice.add(rounds, all);
    if (rounds === this.#split) this.strips.startFrom(all);
    else this.strips.add(rounds, all);
  }

  /** (strips,) minus the Σ of a learner's terms in each. */
  losses(learner: number): Float64Array {
    return this.strips.of(learner);
  }

  /** (strips,) the same of a policy that does not learn. */
  policy(index: number): Float64Array {
    return this.strips.of(this.#learners + index);
  }

  /** (strips,) minus the rewards of the log. */
  get log(): Float64Array {
    return this.strips.of(this.#learners + this.#policies);
  }
}
