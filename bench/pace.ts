import type { RowBlock } from "../src/data/rows.ts";
import { simulate, type SimulateOptions } from "../src/simulate.ts";
import { BLOCK, openPanel, type Setting } from "./panel.ts";
import { cpuSeconds } from "./timing.ts";

/** How long a decision takes in the quietest stretches of a run, so that what else the machine does is left out. */

/** CPU milliseconds of a stretch of a simulation. */
const STRETCH = 50;

/** Least CPU nanoseconds a decision over the stretches of a simulation between rounds `from` and `to`. */
export async function pace(options: SimulateOptions, from: number, to: number = Infinity): Promise<number> {
  let least = Infinity;
  let last = { rounds: 0, cpu: 0 };
  const onProgress = (rounds: number): void => {
    const { user, system } = process.cpuUsage();
    const cpu = (user + system) / 1e3;
    if (last.rounds >= from && cpu - last.cpu < STRETCH) return;
    if (last.rounds >= from && rounds <= to && rounds > last.rounds)
      least = Math.min(least, ((cpu - last.cpu) * 1e6) / (rounds - last.rounds));
    last = { rounds, cpu };
  };
  const checkpoints = simulate({ ...options, onProgress });
  for await (const { done } of checkpoints) if (done) break;
  return least;
}

/** Blocks by which everything is compiled: V8 makes a kernel's entry anew when it has been called 1,000 times. */
const WARM = 1100;

/**
 * CPU nanoseconds a decision in each of `count` stretches of `blocks` blocks of a panel that is given one block of rows over and
 * over, after it has warmed up on another.
 */
export async function stretches(
  setting: Setting,
  { warm, then }: { readonly warm: RowBlock; readonly then: RowBlock },
  { count, blocks }: { readonly count: number; readonly blocks: number },
): Promise<number[]> {
  const { session } = await openPanel(setting);
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
