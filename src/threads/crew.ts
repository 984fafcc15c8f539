import { hostThreads } from "../data/host.ts";
import { browserCrew } from "./crew-browser.ts";
import { nodeCrew } from "./crew-node.ts";

/** Threads that were started to play, each behind a port (`attend.ts`). */
export interface Crew {
  readonly ports: readonly MessagePort[];
  /** Whether the process stays alive for their sake: while somebody waits for them, and else not. */
  readonly keepAlive: (yes: boolean) => void;
  /** Ends the threads, whatever they are doing. */
  readonly end: () => void;
}

/** Null where threads cannot be started: in bundles for Node, or where the host forbids it. */
export async function startCrew(size: number): Promise<Crew | null> {
  try {
    return await (hostThreads() === undefined ? browserCrew(size) : nodeCrew(size));
  } catch {
    return null;
  }
}
