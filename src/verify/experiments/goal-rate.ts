import { wholeNumber } from "../../check.ts";
import { hindsight } from "../../comparators/comparator.ts";
import { pipelined } from "../../schedules/pipelined.ts";
import { orthogonal, squareWave } from "../../streams/adversaries.ts";
import { ogd } from "../../updates/ogd.ts";
import { aware, oblivious } from "../../updates/steps.ts";
import { type Experiment, experiment } from "../experiment.ts";
import { exponent, exponentOf } from "../formulas/exponent.ts";
import type { Lab } from "../lab.ts";
import { atMost, exactly } from "../measurement.ts";
import { whole, word } from "../parameters.ts";

/** ρ of linear utilities with |g| = 1 on the unit ball. */
const RHO = 2;

export const goalRate: Experiment = experiment({
  id: "goal-rate",
  section: 6,
  statement: "O(ρk√T) is the rate of descent that ignores its latency, 2√k above the best one possible.",
  definition:
    "Descent with the step R0/(G√T), which knows nothing of k, on a square wave of period 4k: it is pushed about by what it learns too " +
    "late. Beside it gradients that are orthogonal to all that a learner of latency k has seen, on which nobody loses less than √(kT).",
  formula:
    "square wave: R = (ηk/2)(T + k - 1) = (ρ/4)k√T (1 + (k - 1)/T), η = 1/√T; orthogonal: R = (ρ/2)√(kT), the minimax value; ρk√T over it: 2√k.",
  source:
    "post, section 6; docs/rounds.md, 6; k = 1: Abernethy, Bartlett, Rakhlin and Tewari (2008), COLT; upper half: k learners in turn, Joulani, György and Szepesvári (2013), ICML",
  parameters: {
    latency: whole("largest k, a multiple of 4", 16, { least: 4, most: 1024 }),
    rounds: whole("largest T, a multiple of 64k, at least 64k²", 65_536, {
      least: 1024,
      most: 2 ** 30,
      deep: 1_048_576,
    }),
    step: word("what the descent that is to ignore its latency does", ["oblivious", "aware"]),
  },
  breaks: [{ set: { step: "aware" }, why: "a step that knows the latency loses √k less" }],
  async run({ latency, rounds, step }, lab) {
    wholeNumber("verify: goal-rate: latency/4", latency / 4, 1);
    // whole waves at every horizon, and steps that do not reach the end of the ball
    wholeNumber("verify: goal-rate: rounds/(64 latency)", rounds / (64 * latency), latency);
    const latencies = [1, latency / 4, latency].filter((k, i, all) => all.indexOf(k) === i);
    const horizons = [rounds / 16, rounds / 4, rounds];
    const wave = (k: number, t: number): number => ((k / Math.sqrt(t)) * (t + k - 1)) / 2;
    const inHorizon: number[] = [];
    for (const t of horizons) inHorizon.push(await play(lab, squareWave, latency, t, step));
    const inLatency: number[] = [];
    for (const k of latencies) inLatency.push(await play(lab, squareWave, k, rounds, step));
    const best = await play(lab, orthogonal, latency, rounds, "aware");
    const goal = RHO * latency * Math.sqrt(rounds);
    const careful = await play(lab, squareWave, latency, rounds, "aware");
    return [
      exactly("regret/(ρk√T), square wave", inHorizon[2]! / goal, wave(latency, rounds) / goal, 1e-9),
      exactly(
        "its exponent of T",
        exponent(horizons, inHorizon),
        exponentOf(horizons, (t) => wave(latency, t)),
        1e-9,
      ),
      exactly(
        "its exponent of k",
        exponent(latencies, inLatency),
        exponentOf(latencies, (k) => wave(k, rounds)),
        1e-9,
      ),
      exactly("regret, orthogonal gradients", best, (RHO / 2) * Math.sqrt(latency * rounds), 1e-9),
      exactly("ρk√T over that", goal / best, 2 * Math.sqrt(latency), 1e-9),
      atMost("regret, square wave, step knows k", careful, (RHO / 2) * Math.sqrt((2 * latency - 1) * rounds)),
    ];
  },
});

/** The regret of descent with latency k on an adversary of block length k. */
async function play(
  lab: Lab,
  stream: typeof squareWave,
  k: number,
  rounds: number,
  step: "aware" | "oblivious",
): Promise<number> {
  const { runs } = await lab.simulate({
    rounds,
    stream: stream(k),
    schedules: [pipelined(k)],
    update: ogd({ step: step === "aware" ? aware() : oblivious() }),
    comparator: hindsight({ radius: 1 }),
  });
  return runs[0]!.regret!;
}
