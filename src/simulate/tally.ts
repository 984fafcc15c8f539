import type {
  LearnerResult,
  Relaxed,
  ReplicatedLearner,
  ReplicatesCheckpoint,
  SimulationCheckpoint,
  Transformed,
  WorldResult,
} from "../result.ts";
import { estimate, mean } from "./estimate.ts";

/** What replicates reported at one checkpoint, taken down replicate by replicate. */
export class Tally {
  readonly rounds: number;
  readonly #comparator: string;
  readonly #label: Relaxed;
  readonly #estimator: SimulationCheckpoint["estimator"];
  readonly #learners: LearnerTally[];
  #replicates = 0;

  constructor({ rounds, runs, comparator, estimator, reproducible }: SimulationCheckpoint) {
    this.rounds = rounds;
    this.#comparator = comparator.name;
    this.#estimator = estimator;
    this.#label = reproducible === false ? { reproducible } : {};
    this.#learners = runs.map((run) => new LearnerTally(run));
  }

  add({ runs }: SimulationCheckpoint): void {
    this.#replicates++;
    this.#learners.forEach((learner, i) => learner.add(runs[i]!));
  }

  report(done: boolean, interrupted: boolean): ReplicatesCheckpoint {
    return {
      rounds: this.rounds,
      done,
      interrupted,
      ...this.#label,
      replicates: this.#replicates,
      comparator: this.#comparator,
      ...(this.#estimator && { estimator: this.#estimator }),
      runs: this.#learners.map((learner) => learner.report()),
    };
  }
}

class LearnerTally {
  readonly #first: LearnerResult;
  readonly #latencies: number[] = [];
  readonly #losses: number[] = [];
  readonly #utilities: number[] = [];
  readonly #played: number[] = [];
  readonly #regrets: number[] = [];
  readonly #deployed: number[] = [];
  readonly #lives: WorldResult[] = [];
  readonly #swapRegrets: number[] = [];
  readonly #linearRegrets: number[] = [];
  readonly #bounds: number[] = [];
  #largestRatio = -Infinity;
  #violations = 0;
  #swapViolations = 0;
  #diverged = 0;
  #exceeded: ReplicatedLearner["exceeded"];
  #notCovered: string | null = null;

  constructor(first: LearnerResult) {
    this.#first = first;
  }

  add({
    effectiveLatency,
    meanLoss,
    meanUtility,
    playedLoss,
    regret,
    deployed,
    world,
    transformed,
    certificate,
    meaning,
    diverged,
  }: LearnerResult): void {
    if (meaning?.exceeded) {
      const { replicates, first } = this.#exceeded ?? {
        replicates: 0,
        first: { ...meaning.exceeded, replicate: this.#losses.length, stakes: meaning.stakes },
      };
      this.#exceeded = { replicates: replicates + 1, first };
    }
    if (world) this.#lives.push(world);
    this.#latencies.push(effectiveLatency);
    this.#losses.push(meanLoss);
    if (meanUtility !== undefined) this.#utilities.push(meanUtility);
    if (playedLoss !== undefined) this.#played.push(playedLoss);
    if (regret !== null) this.#regrets.push(regret);
    if (deployed && deployed.regret !== null) this.#deployed.push(deployed.regret);
    this.#addTransformed(transformed);
    if (certificate?.bound != null) this.#bounds.push(certificate.bound);
    if (certificate?.ratio != null) this.#largestRatio = Math.max(this.#largestRatio, certificate.ratio);
    if (certificate?.holds === false) this.#violations++;
    if (diverged) this.#diverged++;
    this.#notCovered ??= certificate?.notCovered ?? null;
  }

  #addTransformed(transformed: Transformed | undefined): void {
    if (transformed === undefined) return;
    const { swapRegret, linearRegret, holds } = transformed;
    if (swapRegret !== null) this.#swapRegrets.push(swapRegret);
    if (linearRegret !== null) this.#linearRegrets.push(linearRegret);
    if (holds === false) this.#swapViolations++;
  }

  report(): ReplicatedLearner {
    const { schedule, label, stepSize } = this.#first;
    const replicates = this.#losses.length;
    const known = this.#regrets.length === replicates;
    return {
      schedule,
      label,
      stepSize,
      replicates,
      effectiveLatency: mean(this.#latencies),
      meanLoss: estimate(this.#losses),
      ...(this.#utilities.length > 0 && { meanUtility: estimate(this.#utilities) }),
      ...(this.#played.length > 0 && { playedLoss: estimate(this.#played) }),
      regret: known ? estimate(this.#regrets) : null,
      ...(this.#deployed.length === replicates && { deployedRegret: estimate(this.#deployed) }),
      ...(this.#lives.length > 0 && { world: meanLife(this.#lives) }),
      ...(this.#swapRegrets.length > 0 && {
        swapRegret: estimate(this.#swapRegrets),
        swapViolations: this.#swapViolations,
      }),
      ...(this.#linearRegrets.length > 0 && { linearRegret: estimate(this.#linearRegrets) }),
      regrets: known ? Float64Array.from(this.#regrets) : null,
      bound: this.#bounds.length === replicates ? mean(this.#bounds) : null,
      largestRatio: this.#largestRatio > -Infinity ? this.#largestRatio : null,
      violations: this.#violations,
      diverged: this.#diverged,
      ...(this.#exceeded && { exceeded: this.#exceeded }),
      notCovered: this.#notCovered,
    };
  }
}

function meanLife(lives: readonly WorldResult[]): NonNullable<ReplicatedLearner["world"]> {
  const of = (number: (life: WorldResult) => number) => estimate(lives.map(number));
  return {
    realised: of(({ realised }) => realised),
    gaps: of(({ gaps }) => gaps),
    martingale: of(({ martingale }) => martingale),
    rhoPath: lives.reduce((most, { rhoPath }) => Math.max(most, rhoPath), 0),
    perceived: lives[0]!.perceived && of(({ perceived }) => perceived!.regret),
  };
}
