import type { LoggedFindings, PlanPoint, PlanResult } from "../../planner/result.ts";
import type { Figure } from "../charts/figure.ts";
import { latencyFigure } from "../charts/latency.ts";
import { grouped, percent } from "../numbers.ts";
import { interval } from "../plan/cells.ts";
import { rewardOf } from "../plan/rewards.ts";
import { paid } from "../../verdict/unlearned.ts";
import { quantityTables } from "../quantities.ts";
import type { DataTable, Section } from "../report.ts";

/** What only a plan from a log of actions has. */

/** What each schedule earns, beside the log itself. */
export function rewardOfLatency({ points, logged, bootstrap }: PlanResult): Figure | null {
  const { policies } = logged!;
  const places = points.map((point) => ({ schedule: point.schedule, latency: point.effectiveLatency }));
  const retrains = points.some(({ retraining }) => retraining && retraining.perDecision > 0);
  const log = policies[0]!.value;
  return latencyFigure({
    id: "cost-of-latency",
    title: "Cost of latency",
    measure: "Mean reward, estimated",
    caption:
      `Mean reward of the policies deployed under each schedule, had they acted, on the rows that judge: doubly robust, with the step size that was best ` +
      `before; bars: intervals of ${percent(bootstrap.level, 0)} (block bootstrap).${retrains ? " After retraining: less its cost." : ""}`,
    lines: [
      {
        name: "learned",
        points: points.map(({ suffixLoss }, i) => ({
          ...places[i]!,
          ...(rewardOf(suffixLoss) ?? { value: null }),
        })),
      },
      ...(retrains
        ? [
            {
              name: "after retraining",
              points: points.map(({ retraining }, i) => ({
                ...places[i]!,
                ...(rewardOf(retraining?.total ?? null) ?? { value: null }),
              })),
            },
          ]
        : []),
      ...(log
        ? [{ name: "the log itself", points: places.map((place) => ({ ...place, value: log.value })) }]
        : []),
    ],
  });
}

/** Policies that do not learn, and the actions there were. */
export function withoutLearning({ logged, points, rounds }: PlanResult): Section {
  const { policies, recommended } = logged!;
  return {
    heading: "Without learning",
    text: [
      `What policies that do not learn earn in the same rows, and what ${points[recommended]!.schedule} earns beyond them.`,
    ],
    tables: [
      beside(logged!, points[recommended]!),
      ...quantityTables(
        "policies",
        // a value is V everywhere else
        policies.map(({ policy, value: reward, ...rest }) => ({
          name: policy,
          numbers: { reward, ...rest },
        })),
      ).map((table) => ({ ...table, folded: true })),
      taken(logged!, rounds),
    ],
  };
}

/** What is asked of them first. */
function beside({ policies }: LoggedFindings, point: PlanPoint): DataTable {
  const pays = point.retraining !== null && point.retraining.perDecision > 0;
  return {
    name: "policies-rewards",
    caption: "What they earn a decision",
    columns: [
      "policy",
      "reward",
      `${point.schedule} earns more${pays ? " after retraining" : ""}`,
      "effective sample",
    ],
    rows: policies.map(({ policy, value, advantage, estimates }) => [
      policy,
      interval(value, 4),
      interval(advantage && paid(advantage, point), 3),
      estimates && Math.round(estimates.effectiveSample),
    ]),
    pageOnly: true,
  };
}

/** Actions that are listed before they are asked for. */
const MOST = 10;

function taken({ actions }: LoggedFindings, rounds: number): DataTable {
  return {
    name: "actions",
    caption: `How often the log took each action in ${grouped(rounds)} rows`,
    columns: ["action", "rows", "share"],
    rows: actions.map((one) => [one.name, one.taken, one.taken / rounds]),
    folded: actions.length > MOST,
  };
}
