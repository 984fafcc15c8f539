import type { Pitfall, PlanResult } from "./result.ts";
import { edgeOfPeriods, noModel, notToldApart, prefixUnlikeSuffix, shortPrefix } from "./pitfalls/choice.ts";
import { hindsight, notMonotone, seasonal } from "./pitfalls/curve.ts";
import { baselineBetter, diverged, edgeOfGrid, oneStepSize } from "./pitfalls/learners.ts";
import { policyBetter, propensities, smallSample } from "./pitfalls/policies.ts";
import { shiftsUnseen } from "./pitfalls/shifts.ts";
import { exogenous, stakesExceeded, stakesUnseen } from "./pitfalls/log.ts";

/** What a rule is told: everything that a plan says but its pitfalls. */
export type Findings = Omit<PlanResult, "pitfalls">;

/** A way to misread a plan: null where its numbers do not show it. */
export type Rule = (findings: Findings) => Pitfall | null;

/** In the order of how much they can mislead. */
const RULES: readonly Rule[] = [
  exogenous,
  smallSample,
  propensities,
  stakesExceeded,
  shiftsUnseen,
  baselineBetter,
  policyBetter,
  noModel,
  prefixUnlikeSuffix,
  edgeOfPeriods,
  notToldApart,
  notMonotone,
  seasonal,
  hindsight,
  edgeOfGrid,
  oneStepSize,
  diverged,
  shortPrefix,
  stakesUnseen,
];

/** Those that apply to a plan. */
export function pitfallsOf(findings: Findings): Pitfall[] {
  return RULES.flatMap((rule) => rule(findings) ?? []);
}
