import { squared } from "../../losses/squared.ts";
import { deployments } from "../../schedules/deployments.ts";
import { periodic } from "../../schedules/periodic.ts";
import { pipelined } from "../../schedules/pipelined.ts";
import type { Deployment } from "../../schedules/schedule.ts";
import { ogd } from "../../updates/ogd.ts";
import { SEQUENCE, words } from "../../worlds/draws.ts";
import { type Experiment, experiment } from "../experiment.ts";
import { atMost, exactly } from "../measurement.ts";
import { whole } from "../parameters.ts";
import { outcomes } from "../setups/outcomes.ts";

export const latency: Experiment = experiment({
  id: "latency",
  section: 6,
  statement: "The model that decides round s has learned from rounds up to s - k and from no later one.",
  definition:
    "Row s has outcome s, and a model of a single number takes over the last outcome it learns (parabola, step 1): what a model says is " +
    "the last round it has learned from, a(s). Read off what was deployed, for every schedule: largest latency, effective latency, and " +
    "rounds whose model knew them or had forgotten some.",
  formula:
    "largest s - a(s): pipelined k, periodic p + τ; effective latency 1 + Σ (s - 1 - a(s))/T; a(s) <= s - 1, never decreasing.",
  source: "post, section 6 (the latency k); docs/rounds.md, 1",
  parameters: {
    latency: whole("k of pipelined and period of periodic, rounds", 64, { least: 1, most: 1e6 }),
    period: whole("p of a schedule whose training takes time", 40, { least: 1, most: 1e6 }),
    training: whole("τ, rounds that a training takes", 24, { least: 0, most: 1e6 }),
    allowed: whole("k that is allowed", 64, { least: 1, most: 1e6 }),
    rounds: whole("T", 20_000, { least: 2, most: 1e8, deep: 200_000 }),
    seed: whole("of the irregular deployments", 1, { least: 0, most: 2 ** 32 }),
  },
  breaks: [
    { set: { training: 25 }, why: "p + τ is one more than what is allowed" },
    { set: { allowed: 32 }, why: "every schedule is later than that" },
  ],
  async run({ latency: k, period, training, allowed, rounds, seed }, lab) {
    const schedules = [
      pipelined(k),
      periodic(k),
      periodic(period, training),
      deployments(() => irregular(allowed, rounds, BigInt(seed))),
    ];
    const seen = new Map(schedules.map(({ name }) => [name, new Deployed()]));
    const { runs } = await lab.replay({
      rows: outcomes(rounds, (s) => s),
      loss: squared(),
      schedules,
      update: ogd({ step: 1, gradient: "fresh" }),
      onPredictions: ({ schedule, round, predictions }) => seen.get(schedule)!.add(round, predictions),
    });
    const wrong = [...seen.values()].reduce((all, { wrong }) => all + wrong, 0);
    return [
      exactly("rounds whose model knew them, or forgot", wrong, 0),
      ...schedules.flatMap((schedule, i) => {
        const { largest, stale } = seen.get(schedule.name)!;
        const staleness = schedule.staleness(rounds) ?? (runs[i]!.effectiveLatency - 1) * rounds;
        return [
          exactly(`largest latency, ${schedule.name}`, largest, schedule.latency(rounds) ?? runs[i]!.latency),
          atMost("the same against what is allowed", largest, allowed, 0),
          exactly("effective latency", 1 + stale / rounds, 1 + staleness / rounds, 1e-12),
        ];
      }),
    ];
  },
});

/** What the outputs say about a(s). */
class Deployed {
  largest = 0;
  stale = 0;
  wrong = 0;
  #last = 0;

  add(round: number, predictions: Float64Array): void {
    predictions.forEach((learned, i) => {
      const s = round + i;
      if (!Number.isInteger(learned) || learned > s - 1 || learned < this.#last) this.wrong++;
      this.largest = Math.max(this.largest, s - learned);
      this.stale += s - 1 - learned;
      this.#last = learned;
    });
  }
}

/** New models at irregular times, trained for irregular times, never more than k rounds late. */
function* irregular(k: number, rounds: number, seed: bigint): Generator<Deployment> {
  const slack = Math.floor((k - 1) / 2);
  let learned = 0;
  for (let round = 2, i = 0; round <= rounds; i++) {
    const [wait, training] = words(seed, SEQUENCE.path, i, 2);
    learned = Math.max(learned, round - 1 - (training! % (slack + 1)));
    yield { round, learned };
    round += 1 + (wait! % (slack + 1));
  }
}
