import type { Findings, Rule } from "../pitfalls.ts";
import type { PlanPoint } from "../result.ts";
import { lossPaid } from "../../verdict/unlearned.ts";
import { amount, apart, count, few, percent } from "./words.ts";

/** Ways in which the learners themselves mislead. */

/** The schedule that the plan recommends. */
function recommended({ points, retraining, best }: Findings): PlanPoint {
  return points[retraining?.chosen ?? best]!;
}

/** Losses whose learner goes for the mean, and those whose learner goes for the median: only there is it to be judged by such an error. */
const MEANS = /^(squared|Huber) loss/;
const MEDIANS = /^(absolute loss|Huber loss|pinball loss \(quantile 0\.5\))/;

/**
 * The last outcome seen, or the mean so far, predicts better than the learner of the schedule recommended. These rules need no training: what they know does
 * not wait for it, nor is it paid for, which counts where the cost of a retraining is in the same units.
 */
export const baselineBetter: Rule = (findings) => {
  const point = recommended(findings);
  const { schedule, figures, diverged, retraining } = point;
  const { baseline, loss } = findings;
  if (!figures || !baseline || diverged) return null;
  const paying = retraining && retraining.perDecision > 0 ? ", which never retrains," : "";
  const where = (losses: RegExp, rule: number | null): number | null => (losses.test(loss) ? rule : null);
  const share = (x: number | null): number | null => x && x / baseline.rounds;
  const rules: readonly (readonly [
    name: string,
    rule: number | null,
    learner: number | null,
    show: (x: number) => string,
  ])[] = [
    [
      "the last class seen makes fewer errors",
      share(baseline.persistenceErrors),
      share(figures.errors),
      percent,
    ],
    [
      `the frequency of the classes${paying} has a smaller log loss`,
      loss === "log loss" ? baseline.frequencyLoss : null,
      lossPaid(point),
      amount,
    ],
    [
      "the last value seen has a smaller mean absolute error",
      where(MEDIANS, baseline.persistenceMae),
      figures.mae,
      amount,
    ],
    [
      "the mean so far has a smaller root mean squared error",
      where(MEANS, baseline.meanRmse),
      figures.rmse,
      amount,
    ],
  ];
  const better = rules.flatMap(([name, rule, learner, show]) =>
    rule !== null && learner !== null && rule < learner ? [{ name, rule, learner, show }] : [],
  );
  if (better.length === 0) return null;
  const list = better.map(
    ({ name, rule, learner, show }) =>
      `${name} (${apart(rule, learner, learner - rule, show)} against ${show(learner)})`,
  );
  return {
    id: "baseline-better",
    sentence:
      `Without any learning, at latency ${count(baseline.latency)}, ${list.join(", and ")} than the learner under ${schedule}: what retraining costs or ` +
      `gains is beside the point there.`,
    numbers: { latency: baseline.latency, rule: better[0]!.rule, learner: better[0]!.learner },
  };
};

export const edgeOfGrid: Rule = ({ points }) => {
  const at = (end: "least" | "largest"): string[] =>
    points.flatMap(({ schedule, stepSize, surface, idle, diverged: lost }) => {
      // before any model is deployed all step sizes are the same
      const sizes = lost || idle ? [] : surface.map((one) => one.stepSize);
      const edge = end === "least" ? Math.min(...sizes) : Math.max(...sizes);
      return sizes.length > 1 && stepSize === edge ? [schedule] : [];
    });
  const [low, high] = [at("least"), at("largest")];
  if (low.length + high.length === 0) return null;
  const parts = [
    ...(low.length > 0 ? [`the smallest was best for ${few(low)}`] : []),
    ...(high.length > 0 ? [`the largest was best for ${few(high)}`] : []),
  ];
  return {
    id: "edge-of-grid",
    sentence: `Of the step sizes tried ${parts.join(", ")}: a better one may lie beyond. Try more.`,
    numbers: { smallest: low.length, largest: high.length },
  };
};

export const oneStepSize: Rule = ({ points, configuration: { stepSizes } }) =>
  stepSizes.length > 1 || points.length < 2
    ? null
    : {
        id: "one-step-size",
        sentence:
          "One step size served all schedules. The best one shrinks as latency grows, so that a fixed one makes waiting look dearer, or " +
          "ordinary learning worse, than it is.",
        numbers: { stepSize: stepSizes[0]! },
      };

export const diverged: Rule = ({ points }) => {
  const tried = points.flatMap(({ schedule, surface }) => surface.map((one) => ({ schedule, ...one })));
  const lost = tried.filter((one) => one.diverged !== null);
  if (lost.length === 0) return null;
  const names = lost.map(({ schedule, stepSize }) => `${schedule} at ${amount(stepSize)}`);
  const all = points.filter((point) => point.diverged !== null).length;
  return {
    id: "diverged",
    sentence:
      `${lost.length} of ${tried.length} learners diverged: ${few(names)}.` +
      (all > 0 ? ` Under ${all} of the schedules even the best on the prefix did.` : ""),
    numbers: { diverged: lost.length, learners: tried.length, chosen: all },
  };
};
