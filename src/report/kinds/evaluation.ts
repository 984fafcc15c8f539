import type { Estimated, LearnedPolicyResult, PolicyValue } from "../../logged/result.ts";
import type { EvaluationDocument } from "../../results/document.ts";
import { latencyFigure } from "../charts/latency.ts";
import { evaluationNotes } from "../evaluate.ts";
import { grouped, readable } from "../numbers.ts";
import { quantityTables } from "../quantities.ts";
import type { DataTable, Said } from "../report.ts";
import { namesOf, pictured } from "./learners.ts";

type Evaluation = EvaluationDocument["result"];

/** Policies that did not act, evaluated from a log of the actions of one that did. */
export function evaluationReport({ result }: EvaluationDocument): Said {
  const { source, rounds, total, actions, logged, policies, runs, chosen } = result;
  const names = namesOf(runs);
  const others = runs.flatMap((_, i) => (chosen.includes(i) ? [] : [i]));
  const named = (list: readonly number[]) => list.map((i) => ({ name: names[i]!, numbers: runs[i]! }));
  return {
    title: `${source}, evaluated for other policies`,
    headline: headline(result),
    facts: [
      {
        name: "rows",
        value: rounds === total ? grouped(total) : `${grouped(rounds)} of ${grouped(total)}`,
      },
      { name: "actions", value: grouped(actions.length) },
      { name: "mean reward of the log", value: within(logged) },
    ],
    sections: [
      ...pictured("What latency costs", costOfLatency(result)),
      {
        heading: "Every number",
        tables: [
          ...(policies.length > 0
            ? quantityTables(
                "policies",
                policies.map((one) => ({ name: one.policy, numbers: one })),
              )
            : []),
          ...(runs.length > 0 ? quantityTables("learners", named(chosen), named(others)) : []),
          taken(result),
        ],
      },
    ],
    notes: evaluationNotes(result),
  };
}

/** The rows that judge; before there are any, those that choose. */
function judged({ suffix, prefix }: LearnedPolicyResult): PolicyValue {
  return suffix.rounds > 0 ? suffix : prefix;
}

function within({ value, interval: [low, high] }: Estimated): string {
  return `${readable(value, 4)} [${readable(low, 4)}, ${readable(high, 4)}]`;
}

/** The policy of the largest estimate, and whether its interval lies above that of the log. */
function headline({ policies, runs, chosen, logged }: Evaluation): string {
  const all = [
    ...policies.map((one) => ({ name: one.policy, value: one.doublyRobust })),
    ...chosen.map((i) => ({ name: `softmax, ${runs[i]!.schedule}`, value: judged(runs[i]!).doublyRobust })),
  ];
  if (all.length === 0) return `The log earned ${within(logged)} a row; no other policy was evaluated.`;
  const best = all.reduce((first, one) => (one.value.value > first.value.value ? one : first));
  const [low] = best.value.interval;
  const told =
    low > logged.interval[1]
      ? "more than"
      : best.value.interval[1] < logged.interval[0]
        ? "less than"
        : "not told apart from";
  return `${best.name} has the largest doubly robust estimate, ${within(best.value)} a row: ${told} the log's ${within(logged)}.`;
}

function costOfLatency({ runs, chosen }: Evaluation) {
  if (chosen.length === 0) return null;
  const line = (name: string, estimate: (value: PolicyValue) => Estimated) => ({
    name,
    points: chosen.map((i) => {
      const run = runs[i]!;
      const { value, interval } = estimate(judged(run));
      const place = { schedule: run.schedule, latency: run.effectiveLatency };
      return { ...place, value, low: interval[0], high: interval[1] };
    }),
  });
  return latencyFigure({
    id: "cost-of-latency",
    title: "Cost of latency",
    measure: "Mean reward, estimated",
    caption:
      "Mean reward of policies that learned from this log, late, on the rows that judge; doubly robust (solid) and self-normalised, with asymptotic intervals of 95 %.",
    lines: [
      line("doubly robust", (value) => value.doublyRobust),
      line("self-normalised", (value) => value.selfNormalised),
    ],
  });
}

function taken({ actions, rounds }: Evaluation): DataTable {
  return {
    name: "actions",
    caption: "How often the log took each action",
    columns: ["action", "rows", "share"],
    rows: actions.map((one) => [one.name, one.taken, one.taken / rounds]),
  };
}
