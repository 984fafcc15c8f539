import type { RowBlock } from "../src/data/rows.ts";
import { BLOCK, openPanel, type Setting } from "./panel.ts";
import { blockOf, type Rows, rowsOf } from "./rows.ts";
import { cpuSeconds, median } from "./timing.ts";

/** Runs in which something decays towards 0, and would become denormal: whether any stretch of them is slow. */

const TIMES = 5;
/** Rounds of a run of which something decays, in stretches of about 25,000. */
const DECAY = { count: 40, blocks: 25 } as const;

/**
 * The slowest stretch of a run in which something decays, over a usual stretch of one in which nothing does. A stretch's time is
 * its least in several runs: what slows it down must do so every time. It decays under rows of which every feature is x and the outcome 0.
 */
export async function decaying(setting: Setting, x: number): Promise<number> {
  const noise = blockOf(rowsOf(BLOCK, setting.dense));
  const last = equalRows(setting.dense, x);
  const [runs, usual]: [number[][], number[][]] = [[], []];
  for (let i = 0; i < TIMES; i++) {
    usual.push(await stretches(setting, { warm: noise, then: noise }, DECAY));
    runs.push(await stretches(setting, { warm: noise, then: blockOf(last) }, DECAY));
  }
  const least = (all: readonly number[][]) => all[0]!.map((_, i) => Math.min(...all.map((each) => each[i]!)));
  return Math.max(...least(runs)) / median(least(usual));
}

/** A block of equal rows of d features x. */
const equalRows = (d: number, x: number): Rows => ({
  n: BLOCK,
  d,
  x: new Float64Array(BLOCK * d).fill(x),
  y: new Float64Array(BLOCK),
});

/** Blocks by which everything is compiled: V8 makes a kernel's entry anew when it has been called 1,000 times. */
const WARM = 1100;

/**
 * CPU nanoseconds a decision in each of `count` stretches of `blocks` blocks of a panel that is given one block of rows over and
 * over, after it has warmed up on another.
 */
async function stretches(
  setting: Setting,
  { warm, then }: { readonly warm: RowBlock; readonly then: RowBlock },
  { count, blocks }: { readonly count: number; readonly blocks: number },
): Promise<number[]> {
  const { session } = await openPanel({ ...setting, block: BLOCK });
  let round = 0;
  const play = (rows: RowBlock, times: number): void => {
    for (let i = 0; i < times; i++, round += BLOCK) {
      session.reserve(round, BLOCK);
      session.run.write(rows, 0, BLOCK, round, session.oldest(round));
      session.play(round, BLOCK);
    }
  };
  play(warm, WARM);
  const seconds: number[] = [];
  for (let i = 0; i < count; i++) seconds.push(await cpuSeconds(() => play(then, blocks)));
  return seconds.map((each) => (each * 1e9) / (blocks * BLOCK));
}
