import { squared } from "../../losses/squared.ts";
import { untrained } from "../../comparators/comparator.ts";
import { pipelined } from "../../schedules/pipelined.ts";
import { ogd } from "../../updates/ogd.ts";
import { constant } from "../../updates/steps.ts";
import { square } from "../../vectors.ts";
import { type Experiment, experiment } from "../experiment.ts";
import { echoEnergy } from "../formulas/echo.ts";
import { atLeast, atMost, exactly } from "../measurement.ts";
import { real, whole } from "../parameters.ts";
import { outcomes } from "../setups/outcomes.ts";

export const shift: Experiment = experiment({
  id: "shift",
  section: 2,
  statement: "When inputs change the system adapts; if shifts are rare, all of this adaptation costs little.",
  definition:
    "The optimum of a parabola jumps to and fro by Δ every so many rounds; a single number follows it by descent with latency k. What is at " +
    "stake is what following it saves against a model that is never retrained.",
  formula:
    "cost of a shift (Δ²/2) S(η, k - 1), S = (1 + sin θ)/(2η cos(w/2) cos θ), w = 2 arcsin(η/2), θ = (2k - 1)w/2; at least (Δ²/2) k, before " +
    "any reaction; rare: (cost of a shift)/(value at stake between two) <= ε.",
  source: "post, section 2; S from the Yule-Walker equations of the recursion (formulas/echo.ts)",
  parameters: {
    latency: whole("k", 16, { least: 1, most: 1000 }),
    step: real("η", 0.03, { least: 1e-6, most: 2 }),
    size: real("Δ", 2, { least: 1e-6, most: 1e6 }),
    every: whole("rounds between two shifts", 10_000, { least: 1, most: 1e7 }),
    shifts: whole("how many, even", 20, { least: 2, most: 1e5, deep: 200 }),
    epsilon: real("share of the value at stake that is little", 0.05, { least: 1e-9, most: 1 }),
  },
  breaks: [
    { set: { every: 1000 }, why: "shifts are not rare: they cost more than 5% of what is at stake" },
    { set: { step: 0.2 }, why: "the echo of a shift does not die away: η > 2 sin(π/(2(2k - 1)))" },
  ],
  async run({ latency, step, size, every, shifts, epsilon }, lab) {
    const pairs = Math.ceil(shifts / 2);
    const rounds = 2 * pairs * every;
    const { runs, comparator } = await lab.replay({
      rows: outcomes(rounds, (s) => (Math.floor((s - 1) / every) % 2 === 0 ? size : 0)),
      loss: squared(),
      schedules: [pipelined(latency)],
      update: ogd({ step: constant(step), gradient: "stale" }),
      comparator: untrained(),
    });
    const total = runs[0]!.meanLoss * rounds;
    const atStake = comparator!.meanLoss * rounds;
    const unit = square(size) / 2;
    return [
      exactly("cost of a shift", total / (2 * pairs), unit * echoEnergy(step, latency), 1e-9),
      atLeast("the same against what cannot be avoided", total / (2 * pairs), unit * latency),
      exactly("value at stake", atStake, unit * pairs * every, 1e-9),
      atMost("cost of all shifts/value at stake", total / atStake, epsilon, 0),
    ];
  },
});
