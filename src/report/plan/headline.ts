import type { PlanResult } from "../../planner/result.ts";
import { grouped, readable } from "../numbers.ts";

/** What a plan comes to, in a sentence or two. */
export function planHeadline(result: PlanResult): string {
  return [advice(result), verdictSentence(result)].filter((text) => text !== "").join(" ");
}

/** How often to retrain, in a sentence. */
export function advice({ points, retraining, best, suffix, rounds }: PlanResult): string {
  if (rounds === 0) return "No advice: no row was played.";
  const { schedule, diverged } = points[retraining?.chosen ?? best]!;
  if (diverged)
    return `No advice: the learner that was best on the prefix, under ${schedule}, diverged. Try smaller step sizes.`;
  if (retraining === null) {
    const { schedule, suffixLoss } = points[best]!;
    const loss = suffixLoss ? `: ${readable(suffixLoss.value, 4)} a decision on the rows after it` : "";
    return `Best on the prefix: ${schedule}${loss}.`;
  }
  const { cost, chosen, indifferent } = retraining;
  const { label, retraining: own } = points[chosen]!;
  const total = own ? `: ${readable(own.total.value, 4)} a decision in all` : "";
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
