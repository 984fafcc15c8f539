import { describe, expect, test } from "vitest";
import {
  aligned,
  choices,
  gaussian,
  logistic,
  ogd,
  periodic,
  pipelined,
  reinforce,
  simulate,
  type SimulateOptions,
  type SimulationCheckpoint,
  softmax,
  squared,
  untrained,
  fixed,
  hindsight,
  deployments,
} from "../../src/index.ts";
import { ENGINE, POLICY_ENGINES } from "../play-rows.ts";

async function last(options: SimulateOptions): Promise<SimulationCheckpoint> {
  let checkpoint: SimulationCheckpoint | undefined;
  for await (checkpoint of simulate({ engine: POLICY_ENGINES.f64, ...options }));
  return checkpoint!;
}

describe("policies over features", () => {
  test("block size and mates of a panel change no bit", async () => {
    const run = async (blockSize: number, sizes: readonly number[]) => {
      const { runs, comparator } = await last({
        rounds: 3000,
        stream: choices({ features: 5, actions: 3 }),
        update: ogd({ step: { rule: "root", sizes }, radius: 1.5 }),
        schedules: [pipelined(1), pipelined(40), periodic(7)],
        blockSize,
      });
      return { runs: runs.filter(({ stepSize }) => stepSize === 0.5), comparator };
    };
    const whole = await run(1000, [0.5]);
    for (const block of [1, 7, 48, 1024]) expect(await run(block, [0.5])).toEqual(whole);
    expect((await run(1000, [2, 0.1, 0.5, 30])).runs).toEqual(whole.runs);
    expect((await run(64, [1, 2, 3, 4, 5, 6, 7, 8, 0.5, 9])).runs).toEqual(whole.runs);
  });

  test("regret against itself at step size 0 is that of random actions; against random actions it is what learning saved", async () => {
    const stream = choices({ features: 4, actions: 5 });
    const options = { rounds: 20_000, stream, update: ogd({ step: 0.05, radius: 20 }) };
    const { runs, comparator } = await last({ ...options, comparator: untrained() });
    expect(comparator.meanLoss).toBeCloseTo(-0.2, 12);
    expect(runs[0]!.regret! / 20_000).toBeCloseTo(runs[0]!.meanLoss + 0.2, 12);
    expect(runs[0]!.regret).toBeLessThan(0);
  });

  test("a learner finds what the aligned policy knows", async () => {
    // M* takes its best action; its probabilities are nearly 0 and 1
    const stream = choices({ features: 3, actions: 4, norm: 100, chooses: "best" });
    const { runs, comparator } = await last({ rounds: 200_000, stream, update: ogd({ step: 0.1 }) });
    expect(comparator.meanLoss).toBeLessThan(-0.97);
    expect(runs[0]!.meanLoss).toBeLessThan(-0.9);
    expect(runs[0]!.regret).toBeGreaterThan(0);
    // drawn and expected utilities differ by no more than chance: 4 standard deviations of a sum of 200,000 such draws
    expect(Math.abs(runs[0]!.meanUtility! + runs[0]!.meanLoss)).toBeLessThan(2 / Math.sqrt(200_000));
    expect(runs[0]!.certificate).toMatchObject({
      bound: null,
      notCovered: expect.stringContaining("softmax"),
    });
  });

  test("deployments of any kind", async () => {
    const each = function* () {
      for (let round = 1; ; round += 10) yield { round, learned: round - 1 };
    };
    const options = {
      rounds: 1000,
      stream: choices({ features: 4, actions: 2 }),
      update: ogd({ step: 0.1 }),
    };
    const [own, periodical] = await Promise.all(
      [deployments(each), periodic(10)].map((schedule) => last({ ...options, schedules: [schedule] })),
    );
    expect(own!.runs[0]!.regret).toBe(periodical!.runs[0]!.regret);
  });

  test("what does not fit is said", async () => {
    const stream = choices({ features: 2, actions: 2 });
    const run = (options: Partial<SimulateOptions>) => last({ rounds: 10, stream, ...options });
    const message = async (options: Partial<SimulateOptions>): Promise<string> =>
      run(options).then(
        () => "no error",
        (error: Error) => error.message,
      );
    expect(await message({ update: ogd({ step: 1, gradient: "fresh" }) })).toMatch(/stale gradients/);
    expect(await message({ update: ogd({ step: 1, l2: 0.1 }) })).toMatch(/no penalty/);
    expect(await message({ model: logistic() })).toMatch(/loss/);
    expect(await message({ loss: squared() })).toMatch(/loss/);
    expect(await message({ comparator: fixed([0, 1, 2]) })).toMatch(/aligned\(\) or untrained\(\)/);
    expect(await message({ comparator: hindsight() })).toMatch(/no way to find the best fixed model/);
    expect(await message({ engine: ENGINE })).toBe(
      "engine: expected kernels built for policies, got some for models",
    );
    expect(await message({ stream: gaussian({ features: 2 }) })).toBe(
      "engine: expected kernels built for models, got some for policies",
    );
    expect(await message({ stream: gaussian({ features: 2 }), estimator: reinforce() })).toMatch(
      /is for choices/,
    );
    expect(await message({ stream: gaussian({ features: 2 }), model: softmax() })).toMatch(/loss/);
    expect(await message({ model: softmax(), comparator: aligned() })).toBe("no error");
    expect(() => choices({ features: 2, actions: 1 })).toThrow(
      /actions: expected an integer from 2 to 1024, got 1/,
    );
    expect(() => choices({ features: 2, actions: 2, aligned: [1] })).toThrow(/expected 2 x 2 weights, got 1/);
    expect(() => reinforce({ baseline: NaN })).toThrow(/baseline/);
  });
});
