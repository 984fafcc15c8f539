import { simulate, type SimulateOptions } from "../src/simulate.ts";

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
