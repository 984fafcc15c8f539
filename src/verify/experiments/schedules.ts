import { hindsight } from "../../comparators/comparator.ts";
import { periodic } from "../../schedules/periodic.ts";
import { pipelined } from "../../schedules/pipelined.ts";
import { blockRademacher, orthogonal, squareWave } from "../../streams/adversaries.ts";
import { ogd } from "../../updates/ogd.ts";
import { aware, oblivious } from "../../updates/steps.ts";
import { type Experiment, experiment } from "../experiment.ts";
import { atMost, exactly } from "../measurement.ts";
import { whole, word } from "../parameters.ts";

export const schedules: Experiment = experiment({
  id: "schedules",
  section: 7,
  statement: "k > 1 is basically the same: one bound for every schedule, with its total staleness Δ for k.",
  definition:
    "Pipelined, periodic, and periodic deployment with training time, each against three adversaries of block length k (square wave, " +
    "orthogonal, random signs). The learner's own iterates obey the bound of k = 1; the distance between them and what is deployed costs " +
    "η G² Δ more, and nothing else changes.",
  formula:
    "R <= R0²/(2η) + η G² (T/2 + Δ), tuned R0 G √(T + 2Δ); pipelined √((2k - 1)T), periodic √(pT), with training √((p + 2τ)T).",
  source: 'post, section 7 ("I think k > 1 is basically the same"); proof in docs/rounds.md, 3',
  parameters: {
    latency: whole("k, and the block length of the adversaries", 16, { least: 2, most: 1000 }),
    rounds: whole("T", 65_536, { least: 1000, most: 1e8, deep: 655_360 }),
    step: word("what the step size is tuned for", ["aware", "oblivious"]),
    seed: whole("of the random signs", 1, { least: 0, most: 2 ** 32 }),
  },
  breaks: [
    {
      set: { step: "oblivious" },
      why: "the tuned bound wants a step that knows Δ; the general one still holds",
    },
  ],
  async run({ latency: k, rounds, step, seed }, lab) {
    const half = Math.floor(k / 2);
    const list = [
      { schedule: pipelined(k), constant: 2 * k - 1 },
      { schedule: periodic(k), constant: k },
      { schedule: periodic(k - half, half), constant: k + half },
    ];
    const streams = [squareWave(k), orthogonal(k), blockRademacher(k)];
    const largest = list.map(() => 0);
    let general = 0;
    let stale: readonly number[] = [];
    for (const stream of streams) {
      const { runs } = await lab.simulate({
        rounds,
        seed,
        stream,
        schedules: list.map(({ schedule }) => schedule),
        update: ogd({ step: step === "aware" ? aware() : oblivious(), radius: 1 }),
        comparator: hindsight({ radius: 1 }),
      });
      runs.forEach((run, i) => (largest[i] = Math.max(largest[i]!, run.regret!)));
      general = Math.max(general, ...runs.map(({ certificate }) => certificate!.ratio!));
      stale = runs.map(({ effectiveLatency }) => (effectiveLatency - 1) * rounds);
    }
    return [
      ...list.map(({ schedule }, i) =>
        exactly(`total staleness Δ, ${schedule.name}`, stale[i]!, schedule.staleness(rounds)!, 1e-9),
      ),
      atMost("largest regret/bound of all", general, 1),
      ...list.map(({ schedule, constant }, i) =>
        atMost(`largest regret, ${schedule.name}`, largest[i]!, Math.sqrt(constant * rounds)),
      ),
    ];
  },
});
