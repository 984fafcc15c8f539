import { madeBy } from "../check.ts";
import type { Estimator } from "../estimators/estimator.ts";
import { importanceWeighting } from "../estimators/importance-weighting.ts";
import { reinforce } from "../estimators/reinforce.ts";
import { type Exploration, exploration } from "../exploration.ts";
import { toldStakes } from "../live/stakes.ts";
import type { Model } from "../models/model.ts";
import type { SimulateOptions } from "../simulate.ts";
import type { Stream } from "../streams/stream.ts";
import type { Update } from "../updates/ogd.ts";
import { nominal } from "./perturbed.ts";

/** What of a plan is a policy's: how it learns and explores, and whether all of it fits together. */

/** How policies over actions learn, the usual way where nothing is said, and learners that perturb their scores; null for models that are told outcomes. */
export function estimatorFor(
  who: string,
  { estimator: given }: SimulateOptions,
  { outcomes, name, actions }: Stream,
  model: Model,
): Estimator | null {
  if (given !== undefined) madeBy(`${who}: estimator`, given, "alongLog", "reinforce()");
  if (given?.perturbation && outcomes === "choices")
    throw new RangeError(`${who}: estimator: the ${given.label} is for scores, got the stream ${name}`);
  if (outcomes !== "choices") {
    if (given === undefined || given.perturbation) return given ?? null;
    throw new RangeError(`${who}: estimator: ${given.label} is for choices, got the stream ${name}`);
  }
  const estimator = given ?? (model.name === "softmax" ? reinforce() : importanceWeighting());
  if (estimator.alongLog && model.name !== "softmax")
    throw new RangeError(
      `${who}: estimator: expected estimates of utilities for ${model.name}(), such as importanceWeighting(), got ${estimator.label}`,
    );
  const start = estimator.memory?.start;
  if (typeof start === "object" && start.length !== actions)
    throw new RangeError(
      `${who}: estimator: expected a model of ${actions} utilities, one for each action, got ${start.length}`,
    );
  return estimator;
}

export function explorationFor(
  who: string,
  given: Exploration | undefined,
  { outcomes, name }: Stream,
): Exploration | null {
  if (given === undefined) return null;
  madeBy(`${who}: exploration`, given, "gamma", "exploration({ gamma: 0.1 })");
  if (outcomes !== "choices")
    throw new RangeError(`${who}: exploration: is for choices, got the stream ${name}`);
  return exploration(given);
}

/** A policy's gradients are those of its choices, when it made them; it has no intercept and no penalty. Hedge and its copies move on the simplex. */
export function checkPolicy(
  who: string,
  { gradient, l2, radius }: Update,
  { name }: Model,
  { contexts, actions, name: stream }: Stream,
): void {
  if (name !== "softmax" && contexts === 0)
    throw new RangeError(
      `${who}: model: ${name}() has a distribution for each of finitely many contexts, got the stream ${stream}`,
    );
  if (name === "swap" && actions > MOST_COPIES)
    throw new RangeError(`${who}: model: swap() takes at most ${MOST_COPIES} actions, got ${actions}`);
  if (name !== "softmax" && radius !== Infinity)
    throw new RangeError(`${who}: update: expected no ball for ${name}(), got radius ${radius}`);
  if (gradient !== "stale")
    throw new RangeError(`${who}: update: expected stale gradients for a policy, got ${gradient} ones`);
  if (l2 !== 0) throw new RangeError(`${who}: update: expected no penalty for a policy, got l2 ${l2}`);
}

/** Most actions of a policy with a distribution for each of them: rounds then take a cube of operations, and their slopes 256 KiB. */
const MOST_COPIES = 64;

/** Distributions over the actions that a policy keeps for each context. */
export function copiesOf(model: string, { actions }: Pick<Stream, "actions">): number {
  return model === "swap" ? actions : 1;
}

/** R0 of the staleness bound as Hedge and its copies see it (certificate/hedge.ts): R0² = 2 C ln N for each of the copies. */
export function distanceOf({ name }: Model, stream: Stream): number {
  return Math.sqrt(copiesOf(name, stream)) * stream.distance;
}

/** What step sizes are tuned for. */
export interface Tuning extends Pick<Stream, "distance" | "gradient"> {
  /** G, where `gradient` is the root of the second moment of estimates, G₂; default: the same. */
  readonly mean?: number;
}

/**
 * Distance and gradients of the stream; in contexts those of Hedge, where estimates from the action taken alone have a second moment of up to N ρ²
 * instead of (ρ/2)²; where scores are perturbed, the second moment of what is estimated.
 */
export function tuning(model: Model, stream: Stream, estimator: Estimator | null, rounds: number): Tuning {
  const { contexts, actions, world } = stream;
  const distance = distanceOf(model, stream);
  // the stakes of a world may grow with the horizon
  const gradient = world ? toldStakes(world, rounds) / 2 || 1 : stream.gradient;
  if (estimator?.perturbation) {
    const { second } = nominal(stream, estimator.perturbation);
    return { distance, gradient: Math.sqrt(second), mean: gradient };
  }
  if (contexts === 0 || estimator?.name === "full") return { distance, gradient };
  return { distance, gradient: 2 * Math.sqrt(actions) * gradient };
}
