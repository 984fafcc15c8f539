// How stale may the policy be in asynchronous RL?
//
// Actors act with a policy that is k updates old while the learner goes on. A softmax policy chooses one of four actions from eight features and is
// told the reward of its own choice only. Eight replicates for each lag and step size: the regret against the policy that always takes the best
// action, with standard errors. The step size that is best without lag is kept, or chosen anew for each lag; beside them the one of the
// worst-case bound, 1/sqrt(T + 2 Delta), which is too careful for a world that is no adversary.
import { aware, choices, constant, ogd, pipelined, replicate, softmax } from "lowstakes";

const LAGS = [1, 10, 100, 1_000, 10_000];

/** For each lag its learners, one for each step size. */
async function play(step) {
  let result;
  for await (result of replicate({
    replicates: 8,
    rounds: 100_000,
    stream: choices({ features: 8, actions: 4, chooses: "best" }),
    model: softmax(),
    update: ogd({ step }),
    schedules: LAGS.map((lag) => pipelined(lag)),
    seed: 1n,
  }));
  return LAGS.map((lag) => result.runs.filter(({ label }) => label === lag));
}

const least = (runs) => runs.reduce((best, run) => (run.regret.mean < best.regret.mean ? run : best));
const shown = ({ regret: { mean, standardError } }) =>
  `${mean.toFixed(0).padStart(7)} ± ${standardError.toFixed(0).padEnd(4)}`;

const grid = await play(constant(0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10));
const careful = await play(aware());
const usual = least(grid[0]).stepSize;
console.log(`   lag  step ${usual} kept  tuned for the lag  with step  bound's step`);
LAGS.forEach((lag, i) => {
  const kept = grid[i].find(({ stepSize }) => stepSize === usual);
  const best = least(grid[i]);
  console.log(
    [
      String(lag).padStart(6),
      shown(kept).padStart(13),
      shown(best).padStart(17),
      String(best.stepSize).padStart(9),
      shown(careful[i][0]),
    ].join("  "),
  );
});
