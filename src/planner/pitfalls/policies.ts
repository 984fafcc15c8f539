import type { PolicyValue } from "../../logged/result.ts";
import { FEW } from "../policies.ts";
import type { Findings, Rule } from "../pitfalls.ts";
import { betterUnlearned, lossPaid } from "../../verdict/unlearned.ts";
import { amount, apart, count, few } from "./words.ts";

/** Ways in which a log of actions misleads. */

/** Standard errors that a mean weight may be from 1 by chance. */
const FAR = 3;

/** Policies with what is known of them on the rows after the prefix. */
function estimated({ points, logged }: Findings): { readonly name: string; readonly of: PolicyValue }[] {
  const learned = points.map(({ schedule, estimates }) => ({ name: schedule, of: estimates ?? null }));
  const fixed = (logged?.policies ?? []).map(({ policy, estimates }) => ({ name: policy, of: estimates }));
  return [...learned, ...fixed].flatMap(({ name, of }) => (of ? [{ name, of }] : []));
}

/** Too little of the log is what a policy would have done. */
export const smallSample: Rule = ({ points, suffix }) => {
  const thin = points.filter((point) => point.thin);
  if (thin.length === 0) return null;
  const samples = thin.map(({ estimates }) => estimates!.effectiveSample);
  const least = Math.min(...samples);
  return {
    id: "small-sample",
    sentence:
      `The log does too little of what ${few(thin.map(({ schedule }) => schedule))} would have done: of ${count(suffix)} rows an effective sample of ` +
      `${samples.length > 1 ? "no more than " : ""}${count(Math.max(...samples))}. Nothing is claimed below ${FEW.rows} rows, or ${100 * FEW.share}% of them.`,
    numbers: { schedules: thin.length, least, rows: suffix },
  };
};

/** Importance weights are 1 on average, but for chance, where propensities are right. */
export const propensities: Rule = (findings) => {
  const off = estimated(findings).filter(
    ({ of: { meanWeight } }) => Math.abs(meanWeight.value - 1) > FAR * meanWeight.standardError + 1e-9,
  );
  if (off.length === 0) return null;
  const farthest = off.reduce((a, b) =>
    Math.abs(b.of.meanWeight.value - 1) > Math.abs(a.of.meanWeight.value - 1) ? b : a,
  );
  return {
    id: "propensities",
    sentence:
      `The propensities look wrong: mean weights should be 1 but for chance, and are more than ${FAR} standard errors away for ` +
      `${few(off.map(({ name }) => name))}; ${amount(farthest.of.meanWeight.value)} for ${farthest.name}. Estimates that rest on them are biased.`,
    numbers: { policies: off.length, meanWeight: farthest.of.meanWeight.value },
  };
};

/** The log, or a policy that does not learn, earns more than the schedule recommended after its retraining, by the estimate at hand. */
export const policyBetter: Rule = (findings) => {
  const { points, logged } = findings;
  const better = logged ? betterUnlearned(findings) : [];
  if (better.length === 0) return null;
  const known = better.filter(({ beyondChance }) => beyondChance);
  const point = points[logged!.recommended]!;
  const learner = 0 - lossPaid(point)!;
  const list = better.map(({ name, amount: reward, by }) => `${name} (${apart(reward, learner, by)})`);
  const paying = point.retraining && point.retraining.perDecision > 0 ? " after retraining" : "";
  return {
    id: "baseline-better",
    sentence:
      `Without any learning, ${few(list)} earns more than ${point.schedule}${paying} (${amount(learner)})` +
      `${known.length === 0 ? ", though by no more than chance explains" : ""}: what retraining costs or gains is beside the point there.`,
    numbers: { rule: better[0]!.amount, learner, known: known.length },
  };
};
