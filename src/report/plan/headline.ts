import type { PlanResult, Retraining } from "../../planner/result.ts";
import { betterUnlearned } from "../../verdict/unlearned.ts";
import { grouped, readable } from "../numbers.ts";

/** What a plan comes to, in a sentence or two. */
export function planHeadline(result: PlanResult): string {
  return [advice(result), verdictSentence(result)].filter((text) => text !== "").join(" ");
}

/** How often to retrain, in a sentence. */
export function advice(result: PlanResult): string {
  const { points, retraining, best, rounds, logged } = result;
  if (rounds === 0) return "No advice: no row was played.";
  const recommended = points[retraining?.chosen ?? best]!;
  const { schedule, diverged, estimates } = recommended;
  if (diverged)
    return `No advice: the learner that was best on the prefix, under ${schedule}, diverged. Try smaller step sizes.`;
  if (recommended.idle)
    return "No advice: no model was deployed on the prefix under any schedule; what is shown of it there is the untrained model.";
  if (recommended.thin)
    return `No advice: the log does too little of what policies under ${schedule} would have done, an effective sample of ${grouped(estimates!.effectiveSample)} rows.`;
  if (retraining === null) {
    const { suffixLoss } = recommended;
    const amount = suffixLoss && readable(logged ? 0 - suffixLoss.value : suffixLoss.value, 4);
    const loss =
      amount === null ? "" : `: ${logged ? "a reward of " : ""}${amount} a decision on the rows after it`;
    return `Best on the prefix: ${schedule}${loss}${unlearned(result)}.`;
  }
  return `${often(result, retraining)}${unlearned(result)}.`;
}

/** The best of what does better without learning, if anything does. */
function unlearned(result: PlanResult): string {
  const [found] = betterUnlearned(result);
  if (!found) return "";
  const { name, amount, by, beyondChance } = found;
  const gained = result.logged !== undefined;
  const shown = readable(amount, 4);
  const alike = shown === readable(gained ? amount - by : amount + by, 4) ? `, by ${readable(by, 4)}` : "";
  const chance = beyondChance === false ? ", though by no more than chance explains" : "";
  return `; not learning (${name}, ${shown}${alike}) ${gained ? "earns more" : "costs less"}${chance}`;
}

/** Rows of a prefix that holds ten of the next period, 3. */
const NEXT = 30;

/** The period chosen, and what the rows that judge say of the others. */
function often(result: PlanResult, { cost, chosen, indifferent }: Retraining): string {
  const { points, suffix, logged, prefix } = result;
  const { label, retraining: own } = points[chosen]!;
  const paid = cost > 0 ? ", retraining paid" : "";
  const total = !own
    ? ""
    : logged
      ? `: a reward of ${readable(0 - own.total.value, 4)} a decision${paid}`
      : `: ${readable(own.total.value, 4)} a decision in all`;
  const price = cost > 0 ? `At ${readable(cost, 4)} a retraining` : "Were retraining free";
  const labels = points.flatMap((point) => (point.kind === "periodic" ? [point.label] : []));
  // a longer one may cost less still
  const edge = cost > 0 && labels.length > 1 && label === Math.max(...labels) ? ", the longest tried" : "";
  const every = `${price}, retrain every ${label === 1 ? "row" : `${grouped(label)} rows`}${edge}${total}`;
  const said = suffix === 0 ? `${every} (as far as the prefix says)` : every;
  if (labels.length === 1)
    return `${said}; ${label === 1 && prefix < NEXT ? "only period 1 fits the prefix" : "no other period was tried"}`;
  const others = indifferent.filter((i) => i !== chosen).map((i) => grouped(points[i]!.label));
  const alike = others.length === 0 ? "" : `; this log does not tell that apart from ${list(others)}`;
  return said + alike + cheaper(result);
}

/** Periods that cost less on the rows that judge, by more than chance explains. */
function cheaper({ points, bootstrap, logged }: PlanResult): string {
  const less = points.flatMap(({ label, retraining, idle, thin }) =>
    bootstrap.strips >= bootstrap.fewest &&
    !idle &&
    !thin &&
    retraining?.increase &&
    retraining.increase.high < 0
      ? [`${grouped(label)} (${readable(logged ? 0 - retraining.total.value : retraining.total.value, 4)})`]
      : [],
  );
  if (less.length === 0) return "";
  return `; on the rows that follow, period${less.length > 1 ? "s" : ""} ${list(less)} ${logged ? "earned more" : "cost less"}`;
}

function verdictSentence({ verdict, undecided }: PlanResult): string {
  if (verdict === null) return undecided === null ? "" : `No verdict: ${undecided}.`;
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
