import type { PlanPoint, PlanResult } from "../../planner/result.ts";
import type { PlanDocument } from "../../results/document.ts";
import { adaptationFigure } from "../charts/adaptation.ts";
import { latencyFigure } from "../charts/latency.ts";
import { shiftCostsFigure } from "../charts/shift-costs.ts";
import { stepSizesFigure } from "../charts/step-sizes.ts";
import { grouped, percent, readable } from "../numbers.ts";
import { planNotes } from "../plan.ts";
import { neverBestSentence } from "../plan/envelope.ts";
import { planHeadline } from "../plan/headline.ts";
import { damageOf, stakesOf } from "../plan/stakes.ts";
import { quantityTables } from "../quantities.ts";
import type { DataTable, Fact, Said, Section } from "../report.ts";
import { rewardOfLatency, withoutLearning } from "./logged-plan.ts";
import { listed, pictured } from "./learners.ts";

/** A plan: what each latency costs, how often to retrain, what could mislead. */
export function planReport({ result }: PlanDocument): Said {
  const { points, source, comparator, pitfalls } = result;
  return {
    title: `A plan for ${source}`,
    headline: planHeadline(result),
    facts: facts(result),
    sections: [
      ...pictured("What latency costs", result.logged ? rewardOfLatency(result) : costOfLatency(result)),
      ...retraining(result),
      ...(result.logged
        ? [withoutLearning(result)]
        : pictured("Adaptation after shifts", adaptationFigure(result), shiftCostsFigure(result))),
      ...stakes(result),
      ...pictured("Which step size", stepSizes(result)),
      ...(pitfalls.length > 0
        ? [{ heading: "What could mislead", text: pitfalls.map(({ sentence }) => sentence) }]
        : []),
      {
        heading: "Every number",
        tables: [
          ...quantityTables(
            "schedules",
            points.map((point) => ({ name: point.schedule, numbers: point })),
          ),
          ...(comparator
            ? quantityTables("comparator", [{ name: comparator.name, numbers: comparator }])
            : []),
        ],
      },
    ],
    notes: planNotes(result),
  };
}

function facts({ chose, suffix, columns, points, shifts, bootstrap, logged }: PlanResult): Fact[] {
  return [
    { name: "rows that chose", value: grouped(chose) },
    { name: "rows that judged", value: grouped(suffix) },
    { name: "columns with the intercept", value: grouped(columns) },
    ...(logged ? [{ name: "actions", value: grouped(logged.actions.length) }] : []),
    { name: "schedules", value: grouped(points.length) },
    ...(shifts ? [{ name: "shifts found", value: grouped(shifts.list.length) }] : []),
    { name: "intervals", value: `${percent(bootstrap.level, 0)}, ${grouped(bootstrap.draws)} draws` },
  ];
}

function costOfLatency({ points, loss, bootstrap }: PlanResult) {
  const line = (
    name: string,
    value: (point: PlanPoint) => number | { value: number; low: number; high: number } | null,
  ) => ({
    name,
    points: points.map((point) => {
      const found = value(point);
      const place = { schedule: point.schedule, latency: point.effectiveLatency };
      return typeof found === "object" && found !== null
        ? { ...place, ...found }
        : { ...place, value: found };
    }),
  });
  const frequency = loss === "log loss" && points.every(({ baseline }) => baseline?.frequencyLoss != null);
  const retrains = points.some(({ retraining }) => retraining && retraining.perDecision > 0);
  return latencyFigure({
    id: "cost-of-latency",
    title: "Cost of latency",
    measure: loss === "log loss" ? "Log loss (nats a decision)" : "Loss a decision",
    caption:
      `Loss a decision on the rows that judge, each schedule with the step size that was best before; bars: intervals of ${percent(bootstrap.level, 0)} ` +
      `(block bootstrap).${retrains ? " With retraining: its cost added." : ""}`,
    lines: [
      line("learned", ({ suffixLoss }) => suffixLoss),
      ...(retrains ? [line("with retraining", ({ retraining }) => retraining?.total ?? null)] : []),
      ...(frequency ? [line("frequency alone", ({ baseline }) => baseline!.frequencyLoss)] : []),
    ],
  });
}

function retraining({ retraining, points, logged }: PlanResult): Section[] {
  if (retraining === null) return [];
  const alike = retraining.indifferent.map((i) => points[i]!.schedule);
  const never = neverBestSentence({ points, retraining });
  return [
    {
      heading: "How often to retrain",
      text: [
        `At a cost of ${readable(retraining.cost, 4)} a retraining, ${points[retraining.chosen]!.schedule} was best on the rows that choose` +
          (alike.length > 1 ? `; the rows that judge do not tell apart ${listed(alike)}.` : "."),
        ...(never === "" ? [] : [never]),
      ],
      tables: [
        bestFrom(retraining.envelope, points),
        ...(retraining.breakEven.length > 0 ? [breakEven(retraining.breakEven, points)] : []),
        ...fixedJobs(points, logged ? "minus the reward" : "loss"),
      ],
    },
  ];
}

function bestFrom(
  envelope: NonNullable<PlanResult["retraining"]>["envelope"],
  points: readonly PlanPoint[],
): DataTable {
  return {
    name: "best-from",
    caption: "Cost of a retraining from which on a period is the best of all on the rows that judge",
    columns: ["period", "best from", "from", "to"],
    rows: envelope.map(({ point, from }) => [
      points[point]!.schedule,
      from?.value ?? 0,
      from?.low ?? null,
      from?.high ?? null,
    ]),
  };
}

function breakEven(
  list: NonNullable<PlanResult["retraining"]>["breakEven"],
  points: readonly PlanPoint[],
): DataTable {
  return {
    name: "break-even",
    caption:
      "Cost of a retraining from which on the longer of two neighbouring periods is the better one of the two",
    columns: ["shorter", "longer", "break-even cost", "from", "to"],
    rows: list.map(({ shorter, longer, cost }) => [
      points[shorter]!.schedule,
      points[longer]!.schedule,
      cost.value,
      cost.low,
      cost.high,
    ]),
    folded: true,
  };
}

/** Each retraining a job of one size, beside one update a row. */
function fixedJobs(points: readonly PlanPoint[], loss: string): DataTable[] {
  const rows = points.flatMap(({ schedule, compute, suffixLoss }) => {
    const job = compute?.fixedJob;
    return job
      ? [
          [
            ...[schedule, compute.updates, suffixLoss!.value, job.updates, job.suffixLoss.value],
            ...[job.increase.value, job.increase.low, job.increase.high],
          ],
        ]
      : [];
  });
  return rows.length === 0
    ? []
    : [
        {
          name: "fixed-jobs",
          caption: "One update a row, and every retraining a job of one size: what fewer updates cost",
          columns: ["schedule", "updates", loss, "updates of jobs", `${loss} of jobs`, "cost", "from", "to"],
          rows,
        },
      ];
}

function stakes({ points, shifts }: PlanResult): Section[] {
  if (points.every(({ meaning }) => meaning === null)) return [];
  const table: DataTable = {
    name: "stakes",
    caption:
      "Stakes: the larger of stated and met. S1: damage before retraining, S2: bound, shares of the value at stake",
    columns: ["schedule", "stakes", "S1", "S2", "S3", "shifts", "verdict"],
    rows: points.map((point, i) => [
      ...[
        point.schedule,
        stakesOf(point),
        damageOf(point),
        point.meaning?.s2 ?? null,
        point.meaning?.s3 ?? null,
      ],
      ...[shifts?.share[i] ?? null, point.verdict?.word ?? null],
    ]),
  };
  return [{ heading: "What is at stake", tables: [table] }];
}

function stepSizes({ points, logged }: PlanResult) {
  const squares = points.flatMap(({ schedule, stepSize, surface }) =>
    surface.map((one) => ({
      schedule,
      stepSize: one.stepSize,
      loss: one.diverged ? null : (one.suffixLoss ?? one.choiceLoss),
      chosen: one.stepSize === stepSize,
    })),
  );
  return stepSizesFigure(squares, {
    measure: logged ? "Minus the reward" : "Loss a decision",
    chosenOn: "the rows before",
  });
}
