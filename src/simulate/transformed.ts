import { within } from "../certificate/staleness.ts";
import { shown } from "../check.ts";
import { bestLinearMap, bestSwaps } from "../comparators/best-transformed.ts";
import { pairsOf } from "../engine/panel.ts";
import type { Phase } from "../engine/phase.ts";
import type { Loss } from "../losses/loss.ts";
import type { LearnerResult, Transformed } from "../result.ts";
import type { Stream } from "../streams/stream.ts";
import type { Plan } from "./plan.ts";

/** Regret against the best transformed model: whether it can be had, and what it is. */

/** Pairs of actions, over all contexts, that fit into 16 MiB; pairs of features whose singular values take some milliseconds. */
const MOST_ACTIONS = 65_536;
const MOST_FEATURES = 4096;

export function transformedFor(
  who: string,
  wanted: boolean = false,
  stream: Stream,
  { label, task }: Loss,
): boolean {
  if (typeof wanted !== "boolean")
    throw new TypeError(`${who}: transformed: expected true or false, got ${shown(wanted)}`);
  if (!wanted) return false;
  if (task !== "choices" && task !== "utilities")
    throw new RangeError(
      `${who}: transformed: expected a policy or a linear loss beside it, got the ${label}`,
    );
  const [most, what] =
    task === "choices"
      ? [MOST_ACTIONS, "pairs of actions in contexts"]
      : [MOST_FEATURES, "pairs of features"];
  const pairs = pairsOf(stream);
  if (pairs > most)
    throw new RangeError(`${who}: transformed: expected at most ${most} ${what}, got ${pairs}`);
  return true;
}

export function transformedOf(
  { stream, model }: Plan,
  { loss, transformed }: Phase,
  { certificate }: LearnerResult,
): Transformed {
  if (stream.actions === 0)
    return {
      ...{ swapRegret: null, internalRegret: null, swapBound: null, holds: null },
      linearRegret: bestLinearMap(loss, transformed!),
    };
  const best = bestSwaps(transformed!, stream.actions);
  // the bound on the regret of the fixed point is one on its swap regret, which is no less
  const swapBound = model.name === "swap" ? (certificate?.bound ?? null) : null;
  const holds = swapBound === null ? null : within(best.swapRegret, swapBound);
  return { ...best, swapBound, holds, linearRegret: null };
}
