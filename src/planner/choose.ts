import { type Evidence, least } from "./evidence.ts";
import { isThin } from "./policies.ts";
import type { BreakEven, Retraining } from "./result.ts";
import { bestPeriod, breakEvenCost } from "./retraining.ts";

/** The schedule with the least loss on the prefix. */
export function bestSchedule(evidence: Evidence): number {
  return least(evidence.planning.asked.map((_, i) => evidence.run(i).prefixLoss));
}

/** The best period for the cost of a retraining: chosen on the prefix, judged on what follows. null with fewer than two periods. */
export function chooseRetraining(evidence: Evidence): Retraining | null {
  const { asked, retrainCost: cost } = evidence.planning;
  const periodic = [...asked.keys()].filter((i) => asked[i]!.kind === "periodic");
  if (periodic.length < 2) return null;
  const at = (period: number): number => periodic.find((i) => asked[i]!.label === period)!;
  const choose = (loss: (i: number) => number): number => {
    const periods = periodic.map((i) => asked[i]!.label);
    const known = periods.some((period) => !Number.isNaN(loss(at(period))));
    return known
      ? at(bestPeriod({ loss: (period) => loss(at(period)), cost, periods }).period)
      : periodic[0]!;
  };
  const chosen = choose((i) => evidence.run(i).prefixLoss);
  if (!evidence.judged) return { cost, chosen, hindsight: null, indifferent: [chosen], breakEven: [] };
  const perDecision = (i: number): number => cost / asked[i]!.label;
  return {
    cost,
    chosen,
    hindsight: choose((i) => evidence.run(i).suffixLoss),
    indifferent: periodic.filter((i) => {
      if (i === chosen || !evidence.told || isThin(evidence.run(i)) || isThin(evidence.run(chosen)))
        return true;
      const { low, high } = evidence.increase(i, chosen, perDecision(i) - perDecision(chosen));
      return low <= 0 && high >= 0;
    }),
    breakEven: periodic.slice(1).map((longer, i) => breakEven(evidence, periodic[i]!, longer)),
  };
}

function breakEven(evidence: Evidence, shorter: number, longer: number): BreakEven {
  const { asked } = evidence.planning;
  const { value, low, high, block } = evidence.increase(longer, shorter);
  const cost = (increase: number): number =>
    breakEvenCost(asked[shorter]!.label, asked[longer]!.label, increase);
  return { shorter, longer, cost: { value: cost(value), low: cost(low), high: cost(high), block } };
}
