import type { ResultDocument, Setting } from "../results/document.ts";
import type { Cell } from "./report.ts";
import { planThings } from "./plan/things.ts";
import { flatten } from "./quantities.ts";

/** What changed from one result to another. */
export interface Difference {
  /** Both are of this kind. */
  readonly kind: ResultDocument["kind"];
  /** Whether losses are measured in the same units: of the same loss, and the same task. */
  readonly comparable: boolean;
  /** Settings that are not the same, and whether the log is. */
  readonly configuration: readonly ChangedSetting[];
  /** Numbers and words that are not the same, those that only one result has among them. */
  readonly numbers: readonly ChangedNumber[];
  /** How many are the same. */
  readonly same: number;
}

export interface ChangedSetting {
  readonly name: string;
  /** null where it is not set. */
  readonly before: Setting;
  readonly after: Setting;
}

export interface ChangedNumber {
  /** Learner, schedule or statement. */
  readonly of: string;
  readonly path: string;
  /** null where it is not there. */
  readonly before: Cell;
  readonly after: Cell;
  /** after - before; null where they are not both numbers. */
  readonly difference: number | null;
  /** difference/|before|; null where there is none, or before is 0. */
  readonly relative: number | null;
  /** Whether it is more than chance: null where nothing says how much chance there is, where units differ, and of costs of retraining on the same log. */
  readonly beyond: boolean | null;
}

const WORDS = {
  simulation: "a simulation",
  replicates: "replicates",
  replay: "a replay",
  plan: "a plan",
  verification: "a verification",
  experts: "a mixture of forecasts",
  evaluation: "an evaluation of policies",
} as const;

/** Standard errors of a difference beyond which it is more than chance: 5 % of differences of the same thing are. */
const ERRORS = 1.96;

/**
 * Compares two results of a kind: their settings and every number. Of means the standard error of their difference says whether it is beyond
 * chance, as if both were independent (with the same seed they are not, and it is cautious); of intervals, whether they do not overlap.
 *
 * @throws RangeError where the kinds differ.
 */
export function difference(before: ResultDocument, after: ResultDocument): Difference {
  if (before.kind !== after.kind)
    throw new RangeError(
      `diff: expected two results of one kind, got ${WORDS[before.kind]} and ${WORDS[after.kind]}`,
    );
  const [a, b] = [thingsOf(before), thingsOf(after)];
  const names = [...new Set([...a.keys(), ...b.keys()])];
  const comparable = unitsOf(before) === unitsOf(after);
  const judged = (path: string): boolean => comparable && !isArithmetic(path, before, after);
  const all = names.flatMap((of) => compare(of, a.get(of) ?? {}, b.get(of) ?? {}, judged));
  const numbers = all.filter((one) => !Object.is(one.before, one.after));
  return {
    kind: before.kind,
    comparable,
    configuration: settings(before, after),
    numbers,
    same: all.length - numbers.length,
  };
}

/** The loss and the task, of results that have them. */
function unitsOf({ result }: ResultDocument): string {
  const { loss, task } = result as { readonly loss?: string; readonly task?: string };
  return JSON.stringify([loss, task]);
}

/** On the same rows another cost of retraining adds what it adds, whatever rows there could have been. */
function isArithmetic(path: string, before: ResultDocument, after: ResultDocument): boolean {
  const [a, b] = [before.data?.sha256 ?? null, after.data?.sha256 ?? null];
  return path.startsWith("retraining.") && a !== null && a === b;
}

function compare(
  of: string,
  before: object,
  after: object,
  judged: (path: string) => boolean,
): ChangedNumber[] {
  const [a, b] = [flatten(before), flatten(after)];
  const paths = [...new Set([...a.keys(), ...b.keys()])];
  return paths.map((path) => {
    const [x, y] = [a.get(path) ?? null, b.get(path) ?? null];
    if (typeof x !== "number" || typeof y !== "number")
      return { of, path, before: x, after: y, difference: null, relative: null, beyond: null };
    const relative = x === 0 ? null : (y - x) / Math.abs(x);
    return {
      of,
      path,
      before: x,
      after: y,
      difference: y - x,
      relative,
      beyond: judged(path) ? beyond(path, a, b) : null,
    };
  });
}

/** Whether a difference is more than chance, by what the results say of their own. */
function beyond(path: string, a: Map<string, Cell>, b: Map<string, Cell>): boolean | null {
  const both = (end: string): [number, number] | null => {
    const [x, y] = [a.get(path + end), b.get(path + end)];
    return typeof x === "number" && typeof y === "number" ? [x, y] : null;
  };
  const [values, errors, lows, highs] = [both("")!, both(".standardError"), both(".low"), both(".high")];
  if (errors) return Math.abs(values[1] - values[0]) > ERRORS * Math.hypot(...errors);
  if (lows && highs) return lows[1] > highs[0] || lows[0] > highs[1];
  return null;
}

/** What has numbers in a document, by its name: learners by schedule and step size, whatever their order. */
function thingsOf(document: ResultDocument): Map<string, object> {
  switch (document.kind) {
    case "simulation":
    case "replicates":
    case "replay": {
      const { result, overTime } = document;
      const { runs, ...rest } = result;
      const grown = runs.map((run, i) => ({ ...run, growth: overTime.runs[i]?.growth ?? null }));
      return new Map([["run", rest], ...learners(grown)]);
    }
    case "plan":
      return planThings(document.result);
    case "experts": {
      const { runs, experts, uniform, ...rest } = document.result;
      const all = [uniform, ...experts].map((one): [string, object] => [one.name, one]);
      return new Map([["run", rest], ...learners(runs), ...all]);
    }
    case "evaluation": {
      const { runs, policies, ...rest } = document.result;
      const fixed = policies.map((one): [string, object] => [one.policy, one]);
      return new Map([["run", rest], ...fixed, ...learners(runs)]);
    }
    case "verification":
      return new Map(
        document.result.experiments.map(({ id, measurements }) => [
          id,
          Object.fromEntries(
            measurements.map(({ what, measured, standardError, expected, holds }) => [
              what,
              { measured: { mean: measured, standardError }, expected, holds },
            ]),
          ),
        ]),
      );
  }
}

function learners(
  runs: readonly { readonly schedule: string; readonly stepSize: number }[],
): [string, object][] {
  return runs.map((run) => [`${run.schedule}, step ${run.stepSize}`, run]);
}

function settings(before: ResultDocument, after: ResultDocument): ChangedSetting[] {
  const of = ({ configuration, data, lowstakes }: ResultDocument): Record<string, Setting> => ({
    ...configuration,
    "log (SHA-256)": data && (data.sha256 ?? data.name),
    "version of lowstakes": lowstakes,
  });
  const [a, b] = [of(before), of(after)];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])]
    .map((name) => ({ name, before: a[name] ?? null, after: b[name] ?? null }))
    .filter((one) => JSON.stringify(one.before) !== JSON.stringify(one.after));
}
