import { certify, type Opponent } from "./certificate/staleness.ts";
import { meaning } from "./certificate/meaning.ts";
import type { Trace } from "./certificate/trace.ts";
import type { PanelAccounts } from "./engine/accounts.ts";
import type { Phase } from "./engine/phase.ts";
import type { Claims } from "./engine/rules.ts";
import type { Loss } from "./losses/loss.ts";
import { ABSURD, type Deployed, type Divergence, type ExceededStakes, type LearnerResult } from "./result.ts";
import type { Schedule } from "./schedules/schedule.ts";
import type { Update } from "./updates/ogd.ts";

/** From a learner's accounts to what is said of it: regret against its bound, and the bound against what is at stake. */
export interface Case {
  readonly schedule: Schedule;
  /** The accounts of its panel. */
  readonly accounts: PanelAccounts;
  /** They include the sums of the bound. */
  readonly certified: boolean;
  readonly stepSize: number;
  readonly rounds: number;
  readonly phase: Phase;
  readonly trace: Trace;
  readonly exceeded: ExceededStakes | null;
  readonly loss: Loss;
  readonly update: Update;
  readonly river: boolean;
  /** Why no theorem covers the run, beside what follows from its settings; null for no such reason. */
  readonly notCovered: string | null;
  /** Its actions were mixed with others drawn at random, or its outputs perturbed. */
  readonly explores: boolean;
  /** Total loss of the untrained model. */
  readonly untrained: number;
  /** Largest difference of loss in one round between untrained model and comparator. */
  readonly apart: number;
  /** Of policies, the largest difference between expected utilities of two actions in one round, whoever takes them; 0 of models. */
  readonly range: number;
  /** Stakes grow with the horizon, and with them the bound. */
  readonly growing: boolean;
  /** Checkpoint at which the mean loss was first seen to be absurd; null if it never was. */
  readonly absurdSince: number | null;
  /** The comparator and what it saves against the untrained model; null where there is none yet. */
  readonly against: { readonly opponent: Opponent; readonly regret: number; readonly value: number } | null;
  readonly claims: Claims;
}

export function judge(of: Case): LearnerResult {
  const { schedule, rounds, phase, update, against, claims } = of;
  const { staleness, latency, learned } = of.accounts;
  const certificate =
    against &&
    certify(against.regret, of.trace, against.opponent, {
      rounds,
      staleness,
      constantStep: update.step.rule === "constant",
      l2: update.l2,
      radius: update.radius,
      convex: of.loss.convex,
      river: of.river,
      ownIntercept: update.interceptStep !== null,
      lossLabel: of.loss.label,
      notCovered: of.notCovered,
      single: of.accounts.single && { ...of.accounts.single, loss: phase.loss, untrained: of.untrained },
    });
  return {
    schedule: schedule.name,
    label: Number.isNaN(schedule.label) ? null : schedule.label,
    latency,
    effectiveLatency: 1 + staleness / rounds,
    stepSize: of.stepSize,
    rounds,
    pending: rounds - learned,
    meanLoss: phase.loss / rounds,
    minGap: phase.minGap,
    maxGap: phase.maxGap,
    squaredLoss: phase.loss2,
    maxGradient: of.certified ? of.trace.maxGradient : null,
    path: of.certified ? of.trace.path : null,
    diverged: divergence(of),
    ...(of.loss.task === "choices" && { meanUtility: phase.realised / rounds }),
    regret: against && against.regret,
    ...(of.explores && { deployed: deployed(of) }),
    ...(of.explores && of.loss.task !== "choices" && { playedLoss: phase.realised / rounds }),
    certificate,
    meaning:
      against &&
      meaning({
        rounds,
        latency,
        steadyLatency: schedule.steady,
        rooted: against.opponent.path === 0 && update.l2 === 0 && !of.growing,
        growing: of.growing,
        regret: against.regret,
        bound: certificate?.bound ?? null,
        value: against.value,
        statedStakes: claims.stakes,
        exceeded: of.exceeded,
        metStakes: Math.max(phase.maxGap, -phase.minGap, phase.farthest, of.apart, of.range),
        gradient: of.trace.maxGradient,
        distance: against.opponent.norm,
        epsilon: claims.epsilon,
      }),
  };
}

/** What was deployed: the policy and the exploration mixed into it, or outputs and their perturbation. */
function deployed({ phase, rounds, against }: Case): Deployed {
  const { loss, explored } = phase;
  return {
    meanLoss: (loss + explored) / rounds,
    cost: explored,
    regret: against && against.regret + explored,
  };
}

function divergence({ phase, absurdSince }: Case): Divergence | null {
  if (phase.diverged) return { reason: "the loss is not a finite number", round: phase.diverged };
  if (absurdSince !== null)
    return { reason: `mean loss over ${ABSURD} times the untrained model's`, round: absurdSince };
  return null;
}

/** Remembers at which checkpoint a learner's mean loss first was absurd; forgets it where it recovers. */
export function absurdity(): (
  learner: string,
  loss: number,
  untrained: number,
  rounds: number,
) => number | null {
  const since = new Map<string, number>();
  return (learner, loss, untrained, rounds) => {
    if (untrained > 0 && loss > ABSURD * untrained) since.set(learner, since.get(learner) ?? rounds);
    else since.delete(learner);
    return since.get(learner) ?? null;
  };
}
