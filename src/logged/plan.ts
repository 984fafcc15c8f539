import { oneOf, realNumber } from "../check.ts";
import type { EvaluateOptions } from "../evaluate.ts";
import { gained } from "../losses/gained.ts";
import { softmax } from "../models/softmax.ts";
import { AUTO, type Caller, type Plan as ReplayPlan, planOf as replayPlan } from "../replay/plan.ts";
import { ogd } from "../updates/ogd.ts";
import { constant } from "../updates/steps.ts";
import { checkLogged, type Told, withoutRewards } from "./rows.ts";

/** A policy that does not learn: every action alike, or always the same one. */
export type FixedPolicy = "uniform" | { readonly always: string };

/** An evaluation with nothing left open. */
export interface Plan {
  /** How learners replay the log, whose outcomes are actions. */
  readonly replay: ReplayPlan;
  readonly told: () => Told;
  /** Names of the columns of rewards and of propensities. */
  readonly columns: readonly [reward: string, propensity: string];
  /** Names of the actions. */
  readonly actions: readonly string[];
  readonly policies: readonly FixedPolicy[];
  readonly learn: boolean;
  readonly baseline: number;
}

export function planOf(options: Omit<EvaluateOptions, "onProgress">, who: Caller = "evaluate"): Plan {
  const { log, policies = ["uniform"], learn = true, baseline = 0, update, ...rest } = options;
  checkLogged(who, log);
  const { rows, told } = withoutRewards(log);
  const actions = rows.classes!;
  for (const policy of policies) checkPolicy(who, policy, actions);
  realNumber(`${who}: baseline`, baseline, { least: -1e70, most: 1e70 });
  oneOf(`${who}: scale`, options.scale ?? "standard", ["standard", "none"]);
  const plan = replayPlan(
    {
      ...rest,
      rows,
      update: update ?? ogd({ step: constant(...AUTO), gradient: "stale" }),
    },
    who,
  );
  return {
    replay: { ...plan, model: softmax(), loss: gained() },
    told,
    columns: [log.rows.dense[0]!.name, log.rows.dense[1]!.name],
    actions,
    policies,
    learn,
    baseline,
  };
}

function checkPolicy(who: Caller, policy: FixedPolicy, actions: readonly string[]): void {
  if (policy === "uniform") return;
  if (typeof policy !== "object" || policy === null || typeof policy.always !== "string")
    throw new TypeError(
      `${who}: policies: expected "uniform" or { always: "an action" }, got ${String(policy)}`,
    );
  if (!actions.includes(policy.always)) {
    const some = `${actions.slice(0, 10).join(", ")}${actions.length > 10 ? ", ..." : ""}`;
    throw new RangeError(
      `${who}: policies: no support: action "${policy.always}" was never taken in the log, so nothing is known of it (${some})`,
    );
  }
}
