import type { ReplayedLearner } from "../../result.ts";
import type { ReplayDocument } from "../../results/document.ts";
import { latencyFigure } from "../charts/latency.ts";
import { regretFigure } from "../charts/regret.ts";
import { stepSizesFigure } from "../charts/step-sizes.ts";
import { grouped, percent, readable } from "../numbers.ts";
import { quantityTables } from "../quantities.ts";
import { replayNotes } from "../replay.ts";
import type { DataTable, Said } from "../report.ts";
import { namesOf, pictured } from "./learners.ts";

type Replay = ReplayDocument["result"];

/** A replay: of each schedule the step size that was best on the prefix, judged on the rows that follow. */
export function replayReport({ result, overTime }: ReplayDocument): Said {
  const { runs, chosen, comparator } = result;
  const names = namesOf(runs);
  const others = runs.flatMap((_, i) => (chosen.includes(i) ? [] : [i]));
  const named = (list: readonly number[]) =>
    list.map((i) => ({ name: names[i]!, numbers: { ...runs[i]!, growth: overTime.runs[i]!.growth } }));
  return {
    title: `${result.source}, replayed`,
    headline: headline(result),
    facts: [
      {
        name: "rows",
        value:
          result.rounds === result.total
            ? grouped(result.total)
            : `${grouped(result.rounds)} of ${grouped(result.total)}`,
      },
      { name: "rows that chose step sizes", value: grouped(runs[0]!.prefix.rounds) },
      { name: "rows that judged them", value: grouped(runs[0]!.suffix.rounds) },
      { name: "columns with the intercept", value: grouped(result.columns) },
      { name: "learners", value: grouped(runs.length) },
    ],
    sections: [
      ...pictured("What latency costs", costOfLatency(result)),
      ...pictured(
        "What is given up over time",
        regret(result, overTime, names),
        givenUp(result, overTime, names),
      ),
      ...pictured("Which step size", stepSizes(result)),
      {
        heading: "Every number",
        tables: [
          ...quantityTables("learners", named(chosen), named(others)),
          ...quantityTables(
            "baselines",
            result.baselines.map((baseline) => ({ name: baseline.schedule, numbers: baseline })),
          ),
          ...(comparator
            ? quantityTables("comparator", [{ name: comparator.name, numbers: comparator }])
            : []),
          losses(result, overTime, names),
        ],
      },
    ],
    notes: replayNotes(result),
  };
}

/** The rows that judge; before there are any, those that choose. */
function figures(run: ReplayedLearner) {
  return run.suffix.rounds > 0 ? run.suffix : run.prefix;
}

function headline(result: Replay): string {
  const [first, ...rest] = result.chosen.map((i) => result.runs[i]!);
  const unit = result.loss === "log loss" ? "nats" : "units of loss";
  const base = figures(first!).meanLoss;
  const { frequencyLoss } = result.baselines[0]!.suffix;
  const frequency =
    frequencyLoss === null || result.loss !== "log loss"
      ? ""
      : `; knowing the class frequency alone loses ${readable(frequencyLoss, 5)}`;
  if (rest.length === 0)
    return `${first!.schedule} loses ${readable(base, 5)} ${unit} a decision${frequency}.`;
  const most = rest.reduce((worst, run) => (figures(run).meanLoss > figures(worst).meanLoss ? run : worst));
  const loss = figures(most).meanLoss;
  if (loss <= base)
    return `No schedule loses more than ${first!.schedule}, ${readable(base, 5)} ${unit} a decision${frequency}.`;
  return (
    `${most.schedule} loses ${readable(loss, 5)} ${unit} a decision, ${percent(loss / base - 1, 1)} more than the ` +
    `${readable(base, 5)} of ${first!.schedule}${frequency}.`
  );
}

function costOfLatency(result: Replay) {
  const runs = result.chosen.map((i) => result.runs[i]!);
  const baselines = result.baselines.map(({ suffix, prefix }) => (suffix.rounds > 0 ? suffix : prefix));
  const frequency =
    result.loss === "log loss" && baselines.every(({ frequencyLoss }) => frequencyLoss !== null);
  const line = (name: string, value: (run: ReplayedLearner, i: number) => number | null) => ({
    name,
    points: runs.map((run, i) => ({
      schedule: run.schedule,
      latency: run.effectiveLatency,
      value: value(run, i),
    })),
  });
  return latencyFigure({
    id: "cost-of-latency",
    title: "Cost of latency",
    measure: result.loss === "log loss" ? "Log loss (nats a decision)" : "Loss a decision",
    caption:
      "Loss a decision on the rows that judge, with the step size that was best on those before" +
      (frequency ? "; dashed: knowing the class frequency alone." : "."),
    lines: [
      line("learned", (run) => figures(run).meanLoss),
      ...(frequency ? [line("frequency alone", (_, i) => baselines[i]!.frequencyLoss)] : []),
    ],
  });
}

function regret(
  { chosen, comparator }: Replay,
  overTime: ReplayDocument["overTime"],
  names: readonly string[],
) {
  const courses = chosen.map((i) => ({ name: names[i]!, course: overTime.runs[i]! }));
  // a comparator that is chosen in hindsight is known at the end only
  const known = courses.some(({ course }) => course.regret.filter((one) => one !== null).length > 2);
  if (comparator === null || !known) return null;
  return regretFigure(
    {
      id: "regret-over-time",
      title: "Regret over time",
      measure: "regret",
      caption: `Regret against the comparator ${comparator.name}`,
    },
    overTime.rounds,
    courses,
  );
}

/** What each schedule lost beyond the first one, added up. */
function givenUp({ chosen }: Replay, overTime: ReplayDocument["overTime"], names: readonly string[]) {
  const [first, ...rest] = chosen;
  const base = overTime.runs[first!]!.meanLoss;
  const courses = rest.map((i) => {
    const course = overTime.runs[i]!;
    const regret = course.meanLoss.map((loss, j) => (loss - base[j]!) * overTime.rounds[j]!);
    return { name: names[i]!, course: { ...course, regret, bound: regret.map(() => null), growth: null } };
  });
  return regretFigure(
    {
      id: "given-up-over-time",
      title: "Given up over time",
      measure: "given up",
      caption: `Loss beyond that of ${names[first!]}, added up over all rows so far`,
    },
    overTime.rounds,
    courses,
  );
}

function stepSizes({ runs, chosen }: Replay) {
  const squares = runs.map((run, i) => {
    const { meanLoss } = figures(run);
    return {
      schedule: run.schedule,
      stepSize: run.stepSize,
      loss: run.diverged || !Number.isFinite(meanLoss) ? null : meanLoss,
      chosen: chosen.includes(i),
    };
  });
  return stepSizesFigure(squares, { measure: "Loss a decision", chosenOn: "the rows before" });
}

/** Mean loss of every learner over time. */
function losses({ runs }: Replay, overTime: ReplayDocument["overTime"], names: readonly string[]): DataTable {
  return {
    name: "loss-over-time",
    caption: "Mean loss of every learner over the rows so far",
    columns: ["rounds", ...names],
    rows: overTime.rounds.map((rounds, j) => [rounds, ...runs.map((_, i) => overTime.runs[i]!.meanLoss[j]!)]),
    filesOnly: true,
  };
}
