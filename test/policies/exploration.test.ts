import { describe, expect, test } from "vitest";
import {
  choices,
  contexts,
  exploration,
  fullInformation,
  gaussian,
  hedge,
  importanceWeighting,
  ogd,
  phases,
  pipelined,
  reinforce,
  replicate,
  simulate,
  type SimulateOptions,
  type SimulationCheckpoint,
  softmax,
} from "../../src/index.ts";
import { POLICY_ENGINES } from "../play-rows.ts";

/** Exploration and its cost, which is an account of its own. */

async function last(options: SimulateOptions): Promise<SimulationCheckpoint> {
  let checkpoint: SimulationCheckpoint | undefined;
  for await (checkpoint of simulate({ engine: POLICY_ENGINES.f64, ...options }));
  return checkpoint!;
}

const STREAMS = [
  choices({ features: 4, actions: 5 }),
  contexts({
    utilities: [
      [0.2, 0.7, 0.4],
      [0.9, 0.1, 0.3],
    ],
    noise: "bernoulli",
  }),
  phases({
    utilities: [
      [1, 0, 0.2],
      [0, 1, 0.7],
    ],
    length: 100,
  }),
];

describe.each(STREAMS)("$name", (stream) => {
  test("what exploration costs is γ times what the policy is better than chance: Σ U(p) - U(q) = γ Σ U(p) - U(μ)", async () => {
    for (const gamma of [0, 0.01, 0.3, 1]) {
      const rounds = 5000;
      const { runs, comparator } = await last({
        ...{ rounds, stream, schedules: [pipelined(1), pipelined(30)] },
        exploration: exploration({ gamma }),
        update: ogd({ step: 0.1 }),
      });
      for (const { meanLoss, regret, deployed } of runs) {
        const better = rounds * (comparator.untrainedMeanLoss - meanLoss);
        expect(Math.abs(deployed!.cost - gamma * better)).toBeLessThan(1e-12 * rounds);
        expect(deployed!.regret).toBe(regret! + deployed!.cost);
        expect(deployed!.meanLoss * rounds).toBeCloseTo(meanLoss * rounds + deployed!.cost, 9);
      }
    }
  });

  test("actions are drawn from q: at γ = 1 they are random, and the policy still learns", async () => {
    const rounds = 20_000;
    const { runs, comparator } = await last({
      ...{ rounds, stream, exploration: exploration({ gamma: 1 }), update: ogd({ step: 0.05 }) },
      estimator: importanceWeighting(),
    });
    const [run] = runs;
    expect(run!.deployed!.meanLoss).toBeCloseTo(comparator.untrainedMeanLoss, 12);
    // utilities within [0, 1]: 5 standard deviations at most
    expect(Math.abs(run!.meanUtility! + comparator.untrainedMeanLoss)).toBeLessThan(2.5 / Math.sqrt(rounds));
    if (stream.aligned) expect(run!.meanLoss).toBeLessThan(comparator.untrainedMeanLoss - 0.05);
  });
});

test("at a constant rate the cost is linear, at a falling one it grows like the root", async () => {
  const stream = contexts({ utilities: [[0, 1, 0.5]] });
  const cost = async (rule: "constant" | "root", gamma: number, rounds: number) =>
    (
      await last({
        rounds,
        stream,
        exploration: exploration({ rule, gamma }),
        model: hedge(),
        estimator: fullInformation(),
      })
    ).runs[0]!.deployed!.cost;
  // Hedge is soon at the best action, which is worth 1/2 more than chance
  for (const rounds of [10_000, 40_000]) {
    expect((await cost("constant", 0.1, rounds)) / (0.05 * rounds)).toBeCloseTo(1, 1);
    const sum = Array.from({ length: rounds }, (_, s) => Math.min(1, 2 / Math.sqrt(s + 1))).reduce(
      (a, b) => a + b,
    );
    expect((await cost("root", 2, rounds)) / (0.5 * sum)).toBeGreaterThan(0.8);
    expect((await cost("root", 2, rounds)) / (0.5 * sum)).toBeLessThan(1);
  }
});

test("without exploration there is no such account, and results are to the bit what they were", async () => {
  const options = { rounds: 2000, stream: STREAMS[0]!, update: ogd({ step: 0.1 }) };
  const [none, zero] = [
    await last(options),
    await last({ ...options, exploration: exploration({ gamma: 0 }) }),
  ];
  expect("deployed" in none.runs[0]!).toBe(false);
  expect(zero.runs[0]!.deployed!.cost).toBeCloseTo(0, 12);
  expect(zero.runs[0]!.regret).toBeCloseTo(none.runs[0]!.regret!, 9);
});

test("replicates report the mean regret of what was deployed", async () => {
  const options = { rounds: 300, stream: STREAMS[1]!, exploration: exploration({ gamma: 0.2 }) };
  let all: number[] = [];
  for (let r = 0; r < 5; r++)
    all = [...all, (await last({ ...options, replicate: r })).runs[0]!.deployed!.regret!];
  let mean: number | undefined;
  for await (const { runs, estimator } of replicate({ ...options, replicates: 5 })) {
    mean = runs[0]!.deployedRegret!.mean;
    expect(estimator).toEqual({ label: "REINFORCE (baseline 0.5)", biased: false });
  }
  expect(mean).toBeCloseTo(all.reduce((a, b) => a + b) / 5, 9);
});

test("what does not fit is said", async () => {
  expect(() => exploration({ gamma: 1.5 })).toThrow(
    "exploration: gamma: expected a number >= 0 and <= 1, got 1.5",
  );
  expect(() => exploration({ gamma: -0.1 })).toThrow(
    "exploration: gamma: expected a number >= 0 and <= 1, got -0.1",
  );
  expect(() => exploration({ gamma: -1, rule: "root" })).toThrow("expected a finite number >= 0, got -1");
  expect(() => exploration({ gamma: 1, rule: "sometimes" as "root" })).toThrow(
    /rule: expected constant or root/,
  );
  const [stream, explores] = [STREAMS[0]!, exploration({ gamma: 0.1 })];
  await expect(last({ rounds: 9, stream: gaussian({ features: 2 }), exploration: explores })).rejects.toThrow(
    /exploration: is for choices, got the stream gaussian/,
  );
  await expect(last({ rounds: 9, stream, exploration: { gamma: 2, rule: "constant" } })).rejects.toThrow(
    /gamma: expected a number >= 0 and <= 1/,
  );
  await expect(last({ rounds: 9, stream, exploration: 0.1 as never })).rejects.toThrow(
    /exploration: expected what exploration\(\{ gamma: 0.1 \}\) returns, got 0.1/,
  );
  expect((await last({ rounds: 9, stream, model: softmax(), estimator: reinforce() })).runs).toHaveLength(1);
});
