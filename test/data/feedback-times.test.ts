import { describe, expect, test } from "vitest";
import { openLog } from "../../src/data/open.ts";
import { replay } from "../../src/replay.ts";
import type { ReplayCheckpoint } from "../../src/result.ts";
import { periodic } from "../../src/schedules/periodic.ts";
import { pipelined } from "../../src/schedules/pipelined.ts";
import { bytes } from "./collect.ts";
import { stampedLog } from "./stamped-log.ts";

/** Times of feedback are learned by like the delays in rows that they come to. */

const { time, feedback, x, y } = stampedLog(1500, 8);
const ROWS = time.length;

/** Rows until the feedback on each row is there; what the log ends before is still on its way; Infinity where it never comes. */
const DELAYS = feedback.map((there, row) => {
  if (there === Infinity) return Infinity;
  const ready = time.findIndex((at, s) => s > row && at >= there);
  return (ready < 0 ? ROWS : ready) - row;
});

/** The log with both: times at which rows are decided on, so that nothing comes between two rows in an order of its own. */
const LOG = bytes(
  `at,paid,wait,x,y\n${DELAYS.map((delay, row) => {
    const there = time[row + delay] ?? time.at(-1)! + 1;
    const [paid, wait] = delay === Infinity ? ["", ""] : [there, delay];
    return `${time[row]},${paid},${wait},${x[row]},${y[row]}\n`;
  }).join("")}`,
);

async function played(
  columns: { delay: string } | { time: string; feedback?: string },
): Promise<ReplayCheckpoint> {
  const rows = await openLog(LOG, { target: "y", features: "x", ...columns });
  let last: ReplayCheckpoint | undefined;
  const schedules = [pipelined(1), pipelined(50), periodic(20)];
  for await (const checkpoint of replay({ rows, schedules })) last = checkpoint;
  return last!;
}

describe("learning by times of feedback", () => {
  test("the same numbers to the bit as by the delays that they come to, feedback out of order", async () => {
    expect(DELAYS.some((delay, row) => row + delay < row - 1 + DELAYS[row - 1]!)).toBe(true);
    const byTimes = await played({ time: "at", feedback: "paid" });
    expect(byTimes).toEqual(await played({ delay: "wait" }));
    const atOnce = await played({ time: "at" });
    expect(atOnce.runs[0]!.meanLoss).not.toBe(byTimes.runs[0]!.meanLoss);
  });
});
