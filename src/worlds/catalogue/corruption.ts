import { realNumber, wholeNumber } from "../../check.ts";

/**
 * Regret where the training process is corrupted: on T_c rounds the learner is given any gradient g~ of norm at most G instead of g. Its
 * bound is true of the gradients it was given, and Σ <g - g~, x - u> <= 2 G D T_c with D the diameter of the set of weights, so that
 *
 *     regret <= bound + 2 ρ T_c,   ρ = G D.
 *
 * The √T guarantee is lost once T_c grows faster than √T; tampering that keeps itself up from round t0 has T_c = T - t0. (Post,
 * section 1: AI systems that "can't corrupt the training process quickly".)
 *
 * @param bound regret bound with the gradients given, >= 0, such as R0²/(2η) + η G² (T/2 + Δ).
 * @param stakes ρ >= 0.
 * @param corrupted T_c, rounds.
 */
export function corruptionBound({
  bound,
  stakes,
  corrupted,
}: {
  readonly bound: number;
  readonly stakes: number;
  readonly corrupted: number;
}): number {
  realNumber("corruptionBound: bound", bound, { least: 0 });
  realNumber("corruptionBound: stakes", stakes, { least: 0 });
  wholeNumber("corruptionBound: corrupted", corrupted, 0);
  return bound + 2 * stakes * corrupted;
}
