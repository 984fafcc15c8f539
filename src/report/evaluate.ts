import type { Estimated, EvaluationCheckpoint, PolicyValue } from "../logged/result.ts";
import { interruptedNotes } from "./interrupted.ts";
import { decimals, grouped, significant } from "./numbers.ts";
import { passedOverNotes } from "./passed-over.ts";
import { type Column, table, wrap } from "./table.ts";

/** An evaluation as text: a row a policy; of those that learned, the step size that was best on the prefix, judged on the rest. */
export function evaluationText(result: EvaluationCheckpoint, width: number): string {
  const lines = [
    ...wrap(summary(result), width),
    "",
    ...table(columns(rowsOf(result)), width),
    ...[...evaluationNotes(result), ...interruptedNotes(result, "rows")].flatMap((note) => [
      "",
      ...wrap(note, width),
    ]),
  ];
  return `${lines.join("\n")}\n`;
}

function summary({ source, rounds, total, actions, logged }: EvaluationCheckpoint): string {
  const rows = rounds === total ? `${grouped(total)} rows` : `${grouped(rounds)} of ${grouped(total)} rows`;
  return `${source}: ${rows}, ${actions.length} actions; mean reward of the log ${shown(logged)}.`;
}

interface Row {
  readonly policy: string;
  readonly step: string;
  readonly value: PolicyValue;
}

function rowsOf({ policies, runs, chosen }: EvaluationCheckpoint): Row[] {
  const fixed = policies.map((value) => ({ policy: value.policy, step: "", value }));
  const learned = chosen.map((run) => {
    const { schedule, stepSize, prefix, suffix } = runs[run]!;
    const value = suffix.rounds > 0 ? suffix : prefix;
    return { policy: `softmax, ${schedule}`, step: significant(stepSize, 3), value };
  });
  return [...fixed, ...learned];
}

/** A value and half its interval. */
function shown({ value, interval }: Estimated): string {
  return `${significant(value, 5)} ± ${significant((interval[1] - interval[0]) / 2, 2)}`;
}

function columns(rows: readonly Row[]): Column[] {
  const of = (heading: string[], cell: (row: Row) => string): Column => ({ heading, cells: rows.map(cell) });
  return [
    { ...of(["policy"], ({ policy }) => policy), left: true },
    of(["step", "size"], ({ step }) => step),
    of(["rows"], ({ value }) => grouped(value.rounds)),
    of(["IPS"], ({ value }) => shown(value.ips)),
    of(["self-", "normalised"], ({ value }) => shown(value.selfNormalised)),
    of(["doubly", "robust"], ({ value }) => shown(value.doublyRobust)),
    of(["effective", "sample"], ({ value }) => grouped(value.effectiveSample)),
    of(["mean", "weight"], ({ value }) => decimals(value.meanWeight.value, 3)),
    of(["largest", "weight"], ({ value }) => significant(value.largestWeight, 3)),
  ];
}

/** Standard errors that a mean weight may be from 1 by chance. */
const FAR = 4;

/** What is said beside the numbers. */
export function evaluationNotes(result: EvaluationCheckpoint): string[] {
  const rows = rowsOf(result);
  const off = rows.filter(({ value: { meanWeight } }) => {
    const { value, standardError } = meanWeight;
    return Math.abs(value - 1) > FAR * standardError + 1e-9;
  });
  const thin = rows.filter(({ value }) => value.effectiveSample < 100);
  const names = (some: readonly Row[]) => some.map(({ policy }) => policy).join("; ");
  return [
    ...passedOverNotes(result),
    "±: half of an asymptotic interval of 95 %. Weights: probability under the policy over the propensity.",
    ...(result.chosen.length > 0
      ? [
          "softmax: policies that learned from this log, late, by importance weighting; estimated is the mean reward of the policies deployed " +
            "round by round, had they acted.",
        ]
      : []),
    ...(off.length > 0
      ? [
          `Propensities do not fit: mean weights should be 1 but for chance, and are more than ${FAR} standard errors away (${names(off)}).`,
        ]
      : []),
    ...(thin.length > 0
      ? [
          `An effective sample below 100 says little, and asymptotic intervals need not hold (${names(thin)}).`,
        ]
      : []),
  ];
}
