import type { PlanPoint, PlanResult } from "../../planner/result.ts";
import { decimals, percent, readable } from "../numbers.ts";
import type { Column } from "../table.ts";
import { interval, schedules, soundColumn } from "./cells.ts";

/** What each schedule costs. */

export const COSTS = "Given up: mean loss a decision beyond that of the schedule that was best when chosen";

export function costs(result: PlanResult): Column[] {
  const { points, retraining } = result;
  const column = (heading: string[], cell: (point: PlanPoint) => string): Column =>
    soundColumn(result, heading, cell);
  return [
    ...schedules(result),
    column(["loss when", "chosen"], (point) => decimals(point.choiceLoss, 5)),
    column([result.loss === "log loss" ? "log loss" : "loss"], (point) =>
      decimals(point.suffixLoss?.value ?? null, 5),
    ),
    column(["given up", "a decision"], (point) => interval(point.increase, 3)),
    ...(retraining && retraining.cost > 0
      ? [
          column(["with", "retraining"], (point) => readable(point.retraining?.total.value ?? null, 4)),
          column(["more than", "the period chosen"], (point) =>
            interval(point.retraining?.increase ?? null, 3),
          ),
        ]
      : []),
    ...(points.some(({ figures }) => figures?.coverage !== undefined)
      ? [column(["coverage"], ({ figures }) => percent(figures?.coverage ?? null, 2))]
      : []),
    result.task !== "regression"
      ? column(["errors"], ({ figures }) => percent(figures ? figures.errors! / figures.rounds : null, 2))
      : column(["RMSE"], ({ figures }) => decimals(figures?.rmse ?? null, 4)),
    result.task !== "regression"
      ? column(["last class,", "errors"], ({ baseline }) =>
          percent(baseline ? baseline.persistenceErrors! / baseline.rounds : null, 2),
        )
      : column(["mean,", "RMSE"], ({ baseline }) => decimals(baseline?.meanRmse ?? null, 4)),
  ];
}
