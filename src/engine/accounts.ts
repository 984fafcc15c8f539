import { readTrace, type Trace } from "../certificate/trace.ts";
import type { Panel } from "./panel.ts";
import { type Phase, readPhase } from "./phase.ts";
import type { ExceededStakes } from "../result.ts";
import type { Session } from "./session.ts";

/** What the accounts of a panel say at a stop: plain data, apart from the kernels' memory, that may go to another thread. */
export interface PanelAccounts {
  /** Rounds learned. */
  readonly learned: number;
  /** Σ (s - 1 - a(s)), and the largest s - a(s), over the rounds played. */
  readonly staleness: number;
  readonly latency: number;
  /** What the bound of a run in f32 needs to know of its rows; null in f64. */
  readonly single: Panel["single"];
  /** Of each learner, since its accounts were started. */
  readonly phases: readonly Phase[];
  /** Of each learner, as if it had also learned what is pending. */
  readonly traces: readonly Trace[];
  /** Of each learner, where the stakes stated were first exceeded; null where they were not, or none were stated. */
  readonly exceeded: readonly (ExceededStakes | null)[];
}

/** Sums over rounds that are the same for every panel. */
export type Totals = ReturnType<Session["totals"]>;

/** @param since rounds played before the accounts were started. */
export function readAccounts(session: Session, panel: Panel, rounds: number, since: number): PanelAccounts {
  const learners = [...panel.rules.steps.keys()];
  const { learned, staleness, latency } = panel;
  const visit = () => learners.map((lane) => readTrace(panel, lane));
  return {
    learned,
    staleness,
    latency,
    single: panel.single,
    phases: learners.map((lane) => readPhase(panel, lane, rounds - since)),
    // without a certificate there is nothing to be learned from what is pending
    traces: panel.rules.certify ? session.ahead(panel, rounds, visit) : visit(),
    exceeded: learners.map((lane) => session.watch?.found(panel, lane) ?? null),
  };
}
