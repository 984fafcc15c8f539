import { readTrace, type Trace } from "../certificate/trace.ts";
import type { Panel } from "./panel.ts";
import { type Phase, readPhase } from "./phase.ts";
import type { ExceededStakes } from "../result.ts";
import { type Life, readLife } from "../live/life.ts";
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
  /** Of each learner, where it stands in its world; only where there is one. */
  readonly lives?: readonly Life[];
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
    ...(panel.lives > 0 && {
      lives: learners.map((lane) => readLife(panel.life(lane), panel.starts[lane]!)),
    }),
  };
}

/** What a panel of a replicate's own would say, from panels with one learner each, a lane for each replicate. */
export function accountsOfReplicate(learners: readonly PanelAccounts[], replicate: number): PanelAccounts {
  const [first] = learners as readonly [PanelAccounts];
  return {
    ...first,
    phases: learners.map(({ phases }) => phases[replicate]!),
    traces: learners.map(({ traces }) => traces[replicate]!),
    exceeded: learners.map(({ exceeded }) => exceeded[replicate]!),
    ...(first.lives && { lives: learners.map(({ lives }) => lives![replicate]!) }),
  };
}
