import { describe, expect, test } from "vitest";
import { fixed, hindsight, untrained } from "../src/comparators/comparator.ts";
import { replay } from "../src/replay.ts";
import { replayText } from "../src/report/replay.ts";
import { replicatesText } from "../src/report/replicates.ts";
import { simulationText } from "../src/report/simulate.ts";
import { replicate } from "../src/replicate.ts";
import type {
  ExceededStakes,
  ReplayCheckpoint,
  ReplicatesCheckpoint,
  SimulationCheckpoint,
} from "../src/result.ts";
import { pipelined } from "../src/schedules/pipelined.ts";
import { simulate, type SimulateOptions } from "../src/simulate.ts";
import { squareWave } from "../src/streams/adversaries.ts";
import { choices } from "../src/streams/choices.ts";
import { contexts } from "../src/streams/contexts.ts";
import { gaussian } from "../src/streams/gaussian.ts";
import { ogd } from "../src/updates/ogd.ts";
import { constant } from "../src/updates/steps.ts";
import { ENGINES } from "./play-rows.ts";
import { row, source } from "./rows.ts";

/** Stakes that are stated are enforced: the first round beyond them is reported, with its two outputs. */

async function last(options: SimulateOptions): Promise<SimulationCheckpoint> {
  let at: SimulationCheckpoint | undefined;
  const engine = ENGINES[options.precision ?? "f64"];
  const own = options.workers === undefined && options.stream.outcomes !== "choices";
  for await (at of simulate({ ...(own && { engine }), ...options }));
  return at!;
}

const exceeded = async (options: SimulateOptions): Promise<(ExceededStakes | null)[]> =>
  (await last(options)).runs.map(({ meaning }) => meaning!.exceeded ?? null);

describe("square waves, where the learner's way is known", () => {
  const [k, rounds] = [10, 4000];
  const steps = [0.05, 0.01, 0.001];
  const options = {
    rounds,
    stream: squareWave(k),
    schedules: [pipelined(k)],
    update: ogd({ step: constant(...steps) }),
    comparator: hindsight({ radius: 1 }),
  };
  // gradients are +1 for 2k rounds: at round s > k the learner stands at -eta (s - k)
  const stakes = 0.055;

  test.each([1, 7, 1024])("the first round beyond, block size %i", async (blockSize) => {
    const found = await exceeded({ ...options, stakes, blockSize });
    steps.slice(0, 2).forEach((eta, i) => {
      const round = k + Math.floor(stakes / eta) + 1;
      const { round: first, difference, outputs } = found[i]!;
      expect(first).toBe(round);
      expect(difference).toBeCloseTo(eta * (round - k), 12);
      expect(outputs.map(({ of }) => of)).toEqual(["learner", "untrained"]);
      expect(outputs[0].score).toBeCloseTo(-eta * (round - k), 12);
      expect(outputs[0].loss).toBeCloseTo(-eta * (round - k), 12);
      expect(outputs[1]).toEqual({ of: "untrained", score: 0, loss: 0 });
    });
    expect(found[2]).toBeNull();
  });

  test("in f32 and by workers too", async () => {
    const usual = await exceeded({ ...options, stakes });
    expect(await exceeded({ ...options, stakes, workers: 2 })).toEqual(usual);
    const single = await exceeded({ ...options, stakes, precision: "f32" });
    expect(single.map((found) => found?.round)).toEqual(usual.map((found) => found?.round));
  });

  test("no more than what was met, and nothing where none were stated", async () => {
    const met = (await last(options)).runs.map(({ meaning }) => meaning!.stakes);
    expect(await exceeded(options)).toEqual([null, null, null]);
    expect(await exceeded({ ...options, stakes: Math.max(...met) })).toEqual([null, null, null]);
    const less = await exceeded({ ...options, stakes: Math.min(...met) * 0.999 });
    expect(less.every((found) => found !== null && found.round <= rounds)).toBe(true);
  });

  test("the report names round and outputs", async () => {
    const text = simulationText(await last({ ...options, stakes }), 400);
    expect(text).toContain(
      "Beyond the stakes stated, 0.055: pipelined(10), step 0.05: by 0.1 in round 12 (its output of score -0.1 lost -0.1; " +
        "the untrained model's of score 0 lost 0); pipelined(10), step 0.01: by 0.06 in round 16",
    );
    expect(simulationText(await last(options), 400)).not.toContain("Beyond");
  });
});

test("against an aligned model the pair can be learner and comparator", async () => {
  const stream = gaussian({ features: 2, outcomes: "values", noise: 0, aligned: [3, 0] });
  const [found] = await exceeded({
    rounds: 500,
    stream,
    update: ogd({ step: 1e-12 }),
    stakes: 4.5, // losses are 9 x²/2 without learning
  });
  expect(found!.outputs.map(({ of }) => of)).toEqual(["learner", "comparator"]);
  const [learner, comparator] = found!.outputs;
  expect(learner.loss).toBeCloseTo(comparator.score! ** 2 / 2, 6);
  expect(comparator.loss).toBe(0);
  expect(found!.difference).toBeGreaterThan(4.5);
});

describe("policies: any two actions count, whoever takes them", () => {
  const utilities = [
    [0.2, 0.5, 0.4],
    [0.9, 0.1, 0.3],
  ];
  const rare = contexts({ utilities, probabilities: [0.99, 0.01] });

  test.each([1, 7, 1024])("in contexts, block size %i", async (blockSize) => {
    // the second context comes first in the round in which someone would have lost by it
    const options = { rounds: 3000, stream: rare, blockSize, schedules: [pipelined(1), pipelined(9)] };
    const [found, other] = await exceeded({ ...options, stakes: 0.7 });
    expect(found!.round).toBeGreaterThan(1);
    expect(found!.difference).toBeCloseTo(0.8, 12);
    expect(found!.outputs).toEqual([
      { of: "action", action: 1, context: 1, score: null, loss: -0.1 },
      { of: "action", action: 0, context: 1, score: null, loss: -0.9 },
    ]);
    expect(other).toEqual(found);
    expect(await exceeded({ ...options, stakes: 0.8 })).toEqual([null, null]);
    const before = await exceeded({ ...options, rounds: found!.round - 1, stakes: 0.7 });
    expect(before).toEqual([null, null]);
  });

  test.each(["f64", "f32"] as const)(
    "are what was met, nothing more and nothing less, in %s",
    async (precision) => {
      // M* is the untrained policy, and learners hardly move: gaps say nothing of what was at stake
      const still = { precision, rounds: 400, update: ogd({ step: 1e-9 }), comparator: untrained() };
      for (const stream of [rare, choices({ features: 2, actions: 3 })]) {
        const of = { ...still, stream };
        const { stakes, stakesFrom } = (await last(of)).runs[0]!.meaning!;
        expect(stakesFrom).toBe("met");
        if (stream === rare) expect(stakes).toBeCloseTo(0.8, 6);
        expect(stakes).toBeGreaterThan(0.7);
        expect(await exceeded({ ...of, stakes })).toEqual([null]);
        const [found] = await exceeded({ ...of, stakes: stakes * 0.9999 });
        expect(found!.difference).toBe(stakes);
      }
    },
  );

  test("in f32 no more than in f64", async () => {
    const options = { rounds: 3000, stream: rare };
    const usual = await exceeded({ ...options, stakes: 0.7 });
    const single = await exceeded({ ...options, stakes: 0.7, precision: "f32" });
    expect(single.map((found) => found!.round)).toEqual(usual.map((found) => found!.round));
    expect(await exceeded({ ...options, stakes: 0.8, precision: "f32" })).toEqual([null]);
  });

  test("where rows have features, against the probabilities of what is right", async () => {
    const stream = choices({ features: 2, actions: 3, chooses: "best" });
    const options = { rounds: 501, stream, update: ogd({ step: 1e-9 }) };
    // far apart in few rounds: those before have nothing to report
    const [found] = await exceeded({ ...options, stakes: 0.95 });
    const [worst, best] = found!.outputs;
    expect(found!.round).toBeGreaterThan(1);
    expect(found!.difference).toBe(worst.loss - best.loss);
    expect(found!.difference).toBeGreaterThan(0.95);
    expect(worst.action).not.toBe(best.action);
    for (const blockSize of [1, 7, 64])
      expect(await exceeded({ ...options, blockSize, stakes: 0.95 })).toEqual([found]);
    expect(await exceeded({ ...options, rounds: found!.round - 1, stakes: 0.95 })).toEqual([null]);
    const single = await exceeded({ ...options, stakes: 0.95, precision: "f32" });
    expect(single[0]!.round).toBe(found!.round);
  });
});

describe("replicates, side by side", () => {
  const cases: Record<string, SimulateOptions> = {
    models: { rounds: 900, stream: gaussian({ features: 3, outcomes: "values" }), stakes: 10 },
    "models in f32": {
      rounds: 900,
      stream: gaussian({ features: 3, outcomes: "values" }),
      stakes: 10,
      precision: "f32",
    },
    policies: { rounds: 900, stream: choices({ features: 2, actions: 3 }), stakes: 0.99 },
  };
  const replicates = 11;

  test.each(Object.keys(cases))("%s: each as alone, and the first of those beyond is named", async (name) => {
    const options = { ...cases[name]!, update: ogd({ step: constant(0.2, 0.002) }) };
    let at: ReplicatesCheckpoint | undefined;
    for await (at of replicate({ ...options, replicates }));
    const alone: (ExceededStakes | undefined)[][] = [];
    for (let r = 0; r < replicates; r++) {
      const runs = (await last({ ...options, replicate: r })).runs;
      alone.push(runs.map(({ meaning }) => meaning!.exceeded));
    }
    at!.runs.forEach(({ exceeded: found }, i) => {
      const beyond = alone.flatMap((of, replicate) => (of[i] ? [{ ...of[i], replicate }] : []));
      expect(found?.replicates ?? 0).toBe(beyond.length);
      if (found) expect(found.first).toEqual({ ...beyond[0], stakes: options.stakes });
    });
    const counts = at!.runs.map(({ exceeded: found }) => found?.replicates ?? 0);
    expect(Math.max(...counts)).toBeGreaterThan(0);
    expect(Math.min(...counts)).toBeLessThan(replicates);
    const some = at!.runs.find(({ exceeded: found }) => found)!.exceeded!;
    expect(replicatesText(at!, 400)).toContain(
      `of replicate ${some.first.replicate}, the first of ${some.replicates} of ${replicates} (`,
    );
  });
});

test("a replay is held to its stakes too, across its prefix", async () => {
  const rows = source(Array.from({ length: 300 }, (_, s) => row([], s === 200 ? 4 : 0.5)));
  let at: ReplayCheckpoint | undefined;
  const options = {
    rows,
    update: ogd({ step: 0.1 }),
    comparator: fixed([0.5]),
    stakes: 1.5,
    engine: ENGINES.f64,
  };
  for await (at of replay(options));
  const { exceeded: found } = at!.runs[0]!.meaning!;
  expect(found!.round).toBe(201);
  expect(found!.outputs.map(({ of }) => of)).toContain("untrained");
  expect(found!.difference).toBeCloseTo(8 - 3.5 ** 2 / 2, 1);
  expect(replayText(at!, 400)).toContain("Beyond the stakes stated, 1.5: pipelined(1), step 0.1: by 1.8");
});
