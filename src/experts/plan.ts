import { madeBy, oneOf, realNumber, wholeNumber } from "../check.ts";
import { InputError } from "../data/error.ts";
import type { RowSource } from "../data/rows.ts";
import type { Predictions } from "../engine/predictions.ts";
import { schedulesFrom } from "../engine/rules.ts";
import type { ExpertsOptions } from "../experts.ts";
import type { Loss } from "../losses/loss.ts";
import { squared } from "../losses/squared.ts";
import type { Schedule } from "../schedules/schedule.ts";
import { aware, type StepSize } from "../updates/steps.ts";
import type { EngineSource } from "../wasm/kernels.ts";

/** What learners follow: the losses of the experts, or the gradient of the loss of their own forecast. */
export type Follow = "losses" | "gradient";

/** A replay of forecasts with nothing left open. */
export interface Plan {
  readonly rows: RowSource;
  /** Of the experts. */
  readonly names: readonly string[];
  readonly loss: Loss;
  readonly follow: Follow;
  readonly step: StepSize;
  readonly schedules: readonly Schedule[];
  /** Rows of the prefix. */
  readonly split: number;
  readonly blockSize: number;
  readonly onPredictions: ((predictions: readonly Predictions[]) => void) | null;
  readonly engine: EngineSource | undefined;
}

const LOSSES = ["absolute", "huber", "pinball", "squared", "wealth"];

export function planOf(options: ExpertsOptions): Plan {
  const { rows, loss = squared(), step = aware(), prefix = 0.1, onPredictions } = options;
  madeBy("experts: rows", rows, "blocks", 'openLog("log.csv", { target: "load", forecasts: true })');
  const names = rows.dense.map(({ name }) => name);
  if (rows.sparseColumns() > 0)
    throw new InputError({ in: rows.name }, "expected forecasts that are numbers, got categories");
  if (names.length < 2)
    throw new InputError(
      { in: rows.name },
      `expected the forecasts of at least 2 experts, got ${names.length}`,
    );
  if (!LOSSES.includes(loss.name))
    throw new RangeError(`experts: loss: expected ${LOSSES.join(", ")}, got ${loss.label}`);
  const { rule } = madeBy("experts: step", step, "rule", "constant(0.1)");
  if (rule === "adagrad")
    throw new RangeError("experts: step: expected constant, root, aware or oblivious, got adagrad");
  realNumber("experts: prefix", prefix, { least: 0, most: 1, open: true });
  return {
    rows,
    names,
    loss,
    follow: oneOf("experts: follow", options.follow ?? "losses", ["losses", "gradient"]),
    step,
    schedules: schedulesFrom("experts", options.schedules),
    split: Math.min(rows.rows, Math.max(1, Math.floor(rows.rows * prefix))),
    blockSize: wholeNumber("experts: blockSize", options.blockSize ?? usualBlock(names.length), 1, 65536),
    onPredictions: onPredictions ? (all) => all.forEach(onPredictions) : null,
    engine: options.engine,
  };
}

/** A few milliseconds of work: a round takes some 20 ns an expert and panel. */
function usualBlock(experts: number): number {
  return Math.max(1, Math.min(1024, Math.floor(2 ** 17 / experts)));
}
