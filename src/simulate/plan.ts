import { madeBy, oneOf, seedValue, wholeNumber } from "../check.ts";
import { aligned, type Comparator } from "../comparators/comparator.ts";
import { MOST_COLUMNS } from "../comparators/hindsight.ts";
import { usualBlock } from "../engine/drive.ts";
import { type Claims, claimsFrom, lossFor, panelsOf, schedulesFrom, withBall } from "../engine/rules.ts";
import { lanes } from "../engine/session.ts";
import type { Estimator } from "../estimators/estimator.ts";
import type { Exploration } from "../exploration.ts";
import type { Loss } from "../losses/loss.ts";
import type { Model } from "../models/model.ts";
import type { Schedule } from "../schedules/schedule.ts";
import type { SimulateOptions } from "../simulate.ts";
import { type Generator, TURNS } from "../streams/generator.ts";
import type { Stream } from "../streams/stream.ts";
import { ogd, type Update } from "../updates/ogd.ts";
import { aware } from "../updates/steps.ts";
import type { EngineSource } from "../wasm/kernels.ts";
import { relaxedFrom } from "../wasm/relaxed.ts";
import { type Precision, PRECISIONS } from "../wasm/variants.ts";
import { checkPerturbed } from "./perturbed.ts";
import { checkPolicy, copiesOf, estimatorFor, explorationFor, type Tuning, tuning } from "./policy.ts";
import { transformedFor } from "./transformed.ts";

/** A simulation with nothing left open, and all of it checked. */
export interface Plan extends Claims {
  readonly rounds: number;
  readonly stream: Stream;
  readonly model: Model;
  readonly loss: Loss;
  /** How learners estimate what they are not told; null for models that are told outcomes. */
  readonly estimator: Estimator | null;
  /** How often they act at random; null for never. */
  readonly exploration: Exploration | null;
  /** Keep what the regret against transformed decisions is made of. */
  readonly transformed: boolean;
  readonly update: Update;
  readonly panels: readonly PlannedPanel[];
  readonly comparator: Comparator;
  readonly seed: bigint;
  readonly generator: Generator;
  readonly replicate: number;
  readonly blockSize: number;
  readonly precision: Precision;
  readonly relaxed: boolean;
  readonly engine: EngineSource | undefined;
}

/** Learners of one schedule that share a panel. */
export interface PlannedPanel {
  readonly schedule: Schedule;
  readonly steps: readonly number[];
}

/** Replicates r have sequences 8 r to 8 r + 7 of a 32-bit number. */
export const MOST_REPLICATES: number = 2 ** 28;

/** @throws TypeError, RangeError on options out of range; messages begin with `who`. */
export function planOf(who: string, options: SimulateOptions): Plan {
  const { stream, seed = 1, generator = "philox10", replicate = 0, blockSize } = options;
  const rounds = wholeNumber(`${who}: rounds`, options.rounds, 1);
  const precision = oneOf(`${who}: precision`, options.precision ?? "f64", PRECISIONS);
  madeBy(`${who}: stream`, stream, "features", "gaussian({ features: 8 })");
  const schedules = schedulesFrom(who, options.schedules);
  const { model, loss } = lossFor(who, stream.outcomes, options.model, options.loss);
  if (stream.world && (options.relaxed || options.engine !== undefined))
    throw new RangeError(
      `${who}: stream: worlds are played by a build of the kernels of their own, which has no relaxed arithmetic and takes no other engine`,
    );
  const update = options.update ?? ogd({ step: aware() });
  const estimator = estimatorFor(who, options, stream, model);
  if (estimator?.perturbation) checkPerturbed(who, estimator, estimator.perturbation, update);
  else if (estimator) checkPolicy(who, update, model, stream);
  if (update.interceptStep !== null)
    throw new RangeError(`${who}: update: simulated rows have no intercept: expected no step size for it`);
  const comparator = comparatorFor(who, options.comparator, stream, loss, update);
  const panels = schedules.length * panelsOf(update, precision);
  return {
    rounds,
    stream,
    model,
    loss,
    estimator,
    exploration: explorationFor(who, options.exploration, stream),
    transformed: transformedFor(who, options.transformed, stream, loss),
    update,
    comparator,
    ...claimsFrom(who, options),
    seed: seedValue(`${who}: seed`, seed),
    generator: oneOf(`${who}: generator`, generator, Object.keys(TURNS) as Generator[]),
    replicate: wholeNumber(`${who}: replicate`, replicate, 0, MOST_REPLICATES - 1),
    blockSize: wholeNumber(
      `${who}: blockSize`,
      blockSize ??
        usualBlock(
          Math.max(1, stream.features) * Math.max(1, stream.actions) * copiesOf(model.name, stream),
          panels,
          comparator.name === "hindsight",
        ),
      1,
      65536,
    ),
    panels: schedules.flatMap((schedule) =>
      lanes(
        stepSizes(who, schedule, update, tuning(model, stream, estimator, rounds), rounds),
        precision,
      ).map((steps) => ({
        schedule,
        steps,
      })),
    ),
    precision,
    relaxed: relaxedFrom(who, options.relaxed, options.engine),
    engine: options.engine,
  };
}

/** Panels that can be played in another thread: all but those whose schedule is a sequence of deployments, a function. */
export function portable({ panels }: Plan): number {
  return panels.filter(({ schedule }) => "kernel" in schedule.rule).length;
}

function comparatorFor(
  who: string,
  given: Comparator | undefined,
  { aligned: model, name, features, contexts, outcomes, world }: Stream,
  loss: Loss,
  update: Update,
): Comparator {
  const usual = model ? aligned() : ({ name: "hindsight", radius: NaN, tolerance: 1e-9 } as const);
  // the best action of each context needs no ball to be looked for in
  const asked = given ?? usual;
  const comparator = asked.name === "hindsight" && contexts > 0 ? asked : withBall(who, asked, loss, update);
  if (comparator.name === "aligned" && model === null) {
    throw new RangeError(`${who}: comparator: ${name} has no aligned model; use hindsight() or fixed(...)`);
  }
  if (world && comparator.name !== "aligned") {
    throw new RangeError(
      `${who}: comparator: expected aligned() in a world, whose states depend on the learner, got ${comparator.name}`,
    );
  }
  if (comparator.name === "fixed" && outcomes === "choices") {
    throw new RangeError(
      `${who}: comparator: expected aligned() or untrained() for a policy, got fixed(...)`,
    );
  }
  if (comparator.name === "fixed") {
    const { weights } = comparator;
    if (weights.length !== features + 1) {
      throw new RangeError(
        `${who}: comparator: expected ${features + 1} weights (intercept, which is 0 here, then ${features}), got ${weights.length}`,
      );
    }
    if (weights[0] !== 0) {
      throw new RangeError(
        `${who}: comparator: simulated rows have no intercept: expected weight 0 for it, got ${weights[0]}`,
      );
    }
  }
  if (comparator.name === "hindsight" && loss.hindsight !== "linear" && features >= MOST_COLUMNS) {
    throw new RangeError(
      `${who}: comparator: hindsight() takes at most ${MOST_COLUMNS - 1} features, got ${features}`,
    );
  }
  return comparator;
}

function stepSizes(
  who: string,
  schedule: Schedule,
  { step: { sizes }, l2 }: Update,
  { distance, gradient, mean = gradient }: Tuning,
  rounds: number,
): readonly number[] {
  if (typeof sizes !== "string") return sizes;
  const staleness = sizes === "aware" ? schedule.staleness(rounds) : 0;
  if (staleness === undefined) {
    throw new RangeError(
      `${who}: step size: the staleness of ${schedule.name} is not known beforehand; give a step size`,
    );
  }
  const step = distance / (gradient * Math.sqrt(rounds + 2 * staleness * (mean / gradient)));
  if (step * l2 >= 1)
    throw new RangeError(`${who}: update: expected l2 times step size below 1, got ${l2} times ${step}`);
  return [step];
}
