import type { ExpertsLearner } from "../../experts/result.ts";
import type { ExpertsDocument } from "../../results/document.ts";
import { latencyFigure } from "../charts/latency.ts";
import { stepSizesFigure } from "../charts/step-sizes.ts";
import { expertsNotes } from "../experts.ts";
import { grouped, percent, readable } from "../numbers.ts";
import { quantityTables } from "../quantities.ts";
import type { Said } from "../report.ts";
import { namesOf, pictured } from "./learners.ts";

type Experts = ExpertsDocument["result"];

/** Forecasts, mixed: of each schedule the step size that was best on the prefix, beside the experts. */
export function expertsReport({ result }: ExpertsDocument): Said {
  const { runs, chosen, experts, uniform, source, rounds, total } = result;
  const names = namesOf(runs);
  const others = runs.flatMap((_, i) => (chosen.includes(i) ? [] : [i]));
  const named = (list: readonly number[]) => list.map((i) => ({ name: names[i]!, numbers: runs[i]! }));
  return {
    title: `${source}, its forecasts mixed`,
    headline: headline(result),
    facts: [
      {
        name: "rows",
        value: rounds === total ? grouped(total) : `${grouped(rounds)} of ${grouped(total)}`,
      },
      { name: "experts", value: grouped(experts.length) },
      { name: "learners", value: grouped(runs.length) },
    ],
    sections: [
      ...pictured("What latency costs", costOfLatency(result)),
      ...pictured("Which step size", stepSizes(result)),
      {
        heading: "Every number",
        tables: [
          ...quantityTables("learners", named(chosen), named(others)),
          ...quantityTables(
            "experts",
            [uniform, ...experts].map((one) => ({ name: one.name, numbers: one })),
          ),
        ],
      },
    ],
    notes: expertsNotes(result),
  };
}

/** The rows that judge; before there are any, those that choose. */
function figures({ suffix, prefix }: ExpertsLearner) {
  return suffix.rounds > 0 ? suffix : prefix;
}

function headline({ runs, chosen, experts, best }: Experts): string {
  const first = runs[chosen[0]!]!;
  const loss = figures(first).meanLoss;
  const { name, suffix, prefix } = experts[best]!;
  const alone = (suffix.rounds > 0 ? suffix : prefix).meanLoss;
  const beside =
    alone > 0 ? `${percent(Math.abs(loss / alone - 1), 1)} ${loss < alone ? "less" : "more"} than` : "beside";
  return `${first.schedule} loses ${readable(loss, 5)} a forecast, ${beside} the ${readable(alone, 5)} of ${name}, the best expert.`;
}

function costOfLatency({ runs, chosen, experts, best }: Experts) {
  const points = (value: (run: ExpertsLearner) => number) =>
    chosen.map((i) => {
      const run = runs[i]!;
      return { schedule: run.schedule, latency: run.effectiveLatency, value: value(run) };
    });
  const { suffix, prefix } = experts[best]!;
  const alone = (suffix.rounds > 0 ? suffix : prefix).meanLoss;
  return latencyFigure({
    id: "cost-of-latency",
    title: "Cost of latency",
    measure: "Loss a forecast",
    caption:
      "Loss a forecast on the rows that judge, with the step size that was best on those before; dashed: the best expert.",
    lines: [
      { name: "mixture", points: points((run) => figures(run).meanLoss) },
      { name: "best expert", points: points(() => alone) },
    ],
  });
}

function stepSizes({ runs, chosen }: Experts) {
  const squares = runs.map((run, i) => ({
    schedule: run.schedule,
    stepSize: run.stepSize,
    loss: Number.isFinite(figures(run).meanLoss) ? figures(run).meanLoss : null,
    chosen: chosen.includes(i),
  }));
  return stepSizesFigure(squares, { measure: "Loss a forecast", chosenOn: "the rows before" });
}
