import type { LearnerResult } from "../../result.ts";
import type { SimulationDocument } from "../../results/document.ts";
import { verdict } from "../../verdict/verdict.ts";
import { growthFigure } from "../charts/growth.ts";
import { latencyFigure } from "../charts/latency.ts";
import { regretFigure } from "../charts/regret.ts";
import { stepSizesFigure } from "../charts/step-sizes.ts";
import { beyondRounding, grouped, readable } from "../numbers.ts";
import { quantityTables } from "../quantities.ts";
import type { Fact, Said, Section } from "../report.ts";
import { simulationNotes } from "../simulate.ts";
import { bestOf, listed, namesOf, pictured, schedulesIn } from "./learners.ts";

/** A simulation: of each schedule the learner with the least regret stands for it. */
export function simulationReport({ result, overTime }: SimulationDocument): Said {
  const names = namesOf(result.runs);
  const best = bestOf(result.runs, (run) => run.regret ?? run.meanLoss);
  const others = result.runs.flatMap((_, i) => (best.includes(i) ? [] : [i]));
  const courses = best.map((i) => ({ name: names[i]!, course: overTime.runs[i]! }));
  const named = (list: readonly number[]) =>
    list.map((i) => ({ name: names[i]!, numbers: { ...result.runs[i]!, growth: overTime.runs[i]!.growth } }));
  return {
    title: `${grouped(result.rounds)} simulated decisions`,
    headline: headline(best.map((i) => result.runs[i]!)),
    facts: facts(result),
    sections: [
      ...pictured(
        "What latency costs",
        costOfLatency(
          best.map((i) => result.runs[i]!),
          result.comparator.name,
        ),
      ),
      ...pictured(
        "How regret grows",
        regretFigure(
          {
            id: "regret-over-time",
            title: "Regret over time",
            measure: "regret",
            caption: `Regret against the comparator ${result.comparator.name}`,
          },
          overTime.rounds,
          courses,
        ),
        growthFigure(courses.map(({ name, course }) => ({ name, growth: course.growth }))),
      ),
      ...pictured("Which step size", stepSizes(result.runs, best)),
      numbers(result, named(best), named(others)),
    ],
    notes: simulationNotes(result),
  };
}

function numbers(
  { comparator }: SimulationDocument["result"],
  first: Parameters<typeof quantityTables>[1],
  others: Parameters<typeof quantityTables>[1],
): Section {
  return {
    heading: "Every number",
    tables: [
      ...quantityTables("learners", first, others),
      ...quantityTables("comparator", [
        { name: comparator.name, numbers: { ...comparator, meanLoss: lossOf(comparator) } },
      ]),
    ],
  };
}

/** Mean loss of the comparator; 0 where it is nothing but the rounding of losses as large as those of the untrained model. */
function lossOf({ meanLoss, untrainedMeanLoss }: SimulationDocument["result"]["comparator"]): number {
  return beyondRounding(meanLoss, untrainedMeanLoss);
}

/** Which schedules are low-stakes, and whether every regret is within its bound. */
function headline(runs: readonly LearnerResult[]): string {
  const words = new Map<string, string[]>();
  for (const { schedule, meaning } of runs) {
    const { s1, s2, epsilon } = meaning ?? { s1: null, s2: null, epsilon: 0 };
    if (s1 === null || s2 === null || s2 < 0) continue;
    const { word } = verdict({ damage: s1, bound: s2, epsilon });
    words.set(word, [...(words.get(word) ?? []), schedule]);
  }
  const said = [...words].map(
    ([word, schedules]) => `${schedulesIn(schedules)} ${schedules.length > 1 ? "are" : "is"} ${word}`,
  );
  const list = said.length > 0 ? said.join("; ") : "There is no verdict: no bound, or nothing at stake";
  return [`${list}; ${withinBound(runs)}.`, ...misled(runs)].join(" ");
}

/** What was regretted under the utilities that learners were told, beside the truth. */
function misled(runs: readonly LearnerResult[]): string[] {
  const lives = runs.flatMap(({ schedule, regret, world }) =>
    world?.perceived && regret !== null ? [{ schedule, regret, perceived: world.perceived.regret }] : [],
  );
  if (lives.length === 0) return [];
  const list = lives.map(
    ({ schedule, regret, perceived }) =>
      `${readable(regret, 4)} where ${readable(perceived, 4)} is perceived (${schedule})`,
  );
  return [`Learners were not told the truth: their regret is ${listed(list)}.`];
}

function withinBound(runs: readonly LearnerResult[]): string {
  const ratios = runs.flatMap(({ certificate }) => certificate?.ratio ?? []);
  if (ratios.length === 0) return "no theorem bounds these regrets";
  const beyond = runs.filter(({ certificate }) => certificate?.holds === false);
  if (beyond.length > 0)
    return `the regret of ${listed(beyond.map(({ schedule }) => schedule))} is BEYOND its bound`;
  return `${ratios.length > 1 ? "every regret is within its bound, at most" : "the regret is within its bound,"} ${readable(Math.max(...ratios), 3)} of it`;
}

function facts({ rounds, comparator, runs }: SimulationDocument["result"]): Fact[] {
  return [
    { name: "decisions", value: grouped(rounds) },
    { name: "learners", value: grouped(runs.length) },
    { name: `mean loss of the comparator (${comparator.name})`, value: readable(lossOf(comparator), 5) },
    { name: "mean loss of the untrained model", value: readable(comparator.untrainedMeanLoss, 5) },
    { name: "value at stake", value: readable(comparator.value, 5) },
  ];
}

function costOfLatency(runs: readonly LearnerResult[], comparator: string) {
  const line = (name: string, value: (run: LearnerResult) => number | null) => ({
    name,
    points: runs.map((run) => ({ schedule: run.schedule, latency: run.effectiveLatency, value: value(run) })),
  });
  const known = runs.filter((run) => run.regret !== null && run.regret > 0).length > 1;
  const bounded = runs.some((run) => run.certificate?.bound != null);
  return latencyFigure({
    id: "cost-of-latency",
    title: "Cost of latency",
    measure: known ? "Regret" : "Mean loss",
    logarithmic: known,
    caption: known
      ? `Regret against the comparator ${comparator} at the end${bounded ? " (solid), and its bound (dashed)" : ""}; each point is a schedule with its best step size.`
      : "Loss a decision; each point is a schedule with its best step size.",
    lines: known
      ? [
          line("regret", (run) => run.regret),
          ...(bounded ? [line("bound", (run) => run.certificate?.bound ?? null)] : []),
        ]
      : [line("mean loss", (run) => run.meanLoss)],
  });
}

function stepSizes(runs: readonly LearnerResult[], best: readonly number[]) {
  const squares = runs.map(({ schedule, stepSize, meanLoss, diverged }, i) => ({
    schedule,
    stepSize,
    loss: diverged || !Number.isFinite(meanLoss) ? null : meanLoss,
    chosen: best.includes(i),
  }));
  return stepSizesFigure(squares, { measure: "Mean loss", chosenOn: "the least regret, in hindsight" });
}
