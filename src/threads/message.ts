import type { Failure } from "../data/parcel.ts";
import type { Play, Standing } from "../simulate/play.ts";

/** What crosses between a thread that plays and the one that asked for it. Each play has a port of its own. */

/** Asks a thread for a play. */
export interface Job {
  readonly play: Play;
  readonly port: MessagePort;
  /** It was called off before it began. */
  readonly stopped: boolean;
}

/** To the thread: another standing may be sent; or the play is to end where it is. */
export type Order = "more" | "stop";

/** From the thread, how far a pass is; */
export interface Progressed {
  readonly rounds: number;
  readonly pass: number;
}

/** where the replicates of the play stand, what was thrown, or that it is over. */
export type Delivery = { readonly standings: readonly Standing[] } | Failure | "end";

/** Standings that a thread may be ahead of whoever takes them. */
export const AHEAD = 4;
