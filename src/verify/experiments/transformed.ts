import { wholeNumber } from "../../check.ts";
import { hindsight } from "../../comparators/comparator.ts";
import { fullInformation } from "../../estimators/full-information.ts";
import { hedge } from "../../models/hedge.ts";
import { swap } from "../../models/swap.ts";
import type { LearnerResult } from "../../result.ts";
import { rotating } from "../../streams/adversaries.ts";
import { phases } from "../../streams/phases.ts";
import { ogd } from "../../updates/ogd.ts";
import { type Experiment, experiment } from "../experiment.ts";
import { logarithm } from "../formulas/logarithm.ts";
import { hedgeSwapRegret, turnedRegret } from "../formulas/transformed.ts";
import type { Lab } from "../lab.ts";
import { atMost, exactly } from "../measurement.ts";
import { real, whole, word } from "../parameters.ts";

/** The four phases, as utilities. */
const PHASES = [
  [-1, -0.5, 0],
  [-1, 0, 0],
  [0, 0, -1],
  [0, -1, -1],
];

export const transformed: Experiment = experiment({
  id: "transformed",
  section: 8,
  statement: "Regret against the best transformed model M*[t] = φ(M[t]) can be bounded by similar methods.",
  definition:
    "Similar, but not the same: Hedge on four phases of three actions has little regret, and yet would have gained a quarter of a unit a round by taking the " +
    "first action wherever it took the second. Descent behind a gradient that turns would gain one a round by turning its decisions alike. " +
    "Copies of Hedge whose fixed point is played have little swap regret.",
  formula:
    "regret at most ρ√(T ln N/2) and R0 G √T; swap regret of Hedge T/4 + (3/(2η))(ln 3 - π/√27) + ..; of the fixed point at most ρ√(T N ln N/2); linear maps: " +
    "(√(L² + K²) - L)/η → T, L = ½ + ln((1 + U²)/4), K = U - (3/2)√3 + 2/U, U = √3 + ηT - π/3, η = 1/√T. N = 3, ρ = 1.",
  source:
    "post, section 8; docs/rounds.md, 2 and 3; Blum and Mansour (2007), JMLR 8; sequences constructed here",
  parameters: {
    rounds: whole("T, a multiple of 8", 48_000, { least: 1200, most: 1e8, deep: 480_000 }),
    policy: word("who plays the phases", ["hedge", "swap"]),
    speed: real("angle of a round over the step of descent", 1, { least: 0.01, most: 100 }),
  },
  breaks: [
    { set: { policy: "swap" }, why: "no exchange of actions betters the fixed point" },
    { set: { speed: 10 }, why: "gradients that turn too fast lead nobody around" },
  ],
  async run({ rounds, policy, speed }, lab) {
    wholeNumber("verify: transformed: rounds/8", rounds / 8, 1);
    const plain = await onPhases(lab, rounds, policy);
    const fixed = await onPhases(lab, rounds, "swap");
    const step = 1 / Math.sqrt(rounds);
    const descent = await onTurning(lab, rounds, step, speed * step);
    const bound = Math.sqrt((rounds * logarithm(3)) / 2);
    return [
      exactly(
        "Hedge, swap regret",
        plain.transformed!.swapRegret!,
        hedgeSwapRegret(rounds, plain.stepSize),
        1e-5,
      ),
      atMost("Hedge, regret", plain.regret!, bound),
      atMost("fixed point, swap regret", fixed.transformed!.swapRegret!, Math.sqrt(3) * bound),
      atMost(
        "the same against its certificate",
        fixed.transformed!.swapRegret!,
        fixed.transformed!.swapBound ?? NaN,
      ),
      atMost("descent, regret", descent.regret!, Math.sqrt(rounds)),
      // the limit of small steps, which is off by about η
      exactly(
        "descent, linear regret/T",
        descent.transformed!.linearRegret! / rounds,
        turnedRegret(rounds, step) / rounds,
        Math.ceil(2000 * step) / 1000,
      ),
    ];
  },
});

async function onPhases(lab: Lab, rounds: number, policy: "hedge" | "swap"): Promise<LearnerResult> {
  const { runs } = await lab.simulate({
    rounds,
    stream: phases({ utilities: PHASES, length: rounds / 4 }),
    model: { hedge, swap }[policy](),
    estimator: fullInformation(),
    transformed: true,
  });
  return runs[0]!;
}

async function onTurning(lab: Lab, rounds: number, step: number, angle: number): Promise<LearnerResult> {
  const { runs } = await lab.simulate({
    rounds,
    stream: rotating(angle),
    update: ogd({ step, radius: 1 }),
    comparator: hindsight({ radius: 1 }),
    transformed: true,
  });
  return runs[0]!;
}
