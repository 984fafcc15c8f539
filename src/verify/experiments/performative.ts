import { squared } from "../../losses/squared.ts";
import { ogd } from "../../updates/ogd.ts";
import { constant } from "../../updates/steps.ts";
import { square } from "../../vectors.ts";
import { type Experiment, experiment } from "../experiment.ts";
import type { Lab } from "../lab.ts";
import { atLeast, exactly } from "../measurement.ts";
import { real, whole } from "../parameters.ts";
import { outcomes } from "../setups/outcomes.ts";

export const performative: Experiment = experiment({
  id: "performative",
  section: 2,
  statement: "Where the deployed model itself shifts the inputs, the replay of a log misleads.",
  definition:
    "Outcomes answer the model: y_s = 1 + c x_{s-1}, x_s its output in round s. A log is recorded while the untrained model is deployed, and " +
    "replayed with a learner; then the same learner is deployed, live. The log knows nothing of the answers.",
  formula:
    "replayed: Σ e²/2 = 1/(2η(2 - η)); live: e_{s+1} = (1 - η)e_s + cη e_{s-1}, Σ e²/2 = ½(1 - b)/((1 + b)((1 - b)² - (1 - η)²)), b = cη.",
  source:
    'post, section 2; Perdomo, Zrnic, Mendler-Dünner and Hardt (2020), "Performative prediction", ICML; the sum by the Yule-Walker equations',
  parameters: {
    answer: real("c, how strongly outcomes answer the model", 0.9, { least: -0.99, most: 0.999 }),
    step: real("η", 0.1, { least: 1e-4, most: 1 }),
    rounds: whole("T", 4000, { least: 10, most: 1e7, deep: 40_000 }),
    misled: real("factor by which a replay misleads", 2, { least: 1, most: 1e9 }),
  },
  breaks: [
    { set: { answer: 0 }, why: "nothing answers: the replay is right" },
    {
      set: { answer: 0.999, rounds: 1000 },
      why: "the costs have not ended: they add up over 1/(η(1 - c)) rounds",
    },
  ],
  async run({ answer, step, rounds, misled }, lab) {
    const replayed = await play(lab, step, rounds, 0);
    const live = await play(lab, step, rounds, answer);
    return [
      exactly("cost as replayed", replayed, total(step, 0), 1e-9),
      exactly("cost live", live, total(step, answer), 1e-9),
      atLeast("live/replayed", live / replayed, misled),
    ];
  },
});

/** Total loss of a learner whose outcomes answer it: rows are handed out one by one, each after the round before it was decided. */
async function play(lab: Lab, step: number, rounds: number, answer: number): Promise<number> {
  let output = 0;
  const { runs } = await lab.replay({
    rows: outcomes(rounds, () => 1 + answer * output, 1),
    loss: squared(),
    update: ogd({ step: constant(step), gradient: "stale" }),
    blockSize: 1,
    onPredictions: ({ predictions }) => void (output = predictions.at(-1)!),
  });
  return runs[0]!.meanLoss * rounds;
}

/** ½ Σ e² of e_{s+1} = (1 - η) e_s + c η e_{s-1}, e_1 = -1, e_0 = 0. */
function total(step: number, answer: number): number {
  const b = answer * step;
  return (1 - b) / (2 * (1 + b) * (square(1 - b) - square(1 - step)));
}
