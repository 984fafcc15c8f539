import { describe, expect, test } from "vitest";
import {
  aligned,
  constant,
  contexts,
  fullInformation,
  growing,
  hedge,
  hindsight,
  importanceWeighting,
  type LearnerResult,
  oblivious,
  ogd,
  periodic,
  phases,
  pipelined,
  root,
  simulate,
  type SimulateOptions,
  type SimulationCheckpoint,
  type Stream,
} from "../../src/index.ts";
import { Dice } from "../dice.ts";
import { POLICY_ENGINES } from "../play-rows.ts";
import { dot } from "../reference.ts";
import { solve } from "./definition.ts";

/** Hedge under full information: its bound, the natural gradient, and sequences with known regret. */

async function last(options: SimulateOptions): Promise<SimulationCheckpoint> {
  let checkpoint: SimulationCheckpoint | undefined;
  for await (checkpoint of simulate({
    engine: POLICY_ENGINES.f64,
    model: hedge(),
    estimator: fullInformation(),
    ...options,
  }));
  return checkpoint!;
}

const SCHEDULES = [pipelined(1), pipelined(4), pipelined(30), periodic(9, 2), growing(0.6)];
const STEPS = [0.003, 0.02, 0.1, 0.3, 1, 3, 10, 100];

/** Utilities made to hurt: signs that flip when a learner with some latency has followed them, or draws. */
function someStream(dice: Dice): Stream {
  const [actions, rows] = [dice.whole(2, 6), dice.whole(1, 12)];
  const noisy = dice.whole(0, 1) === 1;
  const utilities = Array.from({ length: rows }, () =>
    Array.from({ length: actions }, () => (noisy ? 3 * dice.normal() : dice.whole(0, 1))),
  );
  if (dice.whole(0, 2) > 0) return phases({ utilities, length: dice.whole(1, 40), noise: 0.5 });
  return contexts({ utilities, noise: 1 });
}

describe("the bound ln N/eta + eta ρ² (T/8 + Δ/4) for each context", () => {
  test("holds on more than 10,000 random runs, and comes close", async () => {
    const dice = new Dice(2);
    let [runs, largest] = [0, 0];
    for (let i = 0; i < 260; i++) {
      const stream = someStream(dice);
      const result = await last({
        rounds: dice.whole(1, 400),
        stream,
        update: ogd({ step: constant(...STEPS) }),
        schedules: SCHEDULES,
        seed: i,
        comparator: stream.aligned && dice.whole(0, 1) ? aligned() : hindsight(),
      });
      for (const { certificate } of result.runs) {
        expect(certificate!.holds).toBe(true);
        largest = Math.max(largest, certificate!.ratio!);
        runs++;
      }
    }
    expect(runs).toBeGreaterThan(10_000);
    expect(largest).toBeGreaterThan(0.5);
  });

  test("is what the formula says, with the range that was met", async () => {
    const [rounds, k, eta] = [500, 6, 0.05];
    const utilities = [
      [1, 3, 0.5],
      [0, 0.2, 0.1],
      [2, 2, 1.5],
    ];
    const { runs } = await last({
      rounds,
      stream: contexts({ utilities }),
      update: ogd({ step: eta }),
      schedules: [pipelined(k)],
    });
    const staleness = (runs[0]!.effectiveLatency - 1) * rounds;
    const expected = (3 * Math.log(3)) / eta + eta * 2.5 ** 2 * (rounds / 8 + staleness / 4);
    expect(runs[0]!.certificate!.bound! / expected).toBeCloseTo(1, 12);
    const { distance, squares, staleness: stale } = runs[0]!.certificate!.terms!;
    expect(distance).toBeCloseTo((3 * Math.log(3)) / eta, 9);
    expect(squares).toBeCloseTo((eta * 2.5 ** 2 * rounds) / 8, 9);
    expect(stale).toBeCloseTo((eta * 2.5 ** 2 * staleness) / 4, 9);
  });

  test("the tuned step makes it ρ √((T + 2Δ) C ln N / 2); the oblivious one ignores Δ", async () => {
    const [rounds, k] = [2000, 11];
    const stream = contexts({
      utilities: [
        [0, 1, 0.5, 0.2],
        [0.7, 0, 0.1, 0.9],
      ],
    });
    const run = async (options: Partial<SimulateOptions>): Promise<LearnerResult> =>
      (await last({ rounds, stream, schedules: [pipelined(k)], ...options })).runs[0]!;
    const aware = await run({});
    const staleness = (aware.effectiveLatency - 1) * rounds;
    const tuned = Math.sqrt(((rounds + 2 * staleness) * 2 * Math.log(4)) / 2);
    expect(aware.certificate!.bound! / tuned).toBeCloseTo(1, 12);
    expect(aware.certificate!.apriori!.awareBound / tuned).toBeCloseTo(1, 12);
    const blind = await run({ update: ogd({ step: oblivious() }) });
    expect(blind.stepSize).toBeCloseTo(Math.sqrt((8 * 2 * Math.log(4)) / rounds), 12);
  });

  test("is not claimed where nothing is proved", async () => {
    const of = { rounds: 50, stream: contexts({ utilities: [[0, 1]] }) };
    const why = async (options: Partial<SimulateOptions>) =>
      (await last({ ...of, ...options })).runs[0]!.certificate;
    expect(await why({})).toMatchObject({ holds: true, notCovered: null });
    const claims: [Partial<SimulateOptions>, RegExp][] = [
      [{ estimator: importanceWeighting() }, /full information, .* by importance weighting/],
      [{ update: ogd({ step: root(0.1) }) }, /constant step size/],
      [{ precision: "f32", engine: POLICY_ENGINES.f32 }, /rounding in f32/],
    ];
    for (const [options, reason] of claims)
      expect(await why(options)).toMatchObject({
        bound: null,
        holds: null,
        notCovered: expect.stringMatching(reason),
      });
  });
});

test("in f32 losses are those of f64 to its own precision", async () => {
  const utilities = [
    [0.1, 0.9, 0.4],
    [0.8, 0.2, 0.6],
  ];
  const options = {
    rounds: 20_000,
    stream: contexts({ utilities }),
    schedules: SCHEDULES,
    update: ogd({ step: 0.05 }),
  };
  const single = await last({ ...options, precision: "f32", engine: POLICY_ENGINES.f32 });
  const double = await last(options);
  for (const [i, { meanLoss, regret }] of single.runs.entries()) {
    expect(Math.abs(meanLoss - double.runs[i]!.meanLoss)).toBeLessThan(1e-6);
    expect(regret! / double.runs[i]!.regret!).toBeCloseTo(1, 3);
  }
});

const softmax = (scores: readonly number[]): number[] => {
  const e = scores.map((z) => Math.exp(z - Math.max(...scores)));
  return e.map((v) => v / e.reduce((sum, w) => sum + w, 0));
};

test("Hedge is the natural gradient of softmax: F⁺ ∇J, F the Fisher information of the scores", async () => {
  const [eta, rounds] = [0.2, 60];
  const dice = new Dice(5);
  const utilities = Array.from({ length: 7 }, () => Array.from({ length: 4 }, () => dice.normal()));
  let scores = [0, 0, 0, 0];
  const losses: number[] = [];
  for (let t = 0; t < rounds; t++) {
    const u = utilities[t % 7]!;
    const p = softmax(scores);
    losses.push(-dot(p, u));
    const fisher = p.map((v, a) => p.map((w, b) => (a === b ? v : 0) - v * w));
    const gradient = p.map((v, a) => v * (u[a]! - dot(p, u)));
    // 1 is in the kernel of F: with 1 1ᵀ added it can be solved, and the solution is that of least norm
    const natural = solve(
      fisher.map((row) => row.map((v) => v + 1)),
      gradient,
    );
    scores = scores.map((z, a) => z + eta * natural[a]!);
  }
  let before = 0;
  const stream = phases({ utilities });
  for (let t = 1; t <= rounds; t++) {
    const { runs } = await last({ rounds: t, stream, update: ogd({ step: eta }) });
    const total = runs[0]!.meanLoss * t;
    expect(Math.abs(total - before - losses[t - 1]!)).toBeLessThan(1e-12);
    before = total;
  }
});

describe("sequences with known regret", () => {
  test("four phases: external regret of about .38 √T", async () => {
    // losses (1, .5, 0), (1, 0, 0), (0, 0, 1), (0, 1, 1), each for a quarter of the time
    const utilities = [
      [-1, -0.5, 0],
      [-1, 0, 0],
      [0, 0, -1],
      [0, -1, -1],
    ];
    for (const rounds of [1200, 4800, 19_200]) {
      const { runs } = await last({ rounds, stream: phases({ utilities, length: rounds / 4 }) });
      expect(runs[0]!.regret! / Math.sqrt(rounds)).toBeGreaterThan(0.36);
      expect(runs[0]!.regret! / Math.sqrt(rounds)).toBeLessThan(0.4);
    }
  });

  test("the best action of each context in hindsight", async () => {
    const utilities = [
      [0.1, 0.9],
      [0.8, 0.2],
      [0.5, 0.5],
    ];
    const options = { rounds: 3000, stream: contexts({ utilities, noise: "bernoulli" as const }) };
    const [mine, best] = [await last(options), await last({ ...options, comparator: hindsight() })];
    expect(best.comparator.hindsight).toMatchObject({ actions: [1, 0, 0], gap: 0, converged: true });
    expect(best.runs[0]!.regret).toBeCloseTo(mine.runs[0]!.regret!, 9);
    expect(best.comparator.meanLoss).toBeCloseTo(mine.comparator.meanLoss, 12);
    expect(best.comparator.norm).toBe(null);
  });
});
