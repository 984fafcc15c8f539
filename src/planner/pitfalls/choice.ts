import type { Rule } from "../pitfalls.ts";
import type { Interval } from "../result.ts";
import { told } from "./curve.ts";
import { amount, count, few, rows } from "./words.ts";

/** Ways in which the choice of a period misleads. */

/** Share by which a loss must move to be worth a word. */
const DRIFT = 0.2;

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
        : `the ${rows(suffix)} after the prefix are too few for intervals.`),
    numbers: { periods: labels.length, least, most },
  };
};

export const prefixUnlikeSuffix: Rule = (findings) => {
  const { points, retraining, best, logged } = findings;
  const below = (of: Interval | null | undefined): boolean => told(findings) && of != null && of.high < 0;
  const beaten = points.filter(({ increase, idle }) => !idle && below(increase));
  const dearer = points.filter(({ retraining: own, idle }) => !idle && below(own?.increase));
  const { schedule, choiceLoss, suffixLoss } = points[best]!;
  // rewards have no zero of their own, so that their shares say nothing
  const share = suffixLoss && !logged ? suffixLoss.value / choiceLoss - 1 : 0;
  const drift = Math.abs(share) > DRIFT ? share : 0;
  if (beaten.length + dearer.length === 0 && drift === 0) return null;
  const parts = [
    ...(drift === 0 ? [] : [moved(schedule, choiceLoss, suffixLoss!.value)]),
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
    sentence: `The prefix is ${drift > 0 || parts.length > (drift < 0 ? 1 : 0) ? "a poor guide to" : "unlike"} the rows after it: ${parts.join("; ")}.`,
    numbers: { drift: share, better: beaten.length, cheaper: dearer.length },
  };
};

/** A loss that falls may be that of a learner which goes on learning; one that rises is no fault of the learner's. */
function moved(schedule: string, before: number, after: number): string {
  return (
    `the loss of ${schedule} ${after < before ? "fell" : "rose"} from ${amount(before)} to ${amount(after)}` +
    (after < before ? ": it was still learning, or the rows were easier" : "")
  );
}

/** Fewest latencies that a prefix should hold. */
const TEN = 10;

export const shortPrefix: Rule = ({ points, prefix }) => {
  const slow = points.filter(({ latency, idle }) => !idle && TEN * latency > prefix);
  if (slow.length === 0) return null;
  return {
    id: "short-prefix",
    sentence:
      `The prefix of ${rows(prefix)} holds fewer than ten times the latency of ${few(slow.map((point) => point.schedule))}: ` +
      `what was chosen for them rests on few models.`,
    numbers: { prefix, schedules: slow.length },
  };
};

export const noModel: Rule = ({ points, prefix }) => {
  const idle = points.filter((point) => point.idle);
  if (idle.length === 0) return null;
  return {
    id: "no-model",
    sentence:
      `No model was deployed on the prefix of ${rows(prefix)} under ${few(idle.map(({ schedule }) => schedule))}: what is shown of it there is the untrained ` +
      `model, and it is not chosen.`,
    numbers: { prefix, schedules: idle.length },
  };
};

/** The period chosen is the longest or the shortest, and a better one may lie beyond. */
export const edgeOfPeriods: Rule = ({ points, retraining }) => {
  const labels = points.flatMap(({ kind, label, idle }) => (kind === "periodic" && !idle ? [label] : []));
  if (!retraining || labels.length < 2) return null;
  const { cost, chosen } = retraining;
  const period = points[chosen]!.label;
  const longest = cost > 0 && period === Math.max(...labels);
  const shortest = period > 1 && period === Math.min(...labels);
  const { diverged, thin } = points[chosen]!;
  if (diverged || thin || !(longest || shortest)) return null;
  const beyond = longest
    ? `The longest period tried, ${count(period)}, costs least; a longer one may cost less (of this one retraining alone is still ${amount(cost / period)} a ` +
      `decision). Try longer --periods, with a prefix that has several of them.`
    : `The shortest period tried, ${count(period)}, costs least; a shorter one may cost less. Try shorter --periods.`;
  return { id: "edge-of-periods", sentence: beyond, numbers: { period, perDecision: cost / period } };
};
