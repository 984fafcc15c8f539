import type { PlanResult } from "../../src/planner/result.ts";
import { around, parts, samplePoints } from "./sample-points.ts";

/** A plan as one would be found for a log with two shifts, from the closed forms that planners are tested with. */
export function samplePlan(): PlanResult {
  const points = samplePoints();
  return {
    kind: "plan",
    source: "log.csv",
    task: "classification",
    loss: "log loss",
    columns: 7,
    rounds: 20_000,
    total: 20_000,
    interrupted: false,
    prefix: 2000,
    suffix: 18_000,
    chose: 1000,
    configuration: {
      model: "logistic",
      loss: "log loss",
      stepRule: "constant",
      stepSizes: [0.01, 0.1, 1],
      gradient: "fresh",
      l2: 0,
      radius: null,
      scale: "standard",
      prefix: 0.1,
      retrainCost: 2,
      training: 3,
      feedbackDelay: 0,
      epsilon: 0.05,
      stakes: null,
      value: null,
      precision: "f64",
      seed: "1",
    },
    bootstrap: { level: 0.95, draws: 1000, strips: 240, rows: 75, fewest: 50 },
    points,
    best: 0,
    baseline: { latency: 1, ...points[0]!.baseline! },
    retraining: {
      cost: 2,
      chosen: 1,
      hindsight: 2,
      indifferent: [1, 2],
      envelope: [
        { point: 0, from: null },
        { point: 1, from: around(0.4, 0.1) },
        { point: 2, from: around(3.1, 0.8) },
      ],
      breakEven: [
        { shorter: 0, longer: 1, cost: around(0.4, 0.1) },
        { shorter: 1, longer: 2, cost: around(3.1, 0.8) },
      ],
    },
    shifts: {
      watched: 0,
      delta: 0.002,
      correlation: 1.4,
      shortest: 225,
      list: [6000, 13_000].map((row, i) => ({
        row,
        found: row + 300,
        by: 0,
        size: 0.2 + 0.05 * i,
        costs: points.map(({ effectiveLatency: k }) => ({
          cost: (0.8 + 0.3 * i) * k,
          rows: Math.round(4 * k),
          back: k < 500,
        })),
      })),
      rate: 2 / 20_000,
      meanCost: points.map(({ effectiveLatency: k }) => 0.95 * k),
      share: points.map(({ effectiveLatency: k }) => (0.95 * k * 1e-4) / 0.1),
    },
    course: parts.map((_, j) => 2000 + 450 * (j + 1)),
    comparator: null,
    verdict: {
      word: "NOT MEANINGFUL",
      reasons: ["the bound is 0.21 of the value at stake"],
      point: 1,
      epsilon: 0.05,
      stakesFrom: "met",
      ratio: 0.31,
    },
    undecided: null,
    pitfalls: [
      {
        id: "stakes-unseen",
        sentence: "No log shows what the outputs that nobody gave would have cost.",
        numbers: { stakes: 2.1 },
      },
    ],
  };
}
