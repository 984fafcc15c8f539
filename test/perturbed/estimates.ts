import {
  P_ALONG,
  P_DEPLOYED,
  P_DIRECTIONS,
  P_REALISED,
  P_SLOPE,
  P_TOWARDS,
  P_W,
  STEP,
} from "../../assembly/layout.ts";
import { record } from "../../src/engine/run.ts";
import { Session } from "../../src/engine/session.ts";
import type { Estimator } from "../../src/estimators/estimator.ts";
import type { Loss } from "../../src/losses/loss.ts";
import { deployments } from "../../src/schedules/deployments.ts";
import { LANES, type Precision } from "../../src/wasm/variants.ts";
import { PERTURBED_ENGINES, rules } from "../play-rows.ts";
import { dot } from "../reference.ts";
import { block, row } from "../rows.ts";

/** A learner that plays the same row again and again with the draws it is given, and does not move: what it would estimate from each of them. */

export interface Enumerated {
  readonly estimator: Estimator;
  readonly loss: Loss;
  readonly w: readonly number[];
  readonly x: readonly number[];
  readonly y: number;
  /** Standard normals, or directions of length 1. */
  readonly draws: readonly (number | readonly number[])[];
  /** How many of them are learned before the others are played; default none. */
  readonly before?: number;
  readonly precision?: Precision;
}

export interface Estimates {
  /** (draws, features) estimates of the gradient. */
  readonly gradients: readonly (readonly number[])[];
  /** Losses of what was played, and the mean of those of both signs of the draw. */
  readonly played: readonly number[];
  readonly deployed: readonly number[];
}

export async function enumerate(of: Enumerated): Promise<Estimates> {
  const { draws, x, y, before = 0, precision = "f64" } = of;
  const { session, panel } = await opened(of);
  const { memory, run } = session;
  const [lanes, vectors, d] = [LANES[precision], record(run.shape), x.length];
  const at = (slot: number) => run.table.pointer(slot);
  const estimates = { gradients: [] as number[][], played: [] as number[], deployed: [] as number[] };
  const play = (from: number, n: number): void => {
    session.reserve(from, n);
    const rows = draws.slice(from, from + n).map(() => row(x, y));
    run.write(block(rows, false), 0, n, from, session.oldest(from));
    draws.slice(from, from + n).forEach((draw, t) => {
      memory.f64(at(P_ALONG), n)[t] = typeof draw === "number" ? draw : dot(draw, x);
      if (typeof draw === "number") return;
      for (const [slot, type] of [[P_DIRECTIONS, "f64"] as const, [P_TOWARDS, precision] as const])
        memory[type](at(slot) + ((from + t) % run.rows) * d * (type === "f64" ? 8 : 4), d).set(draw);
    });
    session.play(from, n);
    const slopes = memory[precision](panel.table.pointer(P_SLOPE), run.rows * vectors * lanes);
    draws.slice(from, from + n).forEach((draw, t) => {
      const slope = slopes[((from + t) % run.rows) * vectors * lanes]!;
      estimates.gradients.push((typeof draw === "number" ? x : draw).map((v) => slope * v));
      estimates.played.push(memory[precision](at(P_REALISED), n * lanes)[t * lanes]!);
      estimates.deployed.push(memory.f64(at(P_DEPLOYED), n * lanes)[t * lanes]!);
    });
  };
  if (before > 0) play(0, before);
  play(before, draws.length - before);
  return estimates;
}

async function opened({ estimator, loss, w, draws, before = 0, precision = "f64" }: Enumerated) {
  const d = w.length;
  const session = await Session.open({
    shape: {
      ...{ dense: d, intercept: false, block: draws.length, raw: false, latency: draws.length, precision },
      ...{ actions: 0, perturbed: true, notes: estimator.memory !== null },
      perturbs: estimator.perturbation!.of,
    },
    ...{ loss, model: loss.model, estimator, columns: d, scaled: null, grading: null },
    engine: PERTURBED_ENGINES[precision],
  });
  const schedule = deployments(function* () {
    if (before > 0) yield { round: before + 1, learned: before };
  });
  const panel = session.addPanel(rules({ schedule, certify: false }));
  panel.vector(STEP).fill(0);
  const lanes = LANES[precision];
  // in f32 a row of weights, then one of what they cannot hold
  const width = (precision === "f32" ? 2 : 1) * lanes;
  const weights = session.memory[precision](panel.table.pointer(P_W), d * width);
  w.forEach((value, j) => weights.fill(value, j * width, j * width + lanes));
  return { session, panel };
}
