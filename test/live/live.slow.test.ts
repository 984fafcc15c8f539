import { expect, test } from "vitest";
import { reinforce } from "../../src/estimators/reinforce.ts";
import { world } from "../../src/live/world.ts";
import { softmax } from "../../src/models/softmax.ts";
import { pipelined } from "../../src/schedules/pipelined.ts";
import { simulate } from "../../src/simulate.ts";
import { ogd } from "../../src/updates/ogd.ts";
import { constant } from "../../src/updates/steps.ts";
import { withOptimalPolicy } from "../../src/worlds/optimal.ts";
import { randomMdp } from "../../src/worlds/random-mdp.ts";

test("regret telescopes to 1e-12 at every checkpoint of 10^8 rounds", { timeout: 1_200_000 }, async () => {
  const mdp = withOptimalPolicy(randomMdp({ states: 8, actions: 4 }));
  for await (const { rounds, runs } of simulate({
    rounds: 1e8,
    stream: world(mdp),
    model: softmax(),
    estimator: reinforce({ baseline: "mean" }),
    update: ogd({ step: constant(0.01) }),
    schedules: [pipelined(10)],
  })) {
    const { realised, gaps, martingale } = runs[0]!.world!;
    expect(Math.abs(realised - (gaps - martingale)), `${rounds} rounds`).toBeLessThanOrEqual(
      1e-12 * Math.abs(realised),
    );
  }
});
