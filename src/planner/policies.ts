import { meaning } from "../certificate/meaning.ts";
import type { EvaluationCheckpoint, LearnedPolicyResult, PolicyValue } from "../logged/result.ts";
import { schedulesOf } from "./asked.ts";
import type { Evidence } from "./evidence.ts";
import type { LoggedPlanning } from "./options.ts";
import type { Played, PlayedRun } from "./played.ts";
import type { LoggedFindings, PolicyFindings } from "./result.ts";
import type { ValueStrips } from "./value-strips.ts";

/** Plans from a log of actions: policies stand for learners, and what they lose is minus the reward that is estimated of them. */

/** An effective sample below this, or below this share of the rows, says nothing. */
export const FEW = { rows: 100, share: 0.01 };

export function isThin({ estimates }: Pick<PlayedRun, "estimates">): boolean {
  if (!estimates) return false;
  const { effectiveSample, rounds } = estimates;
  return !(effectiveSample >= FEW.rows && effectiveSample >= FEW.share * rounds);
}

/** @param columns of the model, the intercept included. */
export function playedPolicies(
  planning: LoggedPlanning,
  evaluated: EvaluationCheckpoint,
  columns: number,
): Played {
  const { source, rounds, total, interrupted, runs, passedOver } = evaluated;
  const schedules = schedulesOf(planning);
  const { panels, rows } = planning.replay;
  const owners = panels.flatMap(({ schedule, steps }) => steps.map(() => schedules[schedule]!));
  return {
    ...{ source, rounds, total, interrupted, columns },
    ...(passedOver !== undefined && { passedOver }),
    task: rows.task,
    loss: "minus the reward",
    runs: runs.map((run, i) => playedRun(planning, run, rounds, owners[i]!.steady)),
    baselines: schedules.map(() => null),
    comparator: null,
  };
}

function playedRun(
  { replay }: LoggedPlanning,
  { latency, effectiveLatency, stepSize, pending, prefix, suffix }: LearnedPolicyResult,
  rounds: number,
  steadyLatency: number | null,
): PlayedRun {
  const { stakes, value, epsilon } = replay;
  const last = (suffix.rounds > 0 ? suffix : prefix).doublyRobust.value;
  return {
    ...{ latency, effectiveLatency, stepSize, rounds, pending },
    prefixLoss: -prefix.doublyRobust.value,
    suffixLoss: -suffix.doublyRobust.value,
    figures: null,
    estimates: suffix,
    regret: null,
    // docs/rounds.md, 3
    bound: null,
    notCovered: "no theorem covers the regret of softmax policies",
    meaning:
      stakes === null || value === null
        ? null
        : meaning({
            ...{ rounds, latency, steadyLatency, epsilon, statedStakes: stakes, metStakes: 0 },
            ...{ rooted: false, regret: NaN, bound: null, value: value * rounds, gradient: 0, distance: 0 },
          }),
    diverged: Number.isFinite(last) ? null : { reason: "the estimate is not a finite number", round: rounds },
  };
}

/** @param fixed of each policy that does not learn, on the rows after the prefix. @param recommended index of the schedule it is compared with. */
export function loggedFindings(
  evidence: Evidence,
  kept: ValueStrips,
  evaluated: EvaluationCheckpoint,
  fixed: readonly PolicyValue[],
  recommended: number,
): LoggedFindings {
  const { judged, planning } = evidence;
  const findings = (
    policy: string,
    losses: () => Float64Array,
    estimates: PolicyValue | null,
  ): PolicyFindings => ({
    policy,
    value: judged ? evidence.mean(losses().map((loss) => -loss)) : null,
    advantage: judged ? evidence.difference(losses(), evidence.losses(recommended)) : null,
    estimates: judged ? estimates : null,
  });
  const { baseline } = (planning as LoggedPlanning).logged;
  return {
    baseline,
    actions: evaluated.actions,
    recommended,
    policies: [
      findings("the log itself", () => kept.log, null),
      ...evaluated.policies.map(({ policy }, i) => findings(policy, () => kept.policy(i), fixed[i]!)),
    ],
  };
}
