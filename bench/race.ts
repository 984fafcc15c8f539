import { millions, table } from "./table.ts";
import { cpuSeconds, median } from "./timing.ts";

/** The same work done by this engine and by its peers, in turn, and what each of them makes of it. */

export interface Timed {
  /** CPU seconds of the whole run. */
  readonly seconds: number;
  /** A number that all must agree on: total loss, or regret. */
  readonly checksum: number;
}

export interface Peer {
  readonly name: string;
  readonly learners: number;
  /** Largest relative difference of its checksum from the engine's that its arithmetic allows. */
  readonly tolerance: number;
  /** Each call runs twice and times the second run: a processor that has waited, for another's process, say, is slow at first. */
  readonly run: () => Timed | Promise<Timed>;
}

/** Operations and their order are the engine's; elsewhere sums are added in another order, fused, or of other exp and ln. */
export const SAME_BITS = 0;
export const SAME_TO_ROUNDING = 1e-9;

export interface Result {
  readonly peer: Peer;
  /** Learner-rounds a CPU second: median. */
  readonly rate: number;
  readonly checksum: number;
}

/** The second of two runs in this process. `ready` prepares one, which returns its checksum. */
export function twice(ready: () => Work | Promise<Work>): () => Promise<Timed> {
  return async () => {
    await (
      await ready()
    )();
    const work = await ready();
    let checksum = NaN;
    const seconds = await cpuSeconds(async () => {
      checksum = await work();
    });
    return { seconds, checksum };
  };
}

type Work = () => number | Promise<number>;

/** Every peer once to warm up, then `repeat` times in turn. */
export async function race(peers: readonly Peer[], rounds: number, repeat: number): Promise<Result[]> {
  const times: number[][] = peers.map(() => []);
  const checksums = peers.map(() => NaN);
  for (let r = 0; r <= repeat; r++) {
    for (const [i, peer] of peers.entries()) {
      const { seconds, checksum } = await peer.run();
      if (r > 0) times[i]!.push(seconds);
      checksums[i] = checksum;
    }
  }
  return peers.map((peer, i) => ({
    peer,
    rate: (rounds * peer.learners) / median(times[i]!),
    checksum: checksums[i]!,
  }));
}

/** Prints all results against the first, the engine's; exit code 1 where a checksum differs. */
export function printRace(title: string, unit: string, checksum: string, results: readonly Result[]): void {
  const [engine] = results;
  const difference = (result: Result) => Math.abs(result.checksum / engine!.checksum - 1);
  const lines = results.map((result) => [
    result.peer.name,
    millions(result.rate),
    (1e9 / result.rate).toFixed(2),
    `${(engine!.rate / result.rate).toFixed(2)} x`,
    result.checksum.toPrecision(15),
    difference(result).toExponential(1),
  ]);
  const head = ["", `${unit}s/s`, "ns each", "this engine is", checksum, "difference"];
  console.log(`\n${title}\n\n${table(head, lines)}\n`);
  const wrong = results.filter((result) => !(difference(result) <= result.peer.tolerance));
  for (const { peer } of wrong)
    console.log(
      `${checksum}: ${peer.name} is NOT EQUAL (allowed: ${peer.tolerance === 0 ? "no bit" : peer.tolerance})`,
    );
  if (wrong.length > 0) process.exitCode = 1;
  else console.log(`${checksum}: all agree that have to`);
}

/** Prints how the engine compares with one of the results, and with what is aimed at. */
export function verdict(results: readonly Result[], name: string, target: number): void {
  const other = results.find(({ peer }) => peer.name.startsWith(name));
  if (!other) return;
  const ratio = results[0]!.rate / other.rate;
  console.log(
    `against ${other.peer.name}: ${ratio.toFixed(2)} x, target ${target} x: ${ratio >= target ? "met" : "MISSED"}`,
  );
}
