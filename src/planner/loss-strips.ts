import { F_LAST_LOSS, LOSS } from "../../assembly/layout.ts";
import type { Panel } from "../engine/panel.ts";
import type { Marks } from "../replay/play.ts";
import type { Choice } from "./choice.ts";
import { Strips } from "./strips.ts";

/** What every learner of a replay lost in each strip, and how far the last outcome known was off. */
export class LossStrips implements Marks {
  readonly strips: Strips;
  readonly choice: Choice;
  readonly #split: number;
  #learners = 0;

  /** @param split rows of the prefix. @param choice those of them that choose. */
  constructor(split: number, rows: number, choice: Choice) {
    this.strips = new Strips(split, rows);
    this.choice = choice;
    this.#split = split;
  }

  get rounds(): readonly number[] {
    return [this.choice.from, ...this.strips.rounds];
  }

  /** First all learners, panel by panel and lane by lane, then one series a panel. Accounts begin anew after the prefix. */
  look(panels: readonly Panel[], rounds: number): void {
    this.#learners = panels.reduce((count, { rules }) => count + rules.steps.length, 0);
    const sums = new Float64Array(2 * (this.#learners + panels.length));
    let at = 0;
    const put = (total: number, lost: number): void => {
      sums[at++] = total;
      sums[at++] = lost;
    };
    for (const panel of panels) {
      const [totals, losts] = [panel.vector(LOSS), panel.vector(LOSS + 1)];
      panel.rules.steps.forEach((_, lane) => put(totals[lane]!, losts[lane]!));
    }
    for (const { table } of panels) put(table.real(F_LAST_LOSS), table.real(F_LAST_LOSS + 1));
    if (rounds <= this.#split) this.choice.add(rounds, sums);
    else this.strips.add(rounds, sums);
  }

  /** (strips,) Σ loss of a learner in each. */
  losses(learner: number): Float64Array {
    return this.strips.of(learner);
  }

  /** (strips,) under a panel's schedule, in each: rows in which the last class known was wrong, or Σ |outcome - last one known|. */
  lastOutcomes(panel: number): Float64Array {
    return this.strips.of(this.#learners + panel);
  }
}
