import { describe, expect, test } from "vitest";
import { openLog } from "../../src/data/open.ts";
import { replay } from "../../src/replay.ts";
import type { ReplayCheckpoint } from "../../src/result.ts";
import { periodic } from "../../src/schedules/periodic.ts";
import { pipelined } from "../../src/schedules/pipelined.ts";
import { bytes } from "./collect.ts";
import { stampedLog, type StampedLog } from "./stamped-log.ts";

/** Times of feedback are learned by like the delays in rows that they come to. */

const LOG = stampedLog(3000, 8);

/** The same orders with delays in rows in the place of times; empty where feedback never comes. */
function withDelays({ time, feedback, x, y }: StampedLog): Uint8Array {
  const delays = feedback.map((there, row) => {
    if (there === Infinity) return "";
    const ready = time.findIndex((at, s) => s > row && at >= there);
    // what the log ends before is still on its way
    return (ready < 0 ? time.length : ready) - row;
  });
  return bytes(`wait,x,y\n${delays.map((delay, row) => `${delay},${x[row]},${y[row]}\n`).join("")}`);
}

async function played(source: Uint8Array, columns: { delay: string } | { time: string; feedback: string }) {
  const rows = await openLog(source, { target: "y", features: "x", name: "log", ...columns });
  let last: ReplayCheckpoint | undefined;
  const schedules = [pipelined(1), pipelined(50), periodic(20)];
  for await (const checkpoint of replay({ rows, schedules })) last = checkpoint;
  return last!;
}

// needs an engine that knows of times
describe.skip("learning by times of feedback", () => {
  test("the same numbers to the bit as by the delays that they come to, feedback out of order", async () => {
    const there = LOG.feedback.filter((at) => at !== Infinity);
    expect(there.some((at, i) => i > 0 && at < there[i - 1]!)).toBe(true);
    const byTimes = await played(LOG.sources["CSV"] as Uint8Array, { time: "at", feedback: "paid" });
    const byDelays = await played(withDelays(LOG), { delay: "wait" });
    expect(byTimes).toEqual(byDelays);
    const atOnce = await played(LOG.sources["CSV"] as Uint8Array, { time: "at", feedback: "at" });
    expect(atOnce.runs[0]!.meanLoss).not.toBe(byTimes.runs[0]!.meanLoss);
  });
});
