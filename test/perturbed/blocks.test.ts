import { expect, test } from "vitest";
import {
  blockRademacher,
  deployments,
  type Estimator,
  gaussian,
  gaussianPolicy,
  growing,
  ogd,
  onePoint,
  orthogonal,
  periodic,
  pipelined,
  root,
  simulate,
  type Stream,
  twoPoint,
} from "../../src/index.ts";
import { PERTURBED_ENGINES } from "../play-rows.ts";
import { textOf } from "../worker-cases.ts";

/** Neither the size of blocks nor the mates of a panel change a bit of learners that perturb what they play, in either precision. */

/** Deployments that let rows wait for longer and longer: the rings grow, more than once. */
const sparse = () =>
  deployments(function* () {
    for (let round = 3, learned = 1; ; learned = round - 2, round = Math.ceil(round * 1.7))
      yield { round, learned };
  });

const VALUES = gaussian({ features: 5, outcomes: "values" });

const CASES: readonly (readonly [Estimator, Stream])[] = [
  [gaussianPolicy({ sigma: 0.4 }), gaussian({ features: 3, drift: { walk: 0.001 } })],
  [gaussianPolicy({ sigma: 0.4, baseline: "mean" }), VALUES],
  [onePoint({ delta: 0.3, baseline: 0.2 }), orthogonal(7)],
  [onePoint({ delta: 0.3, baseline: "mean" }), VALUES],
  [twoPoint({ delta: 0.1 }), VALUES],
  [twoPoint({ delta: 0.1 }), blockRademacher(50)],
];

const named = CASES.map(
  ([estimator, stream]) => [`${estimator.label}, ${stream.name}`, estimator, stream] as const,
);

test.each(named)("%s", async (_, estimator, stream) => {
  for (const precision of ["f64", "f32"] as const) {
    const options = {
      ...{ rounds: 1200, stream, estimator, precision, engine: PERTURBED_ENGINES[precision] },
      schedules: [pipelined(1), pipelined(50), pipelined(1100), periodic(60, 9), growing(0.5), sparse()],
    };
    const run = (blockSize: number, sizes: readonly number[]) =>
      simulate({ ...options, blockSize, update: ogd({ step: root(...sizes), radius: 1 }) });
    const whole = await textOf(run(1024, [0.01]));
    expect(whole.length).toBeGreaterThan(1000);
    // not toBe: a report of 100 kB in the message helps nobody
    for (const block of [1, 48, 1000])
      expect((await textOf(run(block, [0.01]))) === whole, `blocks of ${block}`).toBe(true);
    const own = async (sizes: readonly number[]) => {
      let mine: unknown;
      for await (const { runs } of run(64, sizes)) mine = runs.filter(({ stepSize }) => stepSize === 0.01);
      return mine;
    };
    expect(await own([1, 2, 3, 4, 5, 0.01, 7, 0.02, 6, 9])).toEqual(await own([0.01]));
  }
});
