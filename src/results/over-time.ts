import type { LearnerResult, ReplicatedLearner } from "../result.ts";
import type { LearnerOverTime, OverTime } from "./document.ts";
import { growthOf, growthOfMean } from "./growth.ts";

/** Collects the checkpoints of a run as they come. */
export class Course<Run extends LearnerResult | ReplicatedLearner> {
  readonly #rounds: number[] = [];
  readonly #runs: (readonly Run[])[] = [];
  readonly #learner: (rounds: readonly number[], at: readonly Run[]) => LearnerOverTime;

  constructor(learner: (rounds: readonly number[], at: readonly Run[]) => LearnerOverTime) {
    this.#learner = learner;
  }

  add({ rounds, runs }: { readonly rounds: number; readonly runs: readonly Run[] }): void {
    // a run that is stopped between two checkpoints may report the last one again
    if (rounds === 0 || rounds === this.#rounds.at(-1)) this.#runs.pop();
    else this.#rounds.push(rounds);
    this.#runs.push(runs);
  }

  overTime(): OverTime {
    const learners = this.#runs[0] ?? [];
    return {
      rounds: this.#rounds,
      runs: learners.map((_, i) => {
        const at = this.#runs.map((runs) => runs[i]!);
        return this.#learner(this.#rounds, at);
      }),
    };
  }
}

/** One learner of a simulation or a replay. */
export function learnerOverTime(rounds: readonly number[], at: readonly LearnerResult[]): LearnerOverTime {
  const regret = at.map((run) => run.regret);
  return {
    meanLoss: at.map((run) => run.meanLoss),
    regret,
    bound: at.map((run) => run.certificate?.bound ?? null),
    growth: growthOf(rounds, regret),
  };
}

/** One learner of an experiment with replicates. */
export function replicatedOverTime(
  rounds: readonly number[],
  at: readonly ReplicatedLearner[],
): LearnerOverTime {
  return {
    meanLoss: at.map((run) => run.meanLoss.mean),
    regret: at.map((run) => run.regret?.mean ?? null),
    standardError: at.map((run) => run.regret?.standardError ?? null),
    bound: at.map((run) => run.bound),
    growth: growthOfMean(
      rounds,
      at.map((run) => run.regrets),
    ),
  };
}
