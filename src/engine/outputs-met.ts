import {
  I_ROW_MASK,
  P_CONTEXT,
  P_EXPECTED,
  P_LOSS,
  P_LOSS_0,
  P_LOSS_U,
  P_U,
  P_Z,
} from "../../assembly/layout.ts";
import type { ExceededStakes, OutputMet } from "../result.ts";
import { LANES } from "../wasm/variants.ts";
import type { Session } from "./session.ts";

/** Two outputs of a round, and by how much their losses differ. */
export type Difference = Omit<ExceededStakes, "round">;

/** The state or context of a lane in round t of the block that begins with round `from`; `lanes`: how many have rows of their own. */
export function contextOf(
  { memory, run: { table } }: Session,
  from: number,
  t: number,
  lanes = 1,
  lane = 0,
): number {
  const ring = (from + t) % (table.integer(I_ROW_MASK) + 1);
  return memory.f64(table.pointer(P_CONTEXT), (ring + 1) * lanes)[ring * lanes + lane]!;
}

/** The worst and the best action of round t in the block that begins with round `from`. */
export function extremeActions(stream: Session, from: number, t: number): Difference {
  const { memory, run, options } = stream;
  const { precision, actions, contexts } = options.shape;
  const all = memory[precision](run.table.pointer(P_EXPECTED), (t + 1) * actions).subarray(t * actions);
  const place = contexts && { context: contextOf(stream, from, t) };
  const output = (utility: number): OutputMet => ({
    of: "action",
    action: all.indexOf(utility),
    ...place,
    score: null,
    loss: 0 - utility,
  });
  const [worst, best] = [Math.min(...all), Math.max(...all)];
  return { difference: best - worst, outputs: [output(worst), output(best)] };
}

/** What the learner in a lane, the comparator and the untrained model did in round t of the block, two by two. */
export function outputsOf(
  learners: Session,
  stream: Session,
  lane: number,
  from: number,
  t: number,
): Difference[] {
  const learner = learnersOutput(learners, lane, t);
  const [comparator, untrained] = outputsBeside(stream, from, t);
  const pairs = [
    [learner, untrained],
    [learner, comparator],
    [comparator, untrained],
  ] as const;
  return pairs.map((outputs) => ({ difference: Math.abs(outputs[0].loss - outputs[1].loss), outputs }));
}

function learnersOutput({ memory, run: { table }, options }: Session, lane: number, t: number): OutputMet {
  const { precision } = options.shape;
  const at = t * LANES[precision] + lane;
  const score = memory[precision](table.pointer(P_Z), at + 1)[at]!;
  return { of: "learner", score, loss: memory.f64(table.pointer(P_LOSS), at + 1)[at]! };
}

function outputsBeside(
  { memory, run: { table }, against }: Session,
  from: number,
  t: number,
): readonly [OutputMet, OutputMet] {
  const number = (slot: number, at: number): number => memory.f64(table.pointer(slot) + at * 8, 1)[0]!;
  const ring = (from + t) % (table.integer(I_ROW_MASK) + 1);
  const score = against === "untrained" ? 0 : number(P_U, ring);
  return [
    { of: "comparator", score, loss: number(P_LOSS_U, t) },
    { of: "untrained", score: 0, loss: number(P_LOSS_0, t) },
  ];
}
