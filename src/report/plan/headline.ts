import type { PlanResult } from "../../planner/result.ts";
import { grouped, readable } from "../numbers.ts";

/** What a plan comes to, in a sentence or two. */
export function planHeadline(result: PlanResult): string {
  return [advice(result), verdictSentence(result)].filter((text) => text !== "").join(" ");
}

/** How often to retrain, in a sentence. */
export function advice({ points, retraining, best, suffix, rounds, logged }: PlanResult): string {
  if (rounds === 0) return "No advice: no row was played.";
  const recommended = points[retraining?.chosen ?? best]!;
  const { schedule, diverged, estimates } = recommended;
  if (diverged)
    return `No advice: the learner that was best on the prefix, under ${schedule}, diverged. Try smaller step sizes.`;
  if (recommended.thin)
    return `No advice: the log does too little of what policies under ${schedule} would have done, an effective sample of ${grouped(estimates!.effectiveSample)} rows.`;
  if (retraining === null) {
    const { suffixLoss } = recommended;
    const amount = suffixLoss && readable(logged ? 0 - suffixLoss.value : suffixLoss.value, 4);
    const loss =
      amount === null ? "" : `: ${logged ? "a reward of " : ""}${amount} a decision on the rows after it`;
    return `Best on the prefix: ${schedule}${loss}.`;
  }
  const { cost, chosen, indifferent } = retraining;
  const { label, retraining: own } = points[chosen]!;
  const paid = cost > 0 ? ", retraining paid" : "";
  const total = !own
    ? ""
    : logged
      ? `: a reward of ${readable(0 - own.total.value, 4)} a decision${paid}`
      : `: ${readable(own.total.value, 4)} a decision in all`;
  const price = cost > 0 ? `At ${readable(cost, 4)} a retraining` : "Were retraining free";
  const every = `${price}, retrain every ${label === 1 ? "row" : `${grouped(label)} rows`}${total}`;
  if (suffix === 0) return `${every} (as far as the prefix says).`;
  const others = indifferent.filter((i) => i !== chosen).map((i) => grouped(points[i]!.label));
  return others.length === 0
    ? `${every}.`
    : `${every}; this log does not tell that apart from ${list(others)}.`;
}

function verdictSentence({ verdict }: PlanResult): string {
  if (verdict === null) return "";
  const { word, reasons, ratio } = verdict;
  const because = reasons.length > 0 ? `: ${reasons.join("; ")}` : "";
  const reached =
    word === "LOW-STAKES" && ratio !== null
      ? `; the regret is ${readable(ratio, 3)} of the bound, in this one log`
      : "";
  return `${word}${because}${reached}.`;
}

function list(names: readonly string[]): string {
  return names.length === 1 ? names[0]! : `${names.slice(0, -1).join(", ")} and ${names.at(-1)!}`;
}
