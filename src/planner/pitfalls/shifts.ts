import type { Rule } from "../pitfalls.ts";
import { amount, count, percent } from "./words.ts";

/** What a plan cannot know of shifts. */

/**
 * A verdict that takes what is too short to be seen to cost nothing, where it could cost more than is small: never more than the whole loss, of losses that are
 * not negative.
 */
export const shiftsUnseen: Rule = ({
  verdict,
  shifts,
  points,
  rounds,
  configuration: { value, epsilon },
}) => {
  if (verdict === null || verdict.word === "NOT LOW-STAKES" || shifts === null) return null;
  const { schedule, suffixLoss, meaning } = points[verdict.point]!;
  const atStake = value ?? meaning!.value / rounds;
  const share = Math.max(0, shifts.share[verdict.point] ?? 0);
  const part = ((epsilon - share) * atStake) / suffixLoss!.value;
  if (!(part < 1)) return null;
  return {
    id: "shifts-unseen",
    sentence:
      `In the verdict, shifts that are made up in less than ${count(shifts.shortest)} rows cost nothing, since they are not seen. Were they more than ` +
      `${percent(part)} of the loss of ${schedule}, adapting to them would cost more than ${amount(epsilon)} of the value at stake.`,
    numbers: { rows: shifts.shortest, part, share, value: atStake, epsilon },
  };
};
