import { P_SEEN, P_UNTIL } from "../assembly/layout.ts";
import { segmenter } from "../src/engine/segments.ts";
import { pipelined } from "../src/schedules/pipelined.ts";
import { blockFor, openPanel } from "./panel.ts";
import { blockOf, type Rows } from "./rows.ts";
import { table } from "./table.ts";
import { median } from "./timing.ts";

/** Where the time of a panel goes: nanoseconds a row in each stage that a session runs on a block. */
export type Parts = readonly (readonly [stage: string, nanoseconds: number])[];

/**
 * Plays all rows `repeat` times, stage by stage as Session.play does, with a clock between the stages. The median of all blocks: those in
 * which another process had the core do not count.
 */
export async function parts(rows: Rows, repeat: number): Promise<Parts> {
  await pass(rows);
  const stages = new Map<string, number[]>();
  for (let r = 0; r < repeat; r++)
    for (const [stage, blocks] of await pass(rows))
      stages.set(stage, [...(stages.get(stage) ?? []), ...blocks]);
  return [...stages].map(([stage, blocks]) => [stage, median(blocks)]);
}

/** Nanoseconds a row of each stage in each block. */
async function pass(rows: Rows): Promise<Map<string, number[]>> {
  const { session, panel } = await openPanel({ dense: rows.d });
  const { kernels, run, memory } = session;
  const [at, table] = [run.table.address, panel.table.address];
  const loops = kernels.loops("logistic", "logistic");
  const fill = segmenter(kernels, pipelined(1));
  const block = blockOf(rows);
  const stages: [string, (from: number, n: number) => void][] = [
    ["write rows into the ring", (from, n) => run.write(block, from, n, from, session.oldest(from))],
    ["untrained model", (from, n) => loops.untrained(at, 0, run.sums, from, n)],
    [
      "schedule",
      (from, n) => fill(memory, from, n, panel.table.pointer(P_UNTIL), panel.table.pointer(P_SEEN)),
    ],
    ["play", (from, n) => loops.play(at, table, 0, from, n, 0)],
    ["accounts", (from, n) => kernels.accounts_add(at, table, from, n)],
  ];
  const blocks = new Map(stages.map(([stage]) => [stage, [] as number[]]));
  const most = blockFor(rows.d);
  for (let from = 0; from < rows.n; from += most) {
    const n = Math.min(most, rows.n - from);
    session.reserve(from, n);
    for (const [stage, work] of stages) {
      const start = performance.now();
      work(from, n);
      blocks.get(stage)!.push(((performance.now() - start) * 1e6) / n);
    }
  }
  return blocks;
}

export function formatParts(list: Parts): string {
  const whole = list.reduce((sum, [, ns]) => sum + ns, 0);
  const lines = list.map(([stage, ns]) => [
    stage,
    ns.toFixed(1),
    (ns / 8).toFixed(2),
    `${((100 * ns) / whole).toFixed(0)} %`,
  ]);
  return table(
    ["stage", "ns a row", "ns a learner-row", "share"],
    [...lines, ["all", whole.toFixed(1), (whole / 8).toFixed(2), ""]],
  );
}
