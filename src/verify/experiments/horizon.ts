import { hindsight } from "../../comparators/comparator.ts";
import { pipelined } from "../../schedules/pipelined.ts";
import { orthogonal } from "../../streams/adversaries.ts";
import { ogd } from "../../updates/ogd.ts";
import { aware, oblivious } from "../../updates/steps.ts";
import { square } from "../../vectors.ts";
import { type Experiment, experiment } from "../experiment.ts";
import { atLeast, atMost, exactly, says } from "../measurement.ts";
import { real, whole, word } from "../parameters.ts";

/** ρ of linear utilities with |g| = 1 on the unit ball. */
const RHO = 2;

export const horizon: Experiment = experiment({
  id: "horizon",
  section: 6,
  statement: "The gap is eventually small: from a horizon T* on the bound is small beside what is at stake.",
  definition:
    "Gradients orthogonal to all that a learner of latency k has seen, with v at stake a round; descent with the step that is best for its " +
    "horizon. The bound is played on both sides of T*; below k/(εv)² the regret itself is more than ε of the value at stake.",
  formula: "S2 = √((2k - 1)T - k(k - 1))/(vT); T* = (2k - 1)ρ²/(4ε²v²); for the post's ρk√T: ρ²k²/(ε²v²).",
  source: 'post, section 6 ("eventually small", "only meaningful when .."); docs/rounds.md, 4',
  parameters: {
    latency: whole("k", 4, { least: 1, most: 1000 }),
    value: real("v, value at stake a round", 0.2, { least: 1e-3, most: 2, deep: 0.06 }),
    epsilon: real("share of it that is small", 0.05, { least: 1e-3, most: 1 }),
    margin: real("how far on either side of T*, as a share", 0.1, { least: 0.001, most: 1 }),
    step: word("what the step size is tuned for", ["aware", "oblivious"]),
  },
  breaks: [{ set: { step: "oblivious" }, why: "a step that ignores the latency has a larger bound" }],
  async run({ latency: k, value, epsilon, margin, step }, lab) {
    const unit = square(RHO / (2 * epsilon * value));
    const star = Math.ceil((2 * k - 1) * unit);
    const play = async (about: number) => {
      const rounds = k * Math.max(1, Math.round(about / k));
      const { runs } = await lab.simulate({
        rounds,
        stream: orthogonal(k),
        schedules: [pipelined(k)],
        update: ogd({ step: step === "aware" ? aware() : oblivious() }),
        comparator: hindsight({ radius: 1 }),
        stakes: RHO,
        value,
        epsilon,
      });
      const { regret, meaning } = runs[0]!;
      return { rounds, share: regret! / (value * rounds), meaning: meaning! };
    };
    const shareOf = (t: number): number => Math.sqrt((2 * k - 1) * t - k * (k - 1)) / (value * t);
    const yes = (meaningful: boolean | null): string => (meaningful ? "yes" : "no");
    const [before, after] = [await play(star * (1 - margin)), await play(star * (1 + margin))];
    const early = await play(k * unit * (1 - margin));
    return [
      exactly("T* as reported", after.meaning.horizon ?? NaN, star),
      exactly("T* of ρk√T as reported", after.meaning.postHorizon ?? NaN, Math.ceil(square(2 * k) * unit)),
      exactly(`bound/value at stake, T = ${after.rounds}`, after.meaning.s2!, shareOf(after.rounds), 1e-9),
      says("meaningful", yes(after.meaning.meaningful), "yes"),
      exactly(`bound/value at stake, T = ${before.rounds}`, before.meaning.s2!, shareOf(before.rounds), 1e-9),
      says("meaningful", yes(before.meaning.meaningful), "no"),
      atMost("regret/value at stake beyond T*", after.share, epsilon),
      atLeast(`the same, T = ${early.rounds}`, early.share, epsilon),
    ];
  },
});
