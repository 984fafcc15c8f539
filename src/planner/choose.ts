import { type Evidence, least } from "./evidence.ts";
import { isThin } from "./policies.ts";
import type { BestFrom, BreakEven, Retraining } from "./result.ts";
import { bestPeriod, breakEvenCost, lowerEnvelope } from "./retraining.ts";

/** The schedule with the least loss on the rows that choose, of those with a model there. */
export function bestSchedule(evidence: Evidence): number {
  return least(evidence.planning.asked.map((_, i) => (evidence.idle(i) ? NaN : evidence.choiceLoss(i))));
}

/** The schedule whose shifts are looked for: the same of those that did not diverge later on; null where all did. */
export function soundSchedule(evidence: Evidence): number | null {
  const sound = evidence.planning.asked.map((_, i) => evidence.run(i).diverged === null);
  const best = least(sound.map((is, i) => (is && !evidence.idle(i) ? evidence.choiceLoss(i) : NaN)));
  return sound[best] ? best : null;
}

/**
 * The best period for the cost of a retraining: chosen on the later half of the prefix, judged on what follows. null where nothing was asked: with no period,
 * or with one and no cost.
 */
export function chooseRetraining(evidence: Evidence): Retraining | null {
  const { asked, retrainCost: cost } = evidence.planning;
  const all = [...asked.keys()].filter((i) => asked[i]!.kind === "periodic");
  if (all.length < (cost > 0 ? 1 : 2)) return null;
  const deploying = all.filter((i) => !evidence.idle(i));
  const periodic = deploying.length > 0 ? deploying : all;
  const chosen = cheapest(evidence, periodic, (i) => evidence.choiceLoss(i)) ?? periodic[0]!;
  if (!evidence.judged)
    return { cost, chosen, hindsight: null, indifferent: [chosen], envelope: [], breakEven: [] };
  const sound = periodic.filter((i) => evidence.run(i).diverged === null);
  const telling = sound.filter((i) => !isThin(evidence.run(i)));
  const perDecision = (i: number): number => cost / asked[i]!.label;
  return {
    cost,
    chosen,
    hindsight: cheapest(evidence, sound, (i) => evidence.run(i).suffixLoss),
    indifferent: periodic.filter((i) => {
      if (i === chosen) return true;
      if (!sound.includes(i) || !sound.includes(chosen)) return false;
      if (!evidence.told || isThin(evidence.run(i)) || isThin(evidence.run(chosen))) return true;
      const { low, high } = evidence.increase(i, chosen, perDecision(i) - perDecision(chosen));
      return low <= 0 && high >= 0;
    }),
    envelope: envelopeOf(evidence, telling),
    breakEven: telling.slice(1).map((longer, i) => breakEven(evidence, telling[i]!, longer)),
  };
}

/** The one of some periods with the least J; null where none is a number. */
function cheapest(
  { planning: { asked, retrainCost: cost } }: Evidence,
  among: readonly number[],
  lossOf: (i: number) => number,
): number | null {
  const known = among.filter((i) => !Number.isNaN(lossOf(i)));
  if (known.length === 0) return null;
  const at = (period: number): number => known.find((i) => asked[i]!.label === period)!;
  const periods = known.map((i) => asked[i]!.label);
  return at(bestPeriod({ loss: (period) => lossOf(at(period)), cost, periods }).period);
}

function envelopeOf(evidence: Evidence, among: readonly number[]): BestFrom[] {
  const { asked } = evidence.planning;
  const curve = among.map((i) => ({ period: asked[i]!.label, loss: evidence.run(i).suffixLoss }));
  const best = lowerEnvelope(curve).map((i) => among[i]!);
  return best.map((point, i) => ({
    point,
    from: i === 0 ? null : breakEven(evidence, best[i - 1]!, point).cost,
  }));
}

function breakEven(evidence: Evidence, shorter: number, longer: number): BreakEven {
  const { asked } = evidence.planning;
  const { value, low, high, block } = evidence.increase(longer, shorter);
  const cost = (increase: number): number =>
    breakEvenCost(asked[shorter]!.label, asked[longer]!.label, increase);
  return { shorter, longer, cost: { value: cost(value), low: cost(low), high: cost(high), block } };
}
