import type { RowBlock, RowSource } from "../src/data/rows.ts";
import { replay } from "../src/replay.ts";
import { pipelined } from "../src/schedules/pipelined.ts";
import { ogd } from "../src/updates/ogd.ts";
import { constant } from "../src/updates/steps.ts";
import { steps } from "./panel.ts";
import { blockOf, rowsOf } from "./rows.ts";
import { cpuSecondsOf } from "./timing.ts";

/** Feedback at a time of its own: what it costs that rows wait for it in a heap and are learned in the order in which it arrives. */

const ROWS = 8192;
const BLOCKS = 48;

/** CPU seconds of a replay. @param delay of a row, in rows. @param latency of the schedule. */
export function waiting(delay: ((row: number) => number) | null, latency: number): () => Promise<number> {
  const block = blockOf(rowsOf(ROWS, 16));
  const rows = sourceOf((first) =>
    delay ? { ...block, delay: Float64Array.from({ length: ROWS }, (_, i) => delay(first + i)) } : block,
  );
  const update = ogd({ step: constant(...steps(0.005)) });
  return () =>
    cpuSecondsOf(async () => {
      for await (const { done } of replay({ rows, update, scale: "none", schedules: [pipelined(latency)] }))
        if (done) break;
    });
}

function sourceOf(at: (first: number) => RowBlock): RowSource {
  // made beforehand, so that only the replay is timed
  const made = Array.from({ length: BLOCKS }, (_, i) => at(i * ROWS));
  return {
    name: "rows in memory",
    rows: ROWS * BLOCKS,
    dense: Array.from({ length: 16 }, (_, j) => ({ name: `x${j}`, scalable: false })),
    task: "classification",
    sparseColumns: () => 0,
    sparseName: String,
    async *blocks() {
      yield* made;
    },
  };
}
