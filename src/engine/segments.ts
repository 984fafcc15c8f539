import type { Deployment, PlayedSchedule } from "../schedules/schedule.ts";
import type { Kernels } from "../wasm/kernels.ts";
import type { EngineMemory } from "../wasm/memory.ts";

/**
 * Writes a schedule as the two integer columns that the kernels read: each segment of rounds [from, from + n) ends before
 * round UNTIL and is decided by weights that have learned SEEN rounds, both relative to `from`. Keeps its place between blocks.
 */
export type Segmenter = (memory: EngineMemory, from: number, n: number, until: number, seen: number) => void;

export function segmenter(kernels: Kernels, { rule }: PlayedSchedule): Segmenter {
  if ("kernel" in rule) {
    const fill = kernels[`schedule_${rule.kernel}`];
    return (_, from, n, until, seen) => void fill(from, n, until, seen, rule.a, rule.b);
  }
  return fromDeployments(rule.deployments());
}

function fromDeployments(sequence: Iterator<Deployment>): Segmenter {
  let last: Deployment = { round: 0, learned: 0 };
  const after = (previous: Deployment): Deployment => {
    const { done, value } = sequence.next();
    if (done === true) return { round: Infinity, learned: previous.learned };
    check(value, previous);
    return value;
  };
  let next = after(last);
  return (memory, from, n, until, seen) => {
    const ends = memory.i32(until, n);
    const goals = memory.i32(seen, n);
    for (let t = 0, segment = 0; t < n; segment++) {
      // the last of several deployments before the same round counts
      while (next.round <= from + t + 1) [last, next] = [next, after(next)];
      goals[segment] = last.learned - from;
      t = ends[segment] = Math.min(n, next.round - 1 - from);
    }
  };
}

function check(deployment: Deployment, last: Deployment): void {
  if (typeof deployment !== "object" || deployment === null)
    throw new TypeError(`deployments: expected { round, learned }, got ${String(deployment)}`);
  const { round, learned } = deployment;
  const fine =
    Number.isSafeInteger(round) &&
    Number.isSafeInteger(learned) &&
    round >= last.round &&
    learned >= last.learned &&
    learned >= 0 &&
    learned < round;
  if (!fine) {
    throw new RangeError(
      `deployments: expected rounds that increase and 0 <= learned < round that never decreases, ` +
        `got round ${round}, learned ${learned} after round ${last.round}, learned ${last.learned}`,
    );
  }
}
