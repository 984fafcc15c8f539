import { FEWEST } from "../bootstrap.ts";
import type { Findings, Rule } from "../pitfalls.ts";
import type { Interval, PlanPoint } from "../result.ts";
import { amount, count, few, percent } from "./words.ts";

/** Ways in which the curve misleads. */

/** Shares by which two losses must differ to be worth a word. */
const HINDSIGHT = 0.01;
const DRIFT = 0.2;

/** Whether there are intervals: without them no difference is told from chance. */
const told = ({ bootstrap }: Findings): boolean => bootstrap.strips >= FEWEST;

/** Schedules of one kind next to each other: the first waits less than the second. */
function neighbours({ points }: Findings): (readonly [PlanPoint, PlanPoint])[] {
  return (["pipelined", "periodic"] as const).flatMap((kind) => {
    const own = points.filter((point) => point.kind === kind);
    return own.slice(1).map((next, i) => [own[i]!, next] as const);
  });
}

/** What a schedule loses beyond the best one: that itself loses 0 beyond itself. */
const beyond = ({ increase }: PlanPoint) => increase ?? { low: 0, high: 0, value: 0 };

/** Waiting longer costs less, and their intervals are apart. */
export const notMonotone: Rule = (findings) => {
  const falls = neighbours(findings).filter(
    ([shorter, longer]) =>
      told(findings) &&
      !shorter.thin &&
      !longer.thin &&
      longer.suffixLoss !== null &&
      beyond(longer).high < beyond(shorter).low,
  );
  if (falls.length === 0) return null;
  const [shorter, longer] = falls[0]!;
  return {
    id: "not-monotone",
    sentence:
      `Waiting longer is not always worse here: ${longer.schedule} ${findings.logged ? "earns more" : "loses less"} than ${shorter.schedule}. Do not read the curve between ` +
      `the schedules that were played.`,
    numbers: {
      falls: falls.length,
      shorter: shorter.label,
      longer: longer.label,
      difference: beyond(longer).value - beyond(shorter).value,
    },
  };
};

/** The last outcome seen predicts better when it is older, by more than chance explains. */
export const seasonal: Rule = (findings) => {
  const found = neighbours(findings).filter(
    ([, { lastOutcome }]) => told(findings) && lastOutcome && isBelow(lastOutcome),
  );
  if (found.length === 0) return null;
  const [shorter, longer] = found[0]!;
  const [before, after] = [offBy(shorter), offBy(longer)];
  return {
    id: "seasonal",
    sentence:
      `The log is seasonal: the last outcome known predicts better under ${longer.schedule} (${after.text}) than under ` +
      `${shorter.schedule} (${before.text}). Latencies at or near a multiple of the season look better than those between.`,
    numbers: { shorter: shorter.label, longer: longer.label, before: before.off, after: after.off },
  };
};

/** Whether 0 is 3 standard errors above it: 1.5 times as far as the end of its interval. */
function isBelow({ value, high }: Interval): boolean {
  return value + 1.5 * (high - value) < 0;
}

/** How far off the last outcome known is. */
function offBy({ baseline }: PlanPoint): { readonly off: number; readonly text: string } {
  const { rounds, persistenceErrors: errors, persistenceMae: mae } = baseline!;
  if (errors === null) return { off: mae!, text: `off by ${amount(mae!)}` };
  return { off: errors / rounds, text: `${percent(errors / rounds)} wrong` };
}

/** The step sizes that would have been best on the rows judged. */
export const hindsight: Rule = ({ points, logged }) => {
  // the best of several estimates is best by chance too, and a share of a reward says nothing
  if (logged) return null;
  const gaps = points.flatMap(({ schedule, suffixLoss, surface }) => {
    const losses = surface.flatMap(({ suffixLoss: loss }) =>
      loss !== null && loss >= -Infinity ? [loss] : [],
    );
    const gap = suffixLoss && losses.length > 1 ? suffixLoss.value - Math.min(...losses) : 0;
    return suffixLoss && gap > HINDSIGHT * Math.abs(suffixLoss.value)
      ? [{ schedule, gap, of: suffixLoss.value }]
      : [];
  });
  if (gaps.length === 0) return null;
  const worst = gaps.reduce((a, b) => (b.gap > a.gap ? b : a));
  return {
    id: "hindsight",
    sentence:
      `The step size chosen on the prefix is not the best one afterwards under ${gaps.length} of ${points.length} schedules; under ` +
      `${worst.schedule} it gives up ${amount(worst.gap)} a decision (${percent(worst.gap / worst.of)}). Figures chosen on the rows ` +
      `that judge them are too good; these are not.`,
    numbers: { schedules: gaps.length, largest: worst.gap },
  };
};

export const notToldApart: Rule = (findings) => {
  const { points, retraining, suffix } = findings;
  if (!retraining || retraining.indifferent.length < 2) return null;
  const labels = retraining.indifferent.map((i) => points[i]!.label);
  const [least, most] = [Math.min(...labels), Math.max(...labels)];
  return {
    id: "not-told-apart",
    sentence:
      `Periods ${few(labels.map(count))} cannot be told apart by this log: ` +
      (told(findings)
        ? `the intervals of what they cost beyond ${count(points[retraining.chosen]!.label)} contain 0` +
          `${points.some(({ thin }) => thin) ? ", or rest on too small a sample." : "."}`
        : `the ${count(suffix)} rows after the prefix are too few for intervals.`),
    numbers: { periods: labels.length, least, most },
  };
};

export const prefixUnlikeSuffix: Rule = (findings) => {
  const { points, retraining, best, logged } = findings;
  const below = (of: Interval | null | undefined): boolean => told(findings) && of != null && of.high < 0;
  const beaten = points.filter(({ increase }) => below(increase));
  const dearer = points.filter(({ retraining: own }) => below(own?.increase));
  const { prefixLoss, suffixLoss } = points[best]!;
  // rewards have no zero of their own, so that their shares say nothing
  const drift =
    suffixLoss && suffixLoss.value !== prefixLoss && !logged ? suffixLoss.value / prefixLoss - 1 : 0;
  if (beaten.length + dearer.length === 0 && !(Math.abs(drift) > DRIFT)) return null;
  const parts = [
    ...(Math.abs(drift) > DRIFT
      ? [
          `the loss of ${points[best]!.schedule} is ${amount(suffixLoss!.value)} there, and ${amount(prefixLoss)} in it`,
        ]
      : []),
    ...(beaten.length > 0
      ? [`${few(beaten.map((point) => point.schedule))} beat the one that was best before`]
      : []),
    ...(dearer.length > 0
      ? [
          `${few(dearer.map((point) => point.schedule))} cost less in all than ${points[retraining!.chosen]!.schedule}, which was ` +
            `chosen before`,
        ]
      : []),
  ];
  return {
    id: "prefix-unlike-suffix",
    sentence: `The prefix is a poor guide to the rows after it: ${parts.join("; ")}. A longer prefix chooses better.`,
    numbers: { drift, better: beaten.length, cheaper: dearer.length },
  };
};

/** Fewest latencies that a prefix should hold. */
const TEN = 10;

export const shortPrefix: Rule = ({ points, prefix }) => {
  const slow = points.filter(({ latency }) => TEN * latency > prefix);
  if (slow.length === 0) return null;
  return {
    id: "short-prefix",
    sentence:
      `The prefix of ${count(prefix)} rows holds fewer than ten times the latency of ${few(slow.map((point) => point.schedule))}: ` +
      `what was chosen for them rests on few models.`,
    numbers: { prefix, schedules: slow.length },
  };
};
