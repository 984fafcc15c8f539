import { expect } from "vitest";
import { P_CHOICE, P_EXPECTED, P_OUTPUT, P_SLOPE, P_UTILITY, P_W, STEP } from "../../assembly/layout.ts";
import type { Panel } from "../../src/engine/panel.ts";
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
}

/** Every action once, after those that come before. */
export async function enumerate(of: Enumerated): Promise<Estimates> {
  const { p, utilities, before = [], exploration = null, precision = "f64" } = of;
  const { session, panel } = await opened(of);
  const { memory, run } = session;
  const [lanes, actions, vectors] = [LANES[precision], p.length, record(run.shape)];
  const floats = (address: number, n: number) => memory[precision](address, n);
  const at = (slot: number) => run.table.pointer(slot);
  const draws = drawsFor(p, exploration?.gamma ?? 0);
  const play = (taken: readonly number[], from: number): void => {
    session.reserve(from, taken.length);
    for (const slot of [P_EXPECTED, P_UTILITY])
      floats(at(slot), taken.length * actions).set(taken.flatMap(() => utilities));
    memory.f64(at(P_CHOICE), taken.length).set(taken.map((a) => draws[a]!));
    session.play(from, taken.length);
  };
  if (before.length > 0) play(before, 0);
  play([...p.keys()], before.length);
  const slopes = floats(panel.table.pointer(P_SLOPE), run.rows * vectors * lanes);
  const slope = (y: number, a: number): number => {
    const first = (((before.length + y) % run.rows) * vectors + a) * lanes;
    // all lanes hold the same learner
    expect(new Set(slopes.subarray(first, first + lanes)).size).toBe(1);
    return slopes[first]!;
  };
  const propensities = floats(at(P_OUTPUT), actions * lanes);
  return {
    estimates: p.map((_, y) => p.map((__, a) => -slope(y, a))),
    propensities: p.map((_, y) => propensities[y * lanes]!),
  };
}

/** A policy in a single context that has the probabilities asked for and keeps them: its steps are 0. */
async function opened(of: Enumerated): Promise<{ session: Session; panel: Panel }> {
  const { model, estimator, p, before = [], exploration = null, precision = "f64" } = of;
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
  const lanes = LANES[precision];
  // in f32 a row of weights, then one of what they cannot hold
  const row = (precision === "f32" ? 2 : 1) * lanes;
  const weights = session.memory[precision](panel.table.pointer(P_W), actions * row);
  p.forEach((chance, a) => weights.fill(Math.log(chance), a * row, a * row + lanes));
  return { session, panel };
}

/** For each action the middle of the draws that choose it. */
function drawsFor(p: readonly number[], gamma: number): number[] {
  let below = 0;
  return p.map((chance) => {
    const q = (1 - gamma) * chance + gamma / p.length;
    below += q;
    return below - q / 2;
  });
}
