import { LANES } from "../wasm/variants.ts";
import { type Plan, portable } from "./plan.ts";
import { copiesOf } from "./policy.ts";

/** How many replicates are played side by side. */

/**
 * Sizes of the groups in which `players` players play n replicates: as few groups as the lanes of a panel allow, the same number
 * for each player, and all of about one size. Groups of one where rows of their own do not pay.
 */
export function groupSizes(n: number, players: number, plan: Plan): number[] {
  const groups = players * Math.ceil(n / (players * LANES[plan.precision]));
  const size = Math.ceil(n / groups);
  const each = pays(size, plan) ? size : 1;
  return Array.from({ length: Math.ceil(n / each) }, (_, i) => Math.min(each, n - i * each));
}

/** Bytes that rows, and slopes of each learner's panel, may take while they wait to be learned. */
const ROOM = 2 ** 28;
/** Learners of one replicate, for each lane that a group fills, from which on their panels cost more than drawing together saves. */
const MOST = 5 / 8;

/**
 * Whether a group of `size` is faster than one replicate after the other, and has room. A panel costs about the same whatever
 * its lanes play: alone a replicate has one for eight learners, in a group there is one for each learner, for all replicates.
 * Kernels of a caller's own, and those with relaxed arithmetic, are not built for it, and a sequence of deployments begins anew for
 * each replicate.
 */
function pays(size: number, plan: Plan): boolean {
  const { panels, stream, model, estimator, rounds, precision, relaxed, engine } = plan;
  const learners = panels.reduce((sum, { steps }) => sum + steps.length, 0);
  const scores = Math.max(1, stream.actions) * copiesOf(model.name, stream);
  // directions of their own take as much room as features
  const row = stream.features * (estimator?.perturbation?.of === "weights" ? 2 : 1);
  const latency = Math.max(...panels.map(({ schedule }) => schedule.latency(rounds) ?? rounds));
  return (
    size > 1 &&
    engine === undefined &&
    !relaxed &&
    portable(plan) === panels.length &&
    learners <= MOST * size * panels.length &&
    latency * (row + scores * learners) * LANES[precision] * 8 <= ROOM
  );
}
