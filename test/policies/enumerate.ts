import {
  P_CHOICE,
  P_EXPECTED,
  P_LOSS,
  P_DEPLOYED,
  P_OUTPUT,
  P_SLOPE,
  P_UTILITY,
  P_W,
  STEP,
} from "../../assembly/layout.ts";
import { record } from "../../src/engine/run.ts";
import { Session } from "../../src/engine/session.ts";
import type { Estimator } from "../../src/estimators/estimator.ts";
import type { Exploration } from "../../src/exploration.ts";
import { expected } from "../../src/losses/expected.ts";
import { deployments } from "../../src/schedules/deployments.ts";
import { LANES, type Precision } from "../../src/wasm/variants.ts";
import { POLICY_ENGINES, rules } from "../play-rows.ts";

/** A policy that is asked for one action after the other, each by a draw that chooses it: what it would estimate from each of them. */

export interface Enumerated {
  readonly model: "softmax" | "hedge";
  readonly estimator: Estimator;
  /** Probabilities of the actions, under the policy itself. */
  readonly p: readonly number[];
  readonly utilities: readonly number[];
  /** Actions of rounds that are learned before, by a learner that does not move; default none. */
  readonly before?: readonly number[];
  readonly exploration?: Exploration | null;
  readonly precision?: Precision;
}

export interface Estimates {
  /** (actions, actions): for each action that may be taken, minus the slopes. */
  readonly estimates: readonly (readonly number[])[];
  /** Probability that each was drawn with. */
  readonly propensities: readonly number[];
  /** Losses expected of the policy, and of what was deployed where it explores. */
  readonly loss: number;
  readonly deployed: number;
}

export async function enumerate(of: Enumerated): Promise<Estimates> {
  const { model, estimator, p, utilities, before = [], exploration = null, precision = "f64" } = of;
  const actions = p.length;
  const session = await Session.open({
    shape: {
      ...{ dense: 0, intercept: false, block: before.length + actions, raw: false, latency: 1, precision },
      ...{ actions, contexts: 1, policies: true, notes: estimator.memory !== null, exploration },
    },
    loss: expected(model),
    ...{ model, estimator, columns: actions, scaled: null, grading: null, engine: POLICY_ENGINES[precision] },
  });
  // one deployment, of all that comes before what is enumerated
  const schedule = deployments(function* () {
    if (before.length > 0) yield { round: before.length + 1, learned: before.length };
  });
  const panel = session.addPanel(rules({ schedule, certify: false }));
  panel.vector(STEP).fill(0);
  const { memory, run } = session;
  const lanes = LANES[precision];
  const floats = (address: number, n: number) => memory[precision](address, n);
  const at = (slot: number) => run.table.pointer(slot);
  const weights = floats(panel.table.pointer(P_W), (precision === "f32" ? 2 : 1) * actions * lanes);
  const row = weights.length / actions;
  p.forEach((chance, a) => weights.fill(Math.log(chance), a * row, a * row + lanes));
  const play = (taken: readonly number[], from: number): void => {
    session.reserve(from, taken.length);
    floats(at(P_EXPECTED), taken.length * actions).set(taken.flatMap(() => utilities));
    floats(at(P_UTILITY), taken.length * actions).set(taken.flatMap(() => utilities));
    // the middle of the draws that choose an action
    const mixed = p.map((chance) => {
      const gamma = exploration?.gamma ?? 0;
      return (1 - gamma) * chance + gamma / actions;
    });
    const middle = (a: number) => mixed.slice(0, a).reduce((sum, q) => sum + q, 0) + mixed[a]! / 2;
    memory.f64(at(P_CHOICE), taken.length).set(taken.map(middle));
    session.play(from, taken.length);
  };
  if (before.length > 0) play(before, 0);
  play([...p.keys()], before.length);
  const vectors = record(run.shape);
  const slopes = floats(panel.table.pointer(P_SLOPE), run.rows * vectors * lanes);
  const slope = (y: number, a: number) => slopes[(((before.length + y) % run.rows) * vectors + a) * lanes]!;
  const propensities = floats(at(P_OUTPUT), actions * lanes);
  return {
    estimates: p.map((_, y) => p.map((__, a) => -slope(y, a))),
    propensities: p.map((_, y) => propensities[y * lanes]!),
    loss: memory.f64(at(P_LOSS), 1)[0]!,
    deployed: exploration ? memory.f64(at(P_DEPLOYED), 1)[0]! : NaN,
  };
}
