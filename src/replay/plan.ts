import { madeBy, oneOf, realNumber, wholeNumber } from "../check.ts";
import type { Comparator } from "../comparators/comparator.ts";
import type { RowSource } from "../data/rows.ts";
import { usualBlock } from "../engine/drive.ts";
import type { Predictions } from "../engine/predictions.ts";
import { type Claims, claimsFrom, lossFor, panelsOf, schedulesFrom, withBall } from "../engine/rules.ts";
import { lanes } from "../engine/session.ts";
import type { Loss } from "../losses/loss.ts";
import type { Model } from "../models/model.ts";
import { multiclassRules } from "./multiclass.ts";
import type { ReplayOptions } from "../replay.ts";
import type { Schedule } from "../schedules/schedule.ts";
import { ogd, type Update } from "../updates/ogd.ts";
import { constant } from "../updates/steps.ts";
import type { EngineSource } from "../wasm/kernels.ts";
import { relaxedFrom } from "../wasm/relaxed.ts";
import { type Precision, PRECISIONS } from "../wasm/variants.ts";

/** A replay with nothing left open, and all of it checked that can be before the log is read. */
export interface Plan extends Claims {
  /** What was called, for messages. */
  readonly who: Caller;
  readonly rows: RowSource;
  /** Rows of the prefix. */
  readonly split: number;
  readonly model: Model;
  readonly loss: Loss;
  readonly update: Update;
  readonly schedules: readonly Schedule[];
  readonly panels: readonly PlannedPanel[];
  readonly scale: "standard" | "river" | "none";
  readonly comparator: Comparator | null;
  /** The learners keep the sums of the bound. */
  readonly certified: boolean;
  readonly tie: 0 | 1;
  readonly onPredictions: ((predictions: Predictions) => void) | null;
  readonly blockSize: number;
  readonly precision: Precision;
  readonly relaxed: boolean;
  readonly engine: EngineSource | undefined;
}

/** The functions that play a log by such a plan. */
export type Caller = "replay" | "plan" | "evaluate";

/** Learners of one schedule that share a panel. */
export interface PlannedPanel {
  /** Index of its schedule. */
  readonly schedule: number;
  readonly steps: readonly number[];
}

/** Step sizes 10^(-4 + j/2), j = 0..7. */
export const AUTO: readonly number[] = [
  1e-4, 0.00031622776601683794, 1e-3, 0.0031622776601683794, 0.01, 0.031622776601683794, 0.1,
  0.31622776601683794,
];

export function planOf(options: ReplayOptions, who: Caller = "replay"): Plan {
  const { rows, scale = "standard", prefix = 0.1, tie = 1, blockSize } = options;
  madeBy(`${who}: rows`, rows, "blocks", 'openLog("log.csv", { target: "clicked" })');
  const precision = oneOf(`${who}: precision`, options.precision ?? "f64", PRECISIONS);
  const update = options.update ?? ogd({ step: constant(...AUTO), gradient: "fresh" });
  const schedules = schedulesFrom(who, options.schedules);
  const { model, loss } = rulesFor(who, options, update);
  oneOf(`${who}: scale`, scale, ["standard", "river", "none"]);
  if (scale === "river" && !rows.dense.some(({ scalable }) => scalable)) {
    throw new RangeError(
      `${who}: scale: river scaling needs numeric columns without a constant of their own, got none`,
    );
  }
  realNumber(`${who}: prefix`, prefix, { least: 0, most: 1, open: true });
  if (tie !== 0 && tie !== 1) throw new RangeError(`${who}: tie: expected 0 or 1, got ${String(tie)}`);
  const claims = claimsFrom(who, options);
  const sizes = sizesOf(who, update);
  const comparator = comparatorFor(who, options.comparator, loss, update);
  const panels = schedules.length * panelsOf(update, precision);
  return {
    who,
    rows,
    split: Math.min(rows.rows, Math.max(1, Math.floor(rows.rows * prefix))),
    model,
    loss,
    update,
    schedules,
    panels: schedules.flatMap((_, schedule) => lanes(sizes, precision).map((steps) => ({ schedule, steps }))),
    scale,
    comparator,
    // under river scaling no theorem holds, and learning ahead would move the scaler
    certified: comparator !== null && loss.convex && scale !== "river",
    tie,
    ...claims,
    onPredictions: options.onPredictions ?? null,
    blockSize: wholeNumber(
      `${who}: blockSize`,
      blockSize ??
        usualBlock(rows.dense.length * (rows.classes?.length ?? 1), panels, comparator?.name === "hindsight"),
      1,
      65536,
    ),
    precision,
    relaxed: relaxedFrom(who, options.relaxed, options.engine),
    engine: options.engine,
  };
}

function rulesFor(who: Caller, options: ReplayOptions, update: Update): { model: Model; loss: Loss } {
  const { task } = options.rows;
  if (task === "multiclass") return multiclassRules(who, options, update);
  const outcomes = task === "classification" ? "classes" : "values";
  return lossFor(who, outcomes, options.model, options.loss);
}

function sizesOf(who: Caller, { step: { sizes } }: Update): readonly number[] {
  if (typeof sizes === "string")
    throw new RangeError(`${who}: step size: ${sizes} needs bounds that a log does not state; give numbers`);
  return sizes;
}

function comparatorFor(
  who: Caller,
  given: Comparator | undefined,
  loss: Loss,
  update: Update,
): Comparator | null {
  if (given === undefined) return null;
  if (given.name === "aligned")
    throw new RangeError(`${who}: comparator: a log has no aligned model; use hindsight()`);
  return withBall(who, given, loss, update);
}
