import type { Findings, Rule } from "../pitfalls.ts";
import type { Interval, PlanPoint } from "../result.ts";
import { amount, percent } from "./words.ts";

/** Ways in which the curve misleads. */

/** Share by which two losses must differ to be worth a word. */
const HINDSIGHT = 0.01;

/** Whether there are intervals: without them no difference is told from chance. */
export const told = ({ bootstrap }: Findings): boolean => bootstrap.strips >= bootstrap.fewest;

/** Schedules of one kind next to each other: the first waits less than the second. */
function neighbours({ points }: Findings): (readonly [PlanPoint, PlanPoint])[] {
  return (["pipelined", "periodic"] as const).flatMap((kind) => {
    const own = points.filter((point) => point.kind === kind);
    return own.slice(1).map((next, i) => [own[i]!, next] as const);
  });
}

/** Waiting longer costs less, row by row, by more than chance explains. */
export const notMonotone: Rule = (findings) => {
  const falls = neighbours(findings).filter(
    ([shorter, longer]) =>
      told(findings) && !shorter.thin && !longer.thin && longer.waiting !== null && longer.waiting.high < 0,
  );
  if (falls.length === 0) return null;
  const [shorter, longer] = falls[0]!;
  return {
    id: "not-monotone",
    sentence:
      `Waiting longer is not always worse here: ${longer.schedule} ${findings.logged ? "earns more" : "loses less"} than ${shorter.schedule}, each at the step size chosen for it. ` +
      `Do not read the curve between the schedules that were played.`,
    numbers: {
      falls: falls.length,
      shorter: shorter.label,
      longer: longer.label,
      difference: longer.waiting!.value,
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
  // before any model is deployed all step sizes are the same, and none was chosen
  const chosen = points.filter(({ idle }) => !idle);
  const gaps = chosen.flatMap(({ schedule, suffixLoss, surface }) => {
    const losses = surface.flatMap(({ suffixLoss: loss, diverged }) =>
      loss !== null && loss >= -Infinity && diverged === null ? [loss] : [],
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
      `The step size chosen on the prefix is not the best one afterwards under ${gaps.length} of ${chosen.length} schedules; under ` +
      `${worst.schedule} it gives up ${amount(worst.gap)} a decision (${percent(worst.gap / worst.of)}). Figures chosen on the rows ` +
      `that judge them are too good; these are not.`,
    numbers: { schedules: gaps.length, largest: worst.gap },
  };
};
