import { expect, test } from "vitest";
import {
  choices,
  constant,
  contexts,
  deployments,
  doublyRobust,
  type Estimator,
  exploration,
  fullInformation,
  growing,
  hedge,
  hindsight,
  implicitExploration,
  importanceWeighting,
  type Model,
  ogd,
  periodic,
  pipelined,
  reinforce,
  root,
  simulate,
  softmax,
  type Stream,
} from "../../src/index.ts";
import { POLICY_ENGINES } from "../play-rows.ts";

/** Neither the size of blocks nor the mates of a panel change a bit, in either precision. */

const TABLE = contexts({
  utilities: [
    [0.2, 0.7, 0.4, 0.1],
    [0.9, 0.1, 0.3, 0.5],
  ],
  noise: "bernoulli",
});
const FEATURES = choices({ features: 5, actions: 3 });

/** Deployments that let rows wait for longer and longer: the rings grow, more than once. */
const sparse = () =>
  deployments(function* () {
    for (let round = 3, learned = 1; ; learned = round - 2, round = Math.ceil(round * 1.7))
      yield { round, learned };
  });

async function textOf(checkpoints: AsyncIterable<unknown>): Promise<string> {
  let text = "";
  for await (const checkpoint of checkpoints) text += JSON.stringify(checkpoint);
  return text;
}

const CASES: [Model, Estimator, Stream][] = [
  [hedge(), fullInformation(), TABLE],
  [hedge(), importanceWeighting({ baseline: 0.3 }), TABLE],
  [hedge(), doublyRobust(), TABLE],
  [hedge(), implicitExploration({ gamma: 0.05 }), TABLE],
  [softmax(), reinforce({ baseline: "mean" }), TABLE],
  [softmax(), reinforce({ baseline: "optimal" }), FEATURES],
  [softmax(), doublyRobust({ model: [0.1, 0.2, 0.3] }), FEATURES],
  [softmax(), fullInformation(), FEATURES],
];

const named = CASES.map(
  ([model, estimator, stream]) =>
    [`${model.name}, ${estimator.label}, ${stream.name}`, model, estimator, stream] as const,
);

test.each(named)("%s", async (_, model, estimator, stream) => {
  for (const precision of ["f64", "f32"] as const)
    for (const explores of [null, exploration({ gamma: 2, rule: "root" })]) {
      const options = {
        ...{ rounds: 3000, stream, model, estimator, precision, engine: POLICY_ENGINES[precision] },
        schedules: [pipelined(1), pipelined(50), pipelined(2500), periodic(60, 9), growing(0.5), sparse()],
        ...(explores && { exploration: explores }),
        ...(stream === TABLE && { comparator: hindsight() }),
      };
      const run = (blockSize: number, sizes: readonly number[]) =>
        simulate({ ...options, blockSize, update: ogd({ step: root(...sizes) }) });
      const whole = await textOf(run(1024, [0.3]));
      expect(whole.length).toBeGreaterThan(1000);
      // not toBe: a report of 100 kB in the message helps nobody
      for (const block of [1, 7, 48, 1000])
        expect((await textOf(run(block, [0.3]))) === whole, `blocks of ${block}`).toBe(true);
      const own = async (sizes: readonly number[]) => {
        let mine: unknown;
        for await (const { runs } of run(64, sizes)) mine = runs.filter(({ stepSize }) => stepSize === 0.3);
        return mine;
      };
      expect(await own([1, 2, 3, 4, 5, 0.3, 7, 0.01, 6, 9])).toEqual(await own([0.3]));
    }
});

test("step sizes of a panel are learners of their own, whatever they remember", async () => {
  const options = { rounds: 800, stream: TABLE, estimator: reinforce({ baseline: "optimal" }) };
  const all = async (sizes: readonly number[]) => {
    let runs: readonly unknown[] = [];
    for await ({ runs } of simulate({
      ...options,
      engine: POLICY_ENGINES.f64,
      update: ogd({ step: constant(...sizes) }),
    }));
    return runs;
  };
  expect([...(await all([0.1])), ...(await all([2]))]).toEqual(await all([0.1, 2]));
});
