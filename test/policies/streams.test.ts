import { describe, expect, test } from "vitest";
import {
  aligned,
  choices,
  contexts,
  doublyRobust,
  hedge,
  implicitExploration,
  importanceWeighting,
  ogd,
  phases,
  reinforce,
  simulate,
  type SimulateOptions,
  type SimulationCheckpoint,
} from "../../src/index.ts";
import { exp, ln } from "../../src/elementary.ts";
import { POLICY_ENGINES } from "../play-rows.ts";

/** Contexts and phases: how often rows come, how utilities scatter, and what is refused. */

async function last(options: SimulateOptions): Promise<SimulationCheckpoint> {
  let checkpoint: SimulationCheckpoint | undefined;
  for await (checkpoint of simulate({ engine: POLICY_ENGINES.f64, ...options }));
  return checkpoint!;
}

test("contexts come as often as they are likely", async () => {
  // untrained losses tell the contexts apart
  const utilities = [
    [1, 1],
    [0, 0],
    [0, 0],
  ];
  const rounds = 40_000;
  for (const share of [0.1, 0.5, 0.93]) {
    const probabilities = [share, 0.7 * (1 - share), 0.3 * (1 - share)];
    const { comparator } = await last({ rounds, stream: contexts({ utilities, probabilities }) });
    const deviation = Math.sqrt((share * (1 - share)) / rounds);
    expect(Math.abs(-comparator.untrainedMeanLoss - share)).toBeLessThan(5 * deviation);
  }
});

test("utilities have the mean and the variance that the noise says", async () => {
  const rounds = 40_000;
  const mean = async (noise: "none" | "bernoulli" | number) =>
    (await last({ rounds, stream: contexts({ utilities: [[0.3, 0.3]], noise }) })).runs[0]!.meanUtility!;
  expect(await mean("none")).toBeCloseTo(0.3, 12);
  for (const [noise, deviation] of [
    ["bernoulli", Math.sqrt(0.21)],
    [2, 2],
  ] as const) {
    const error = ((await mean(noise)) - 0.3) / (deviation / Math.sqrt(rounds));
    expect(Math.abs(error)).toBeLessThan(5);
    expect(error).not.toBe(0);
  }
});

test("a rare context does not disturb what is learned in another", async () => {
  const stream = contexts({
    utilities: [
      [0, 1],
      [1, 0],
    ],
    probabilities: [1, 0],
  });
  const alone = contexts({ utilities: [[0, 1]] });
  const options = { rounds: 500, update: ogd({ step: 0.3 }), comparator: aligned() };
  expect((await last({ ...options, stream })).runs).toEqual((await last({ ...options, stream: alone })).runs);
});

test("exponential and logarithm without the engine's own", () => {
  for (let x = -30; x <= 30; x += 0.37) {
    expect(Math.abs(exp(x) / Math.exp(x) - 1)).toBeLessThan(1e-15);
    expect(Math.abs(ln(Math.exp(x)) - x)).toBeLessThan(1e-15 * (1 + 4 * Math.abs(x)));
  }
  for (let n = 1; n <= 1024; n++) expect(Math.abs(ln(n) - Math.log(n))).toBeLessThan(3e-15);
});

describe("what does not fit is said", () => {
  const message = (build: () => unknown): string => {
    try {
      build();
    } catch (error) {
      return (error as Error).message;
    }
    return "no error";
  };

  test.each([
    [() => contexts({ utilities: [] }), "contexts: utilities: expected at least one, got none"],
    [() => contexts({ utilities: [[1]] }), "contexts: utilities[0]: expected from 2 to 1024 actions, got 1"],
    [() => contexts({ utilities: [[1, 2], [3]] }), "contexts: utilities[1]: expected 2 actions, got 1"],
    [
      () => contexts({ utilities: [[1, NaN]] }),
      "contexts: utilities[0][1]: expected a finite number, got NaN",
    ],
    [
      () => contexts({ utilities: [[1, 2]], noise: "bernoulli" }),
      "contexts: utilities[0][1]: expected a number >= 0 and <= 1, got 2",
    ],
    [
      () => contexts({ utilities: [[1, 2]], noise: "loud" as "none" }),
      'contexts: noise: expected "none", "bernoulli" or a standard deviation, got "loud"',
    ],
    [
      () => contexts({ utilities: [[1, 2]], noise: -1 }),
      "contexts: noise: expected a finite number >= 0, got -1",
    ],
    [
      () => contexts({ utilities: [[1, 2]], probabilities: [0.5, 0.5] }),
      "contexts: probabilities: expected 1, got 2",
    ],
    [
      () => contexts({ utilities: [[1, 2]], probabilities: [0.9] }),
      "contexts: probabilities: expected a sum of 1, got 0.9",
    ],
    [() => phases({ utilities: [[1, 2]], length: 0 }), "phases: length: expected an integer >= 1, got 0"],
    [() => phases({ utilities: [[1, 2]], once: 1 }), "phases: once: expected an integer from 0 to 0, got 1"],
    [() => reinforce({ baseline: NaN }), "reinforce: baseline: expected a finite number, got NaN"],
    [
      () => reinforce({ baseline: "median" as "mean" }),
      'reinforce: baseline: expected a number, "mean" or "optimal", got "median"',
    ],
    [() => importanceWeighting({ baseline: Infinity }), /baseline: expected a finite number/],
    [() => doublyRobust({ model: [0, NaN] }), "doublyRobust: model[1]: expected a finite number, got NaN"],
    [() => doublyRobust({ model: "mean" as "means" }), /doublyRobust: model: expected an array, got "mean"/],
    [
      () => implicitExploration({ gamma: 0 }),
      "implicitExploration: gamma: expected a finite number > 0, got 0",
    ],
  ])("%o", (build, expected) => {
    expect(message(build)).toMatch(expected);
  });

  test("at the simulation", async () => {
    const stream = contexts({ utilities: [[0, 1, 0.5]] });
    const said = (options: Partial<SimulateOptions>) =>
      last({ rounds: 10, stream, ...options }).then(
        () => "no error",
        (error: Error) => error.message,
      );
    expect(await said({ model: hedge(), estimator: reinforce() })).toMatch(
      /expected estimates of utilities for hedge\(\), such as importanceWeighting\(\), got REINFORCE/,
    );
    expect(await said({ model: hedge(), stream: choices({ features: 2, actions: 2 }) })).toMatch(
      /hedge\(\) has a distribution for each of finitely many contexts, got the stream choices/,
    );
    expect(await said({ model: hedge(), update: ogd({ step: 1, radius: 2 }) })).toMatch(
      /no ball for hedge\(\), got radius 2/,
    );
    expect(await said({ estimator: doublyRobust({ model: [1, 2] }) })).toMatch(
      /a model of 3 utilities, .*, got 2/,
    );
    expect(await said({ estimator: {} as never })).toMatch(/estimator: expected what reinforce\(\) returns/);
    expect(await said({ stream: phases({ utilities: [[0, 1]] }), comparator: aligned() })).toMatch(
      /has no aligned model/,
    );
    expect(await said({ model: hedge() })).toBe("no error");
  });
});
