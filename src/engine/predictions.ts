import { I_ROW_MASK, P_OUTPUT, P_SEEN, P_UNTIL, P_Y } from "../../assembly/layout.ts";
import type { EngineMemory } from "../wasm/memory.ts";
import { LANES } from "../wasm/variants.ts";
import type { Panel } from "./panel.ts";
import type { Session } from "./session.ts";

/** What one learner predicted in a block of rounds, and what it had learned from by then. Arrays are the caller's to keep. */
export interface Predictions {
  readonly schedule: string;
  readonly stepSize: number;
  /** The first round of the block, counted from 1. */
  readonly round: number;
  /** (n,) outputs: probabilities, or predicted values. */
  readonly predictions: Float64Array;
  /** (n,) */
  readonly outcomes: Float64Array;
  /** (n,) a(s): rounds the model that decided had learned from. */
  readonly seen: Float64Array;
  /** (n,) what the rows are called in their log; null where it was opened without ids. */
  readonly ids: readonly string[] | null;
}

/** What the n rows that were made ready last are called; null where nobody asked. */
export type IdsOf = (n: number) => readonly string[] | null;

/** Reads the predictions of every learner from the block just played by its panel. */
export function predictionsOf(
  session: Session,
  idsOf: IdsOf,
  report: (predictions: Predictions) => void,
): (panel: Panel, from: number, n: number) => void {
  const { memory, run } = session;
  return (panel, from, n) => {
    const { precision } = run.shape;
    const lanes = LANES[precision];
    const outputs = memory[precision](run.table.pointer(P_OUTPUT), n * lanes);
    const mask = run.table.integer(I_ROW_MASK);
    const ring = memory.f64(run.table.pointer(P_Y), mask + 1);
    const outcomes = Float64Array.from({ length: n }, (_, t) => ring[(from + t) % (mask + 1)]!);
    const { table } = panel;
    const seen = seenRounds(memory, table.pointer(P_UNTIL), table.pointer(P_SEEN), from, n);
    const ids = idsOf(n);
    panel.rules.steps.forEach((stepSize, lane) =>
      report({
        schedule: panel.rules.schedule.name,
        stepSize,
        round: from + 1,
        predictions: Float64Array.from({ length: n }, (_, t) => outputs[t * lanes + lane]!),
        outcomes,
        seen,
        ids,
      }),
    );
  };
}

/** (n,) rounds learned before each of rounds [from, from + n), from a schedule's columns at these addresses. */
export function seenRounds(
  memory: EngineMemory,
  ends: number,
  counts: number,
  from: number,
  n: number,
): Float64Array {
  const until = memory.i32(ends, n);
  const goals = memory.i32(counts, n);
  const seen = new Float64Array(n);
  for (let t = 0, segment = 0; t < n; segment++) {
    seen.fill(from + goals[segment]!, t, until[segment]!);
    t = until[segment]!;
  }
  return seen;
}
