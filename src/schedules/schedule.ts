/**
 * When weights go live. The model that decides round s (counted from 1) has learned from the data of rounds 1..a(s), with
 * a(s) <= s - 1 and never decreasing; s - a(s) is the latency at round s. docs/rounds.md has the definitions.
 */

/** Before round `round` is decided, weights go live that have learned rounds 1..`learned`. Rounds count from 1. */
export interface Deployment {
  readonly round: number;
  readonly learned: number;
}

export interface Schedule {
  /** As it would be written in code, for example `pipelined(100)`. */
  readonly name: string;
  /** The number it is known by: the latency k, the period p, or NaN where there is none. */
  readonly label: number;
  /** A rule the kernels know, with its two parameters; or a sequence of deployments in increasing round. */
  readonly rule: KernelRule | { readonly deployments: () => Iterator<Deployment> };
  /** Largest latency s - a(s) within the first `rounds` rounds, where it is known beforehand. */
  readonly latency: (rounds: number) => number | undefined;
  /** Total staleness Δ = Σ (s - 1 - a(s)) over `rounds` rounds, where it is known beforehand. */
  readonly staleness: (rounds: number) => number | undefined;
  /** Effective latency in the long run, lim 1 + Δ/T; null where there is none, or none known beforehand. */
  readonly steady: number | null;
  /** Most items that a retraining learns, the newest; default all that came up. Replays only, in f64; no theorem covers it. */
  readonly job?: number;
}

/** What of a schedule is played: plain data, where the kernels know its rule. */
export type PlayedSchedule = Pick<Schedule, "name" | "rule">;

export interface KernelRule {
  readonly kernel: "pipelined" | "periodic" | "growing";
  readonly a: number;
  readonly b: number;
}

/** Rows are addressed by 32-bit numbers: no model can be more rounds behind than this. */
export const LARGEST_LATENCY: number = 2 ** 31 - 1;
