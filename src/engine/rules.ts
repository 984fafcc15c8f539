import { ADAGRAD, CONSTANT, ROOT } from "../../assembly/layout.ts";
import { madeBy, nonEmpty, realNumber } from "../check.ts";
import type { Comparator } from "../comparators/comparator.ts";
import { expected } from "../losses/expected.ts";
import { logLoss } from "../losses/log-loss.ts";
import type { Loss } from "../losses/loss.ts";
import { squared } from "../losses/squared.ts";
import { utility } from "../losses/utility.ts";
import { hedge } from "../models/hedge.ts";
import { linear } from "../models/linear.ts";
import { logistic } from "../models/logistic.ts";
import type { Model } from "../models/model.ts";
import { softmax } from "../models/softmax.ts";
import { swap } from "../models/swap.ts";
import { pipelined } from "../schedules/pipelined.ts";
import type { Schedule } from "../schedules/schedule.ts";
import type { Outcomes } from "../streams/stream.ts";
import type { Update } from "../updates/ogd.ts";
import type { StepSize } from "../updates/steps.ts";
import { LANES, type Precision } from "../wasm/variants.ts";

/** What a caller leaves open, and what must fit together. */

/** Step-size rules as the kernels number them. */
export const RULES: Readonly<Record<StepSize["rule"], number>> = {
  constant: CONSTANT,
  root: ROOT,
  adagrad: ADAGRAD,
};

/** The schedules asked for, or ordinary online learning. */
export function schedulesFrom(who: string, schedules: readonly Schedule[] | undefined): readonly Schedule[] {
  const list = nonEmpty(`${who}: schedules`, schedules ?? [pipelined(1)]);
  list.forEach((schedule, i) => madeBy(`${who}: schedules[${i}]`, schedule, "rule", "pipelined(100)"));
  return list;
}

/** Panels that an update's step sizes take; one where they are tuned for each schedule. */
export function panelsOf({ step }: Update, precision: Precision): number {
  return typeof step.sizes === "string" ? 1 : Math.ceil(step.sizes.length / LANES[precision]);
}

/** Model and loss for outcomes of a kind: what was chosen, checked, or the usual. */
export function lossFor(
  who: string,
  outcomes: Outcomes,
  model: Model | undefined,
  loss: Loss | undefined,
): { model: Model; loss: Loss } {
  const usual = { values: squared, classes: logLoss, utilities: utility, choices: expected }[outcomes]();
  const own = {
    ...{ linear: squared, logistic: logLoss, softmax: expected },
    ...{ hedge: () => expected("hedge"), swap: () => expected("swap") },
  };
  const chosen = loss ?? (model ? own[model.name]() : usual);
  const fitting = model ?? { linear, logistic, softmax, hedge, swap }[chosen.model]();
  if (chosen.model !== fitting.name) {
    throw new RangeError(
      `${who}: loss: ${chosen.label} takes the scores of a ${chosen.model} model, got a ${fitting.name} one`,
    );
  }
  const special = (kind: string) => kind === "utilities" || ["choices", "labels", "forecasts"].includes(kind);
  if ((special(outcomes) || special(chosen.task)) && outcomes !== chosen.task) {
    throw new RangeError(
      `${who}: loss: expected one for ${outcomes}, such as the ${usual.label}, got ${chosen.label}`,
    );
  }
  if (outcomes === "values" && chosen.task === "classification") {
    throw new RangeError(`${who}: loss: ${chosen.label} needs outcomes that are classes`);
  }
  return { model: fitting, loss: chosen };
}

/** What a bound is held against, as far as the caller says so. */
export interface Claims {
  /** Share of the value at stake up to which a bound is meaningful. */
  readonly epsilon: number;
  /** ρ; null for the largest difference met. */
  readonly stakes: number | null;
  /** Value at stake a decision; null for what the comparator saves against the untrained model. */
  readonly value: number | null;
}

export function claimsFrom(
  who: string,
  {
    epsilon = 0.05,
    stakes,
    value,
  }: {
    readonly epsilon?: number | undefined;
    readonly stakes?: number | undefined;
    readonly value?: number | undefined;
  },
): Claims {
  realNumber(`${who}: epsilon`, epsilon, { least: 0, open: true });
  if (stakes !== undefined) realNumber(`${who}: stakes`, stakes, { least: 0, open: true });
  if (value !== undefined) realNumber(`${who}: value`, value, { least: 0 });
  return { epsilon, stakes: stakes ?? null, value: value ?? null };
}

/** The comparator, with a ball to look in where it is chosen in hindsight: that of the learner, or a wide one. */
export function withBall(who: string, comparator: Comparator, loss: Loss, { radius }: Update): Comparator {
  if (comparator.name !== "hindsight") return comparator;
  if (loss.hindsight === "none")
    throw new RangeError(`${who}: comparator: no way to find the best fixed model for ${loss.label}`);
  if (!Number.isNaN(comparator.radius)) return comparator;
  return { ...comparator, radius: radius !== Infinity ? radius : loss.hindsight === "linear" ? 1 : 100 };
}
