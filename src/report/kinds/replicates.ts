import type { Estimate, ReplicatedLearner } from "../../result.ts";
import type { ReplicatesDocument } from "../../results/document.ts";
import { ERRORS } from "../charts/figure.ts";
import { growthFigure } from "../charts/growth.ts";
import { latencyFigure } from "../charts/latency.ts";
import { regretFigure } from "../charts/regret.ts";
import { stepSizesFigure } from "../charts/step-sizes.ts";
import { grouped, readable } from "../numbers.ts";
import { quantityTables } from "../quantities.ts";
import { replicatesNotes } from "../replicates.ts";
import type { DataTable, Said } from "../report.ts";
import { bestOf, listed, namesOf, pictured } from "./learners.ts";

/** Replicates: of each schedule the learner with the least mean regret stands for it. */
export function replicatesReport({ result, overTime }: ReplicatesDocument): Said {
  const { runs, comparator, replicates } = result;
  const names = namesOf(runs);
  const best = bestOf(runs, (run) => run.regret?.mean ?? run.meanLoss.mean);
  const others = runs.flatMap((_, i) => (best.includes(i) ? [] : [i]));
  const courses = best.map((i) => ({ name: names[i]!, course: overTime.runs[i]! }));
  const named = (list: readonly number[]) =>
    list.map((i) => ({ name: names[i]!, numbers: { ...runs[i]!, growth: overTime.runs[i]!.growth } }));
  return {
    title: `${grouped(replicates)} replicate${replicates === 1 ? "" : "s"} of ${grouped(result.rounds)} simulated decisions`,
    headline: headline(runs, replicates),
    facts: [
      { name: "replicates", value: grouped(replicates) },
      { name: "decisions in each", value: grouped(result.rounds) },
      { name: "learners", value: grouped(runs.length) },
      { name: "comparator", value: comparator },
    ],
    sections: [
      ...pictured(
        "What latency costs",
        costOfLatency(
          best.map((i) => runs[i]!),
          comparator,
        ),
      ),
      ...pictured(
        "How regret grows",
        regretFigure(
          {
            id: "regret-over-time",
            title: "Mean regret over time",
            measure: "regret",
            caption: `Mean regret against the comparator ${comparator}`,
          },
          overTime.rounds,
          courses,
        ),
        growthFigure(courses.map(({ name, course }) => ({ name, growth: course.growth }))),
      ),
      ...pictured("Which step size", stepSizes(runs, best)),
      {
        heading: "Every number",
        tables: [...quantityTables("learners", named(best), named(others)), regrets(names, runs)],
      },
    ],
    notes: replicatesNotes(result),
  };
}

function headline(runs: readonly ReplicatedLearner[], replicates: number): string {
  const ratios = runs.flatMap(({ largestRatio }) => largestRatio ?? []);
  if (ratios.length === 0) return unbounded(runs, replicates);
  const beyond = runs.filter(({ violations }) => violations > 0);
  if (beyond.length > 0)
    return `Replicates of ${listed(beyond.map(({ schedule }) => schedule))} are BEYOND their bound.`;
  const all = replicates === 1 ? "In the one replicate" : `In all of ${grouped(replicates)} replicates`;
  return `${all} every regret is within its bound, at most ${readable(Math.max(...ratios), 3)} of it.`;
}

/** The extremes, where there is no bound to hold them against. */
function unbounded(runs: readonly ReplicatedLearner[], replicates: number): string {
  const known = runs.filter(({ regret }) => regret !== null && Number.isFinite(regret.mean));
  const said = ({ schedule, regret }: ReplicatedLearner): string => {
    const error = regret!.standardError;
    return `${readable(regret!.mean, 4)}${error === null ? "" : ` ± ${readable(ERRORS * error, 2)}`} (${schedule})`;
  };
  const sorted = known.sort((a, b) => a.regret!.mean - b.regret!.mean);
  const [least, most] = [sorted[0], sorted.at(-1)];
  if (!least || !most) return `No regret is known, and no bound, of ${grouped(replicates)} replicates.`;
  const range = least === most ? said(least) : `from ${said(least)} to ${said(most)}`;
  return `Mean regret over ${grouped(replicates)} replicates is ${range}; no bound is known.`;
}

function costOfLatency(runs: readonly ReplicatedLearner[], comparator: string) {
  const of = (run: ReplicatedLearner, estimate: Estimate | null, bound: number | null = null) => {
    const error = estimate?.standardError ?? null;
    return {
      schedule: run.schedule,
      latency: run.effectiveLatency,
      value: estimate?.mean ?? bound,
      ...(estimate &&
        error !== null && { low: estimate.mean - ERRORS * error, high: estimate.mean + ERRORS * error }),
    };
  };
  const known = runs.filter((run) => run.regret !== null && run.regret.mean > 0).length > 1;
  const bounded = runs.some(({ bound }) => bound !== null);
  return latencyFigure({
    id: "cost-of-latency",
    title: "Cost of latency",
    measure: known ? "Mean regret" : "Mean loss",
    logarithmic: known,
    caption: known
      ? `Mean regret against the comparator ${comparator} at the end (solid) with bars for 95 % (1.96 standard errors)${bounded ? ", and the mean bound (dashed)" : ""}.`
      : "Loss a decision, with bars for 95 % (1.96 standard errors).",
    lines: known
      ? [
          { name: "regret", points: runs.map((run) => of(run, run.regret)) },
          ...(bounded ? [{ name: "bound", points: runs.map((run) => of(run, null, run.bound)) }] : []),
        ]
      : [{ name: "mean loss", points: runs.map((run) => of(run, run.meanLoss)) }],
  });
}

function stepSizes(runs: readonly ReplicatedLearner[], best: readonly number[]) {
  const squares = runs.map(({ schedule, stepSize, meanLoss: { mean } }, i) => ({
    schedule,
    stepSize,
    loss: Number.isFinite(mean) ? mean : null,
    chosen: best.includes(i),
  }));
  return stepSizesFigure(squares, { measure: "Mean loss", chosenOn: "the least mean regret, in hindsight" });
}

/** The regret of each replicate. */
function regrets(names: readonly string[], runs: readonly ReplicatedLearner[]): DataTable {
  const known = runs.flatMap(({ regrets }, i) => (regrets ? [{ name: names[i]!, regrets }] : []));
  const count = Math.max(0, ...known.map(({ regrets }) => regrets.length));
  return {
    name: "regret-of-each",
    caption: "Regret of each replicate",
    columns: ["replicate", ...known.map(({ name }) => name)],
    rows: Array.from({ length: count }, (_, r) => [r, ...known.map(({ regrets }) => regrets[r] ?? null)]),
    filesOnly: true,
  };
}
