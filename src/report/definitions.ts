/** What every number of a result means, in a line, and where it is defined in full. */
export interface Definition {
  readonly means: string;
  readonly source: string;
}

const rounds =
  (section: string) =>
  (means: string): Definition => ({ means, source: `docs/rounds.md, ${section}` });

const round = rounds("1 The round");
const accounts = rounds("2 Accounts");
const bound = rounds("3 The staleness bound");
const meaning = rounds("4 Is the bound meaningful?");
const hindsight = rounds("5 The best fixed model in hindsight");
const streams = rounds("6 Streams, replicates");
const plan = (means: string): Definition => ({ means, source: "docs/plan.md" });
const forecasts = rounds("9 Forecasts of experts");
const logged = rounds("11 Logged actions");
const live = (means: string): Definition => ({ means, source: "docs/worlds.md, 6 Live in a world" });
const results = (means: string): Definition => ({ means, source: "docs/results.md" });

/** By the path of the number in a run; one without a path of its own is looked up by the end of it. */
const DEFINITIONS: Readonly<Record<string, Definition>> = {
  label: round("number the schedule is known by: latency k, period p, exponent beta"),
  latency: round("largest s - a(s) over the rounds played"),
  effectiveLatency: round("1 + Δ/T, measured: mean number of rounds that the model is behind, and one"),
  steadyLatency: round("effective latency in the long run, by the schedule's formula"),
  stepSize: round("step size η, or what it is made of where it falls"),
  training: round("rounds that a training takes"),
  feedbackDelay: round("rounds until feedback is there"),
  rounds: round("rounds played"),
  pending: round("rounds played whose feedback had not been learned at the end"),
  meanLoss: accounts("loss a decision; for a policy minus its expected utility"),
  meanUtility: accounts("mean utility of the actions drawn"),
  "diverged.round": accounts("round from which on the learner counts as diverged"),
  diverged: accounts("replicates that diverged"),
  regret: accounts("Σ loss minus the comparator's loss, summed round by round"),
  "deployed.meanLoss": accounts("loss a decision of the policy with its exploration"),
  "deployed.cost": accounts("what exploration cost: Σ γ (U(p) - U(μ))"),
  "deployed.regret": accounts("regret with the cost of exploration"),
  deployedRegret: accounts("regret with the cost of exploration"),
  minGap: accounts("smallest difference of a round's loss and the comparator's"),
  maxGap: accounts("largest difference of a round's loss and the comparator's"),
  squaredLoss: accounts("Σ loss²"),
  maxGradient: accounts("G: largest norm of a gradient met"),
  path: accounts(
    "Σ η |g|: length of the learner's path before projection; of a comparator Σ |u_t - u_{t-1}|",
  ),
  errors: accounts("rounds whose class was predicted wrong"),
  auc: accounts("probability that a positive gets a larger output than a negative"),
  brier: accounts("mean squared error of the probability"),
  coverage: accounts("share of outcomes at or below the prediction; near the quantile that is predicted"),
  rmse: accounts("root mean squared residual"),
  mae: accounts("mean absolute residual"),
  frequencyLoss: accounts("log loss of the class frequency seen so far (Laplace's rule)"),
  persistenceErrors: accounts("rounds in which the last class seen was wrong"),
  meanRmse: accounts("root mean squared error of the mean outcome so far"),
  meanMae: accounts("mean absolute error of the mean outcome so far"),
  persistenceMae: accounts("mean absolute error of the last outcome seen"),
  prefixLoss: accounts("loss a decision on the first rows, which choose the step size"),
  choiceLoss: plan(
    "loss a decision on the rows that chose step sizes and period, the later half of the prefix",
  ),
  suffixLoss: accounts("loss a decision on the rows after the prefix"),
  lastOutcome: plan(
    "how much further off the last outcome known is than under the next shorter schedule of its kind, a row",
  ),
  waiting: plan(
    "loss a decision beyond that of the next shorter schedule of its kind, each at the step size chosen for it",
  ),
  increase: plan("loss a decision beyond that of the schedule that was best when chosen, row by row"),
  bound: bound("upper bound on the regret, from what the run met"),
  "certificate.bound": bound("upper bound on the regret, from what the run met"),
  "certificate.ratio": bound("regret/bound"),
  largestRatio: bound("largest regret/bound of a replicate"),
  violations: bound("replicates whose regret is beyond the bound: any would disprove it"),
  "terms.distance": bound("summand (D² + 2 D' P)/(2 η) of the bound: where the comparator is"),
  "terms.squares": bound("summand ½ Σ η |g|² of the bound"),
  "terms.staleness": bound("summand Σ |∇l| Σ η |g| of the bound: what latency adds"),
  "terms.penalty": bound("summand λ T |u|²/2 of the bound"),
  "terms.rounding": rounds("8 In f32")("summand of the bound: what rounding can add"),
  "apriori.gradient": bound("G: largest gradient norm met"),
  "apriori.distance": bound("R0 = |u|: from where the learner starts"),
  "apriori.staleness": bound("Δ = Σ (s - 1 - a(s))"),
  "apriori.bound": bound("R0²/(2 η) + η G² (T/2 + Δ)"),
  "apriori.awareStep": bound("R0/(G √(T + 2Δ))"),
  "apriori.awareBound": bound("R0 G √(T + 2Δ)"),
  "apriori.obliviousStep": bound("R0/(G √T)"),
  "apriori.obliviousBound": bound("R0 G √T (1 + Δ/T): the post's O(ρ k √T)"),
  "meaning.stakes": meaning("ρ: largest difference of loss of two outputs in a round, stated or as met"),
  "meaning.metStakes": meaning("largest difference met, where it is beyond the stakes stated"),
  "meaning.value": meaning(
    "V: value at stake, what the comparator saves against the untrained model unless stated",
  ),
  "meaning.trivialValue": meaning("ρ T"),
  "meaning.s1": meaning("S1 = ρ k/V: damage before retraining"),
  "meaning.s2": meaning("S2 = bound/V"),
  "meaning.s3": meaning("S3 = regret/bound"),
  "meaning.epsilon": meaning("share of V up to which S1 and S2 are small"),
  "meaning.horizon": meaning("T*: rounds from which the bound of the latency-aware step is meaningful"),
  "meaning.postHorizon": meaning("the same for the post's ρ k √T"),
  "exceeded.round": meaning("first round in which two outputs differed by more than the stakes stated"),
  "exceeded.difference": meaning("by how much they differed"),
  score: meaning("score of that output"),
  loss: meaning("loss of that output"),
  norm: round("|u| at the start"),
  untrainedMeanLoss: round("loss a decision of the untrained model"),
  value: meaning("V: what the comparator saves against the untrained model"),
  "hindsight.radius": hindsight("radius of the ball it was looked for in"),
  "hindsight.gap": hindsight("duality gap a decision: nothing in the ball is better by more"),
  "hindsight.passes": hindsight("passes over the stream that it took"),
  "hindsight.converged": hindsight("the search came to an end"),
  converged: hindsight("the search came to an end"),
  schedule: round("rule by which weights go live"),
  reason: accounts("why the learner counts as diverged"),
  name: round("what regret is measured against"),
  holds: bound("regret <= bound, up to rounding (1e-9)"),
  notCovered: bound("why no theorem covers the run"),
  "meaning.meaningful": meaning("S2 <= epsilon"),
  "meaning.stakesFrom": meaning("where ρ is from"),
  kind: plan("latencies, or retraining periods"),
  "retraining.perDecision": plan("c/p: what retraining costs a decision"),
  "retraining.choiceTotal": plan("J(p) = C(p) + c/p on the rows that chose"),
  "retraining.total": plan("J(p) = C(p) + c/p: loss and retraining together, a decision"),
  "retraining.increase": plan("J beyond that of the period chosen"),
  thin: plan("the log does too little of what these policies would have done: nothing is claimed"),
  reward: plan("mean reward of a policy that does not learn: as it was, or estimated (doubly robust)"),
  advantage: plan("what the schedule recommended earns a decision beyond this policy, row by row"),
  "compute.updates": plan("updates made over all rows"),
  "fixedJob.job": plan("updates of one retraining job of fixed size"),
  "fixedJob.updates": plan("updates over all rows with such jobs"),
  "fixedJob.stepSize": plan("step size that was best on the prefix with such jobs"),
  "fixedJob.suffixLoss": plan("loss a decision with such jobs"),
  "fixedJob.increase": plan("what fewer updates cost a decision"),
  "verdict.word": meaning("the verdict from S1 and S2"),
  actions: hindsight("best action in each context, from 0"),
  replicates: streams("how many replicates a mean is over"),
  playedLoss: round("loss a decision of what was played, perturbed so as to learn from its loss alone"),
  "transformed.swapRegret": accounts(
    "swap regret: against the learner with each action replaced by the best one for it",
  ),
  "transformed.internalRegret": accounts(
    "internal regret: the largest gain of replacing one action by one other",
  ),
  "transformed.swapBound": accounts("upper bound on the swap regret"),
  "transformed.linearRegret": accounts(
    "against the learner with its decisions put through the best linear map that lengthens nothing",
  ),
  "transformed.holds": accounts("swap regret <= its bound, up to rounding"),
  "world.state": live("the state before the next round"),
  "world.reward": live("Σ r: rewards received"),
  "world.realised": live("what deciding otherwise than the aligned policy has cost: gaps less luck"),
  "world.gaps": live(
    "Σ of the gaps of the actions taken; regret is what could be expected of it before they were drawn",
  ),
  "world.martingale": live("Σ of what was luck, of mean 0"),
  "world.rhoPath": live("ρ: largest difference of utility between two actions in a state met"),
  "world.rhoAll": live("ρ of all states"),
  "world.rhoReachable": live("ρ of the states that can be met from the start"),
  "world.perceived.regret": live(
    "perceived regret: regret under what learners were told instead of the truth",
  ),
  "world.perceived.seeming": live("perceived regret against the action that seemed best in each round"),
  "world.perceived.range": live("largest difference between two utilities told in one round"),
  "world.perceived.bound": live("upper bound on the perceived regret"),
  mape: forecasts("mean |F - y|/|y| of the forecast"),
  expectedMeanLoss: forecasts("mean of Σ p l: the experts' losses under the weights of the mixture"),
  against: forecasts("the expert that the regret is against"),
  "certificate.regret": forecasts(
    "largest regret, over experts and their waking rounds, in what is followed",
  ),
  "certificate.range": forecasts("ρ: largest range of what is followed in one round"),
  policy: logged("rule by which actions are chosen"),
  ips: logged("mean reward by importance weighting: Σ w r/n"),
  selfNormalised: logged("mean reward, self-normalised: Σ w r/Σ w"),
  doublyRobust: logged("mean reward by a model of rewards and importance weighting of what it misses"),
  effectiveSample: logged("(Σ w)²/Σ w²: rows that the estimate is worth"),
  meanWeight: logged("mean of w, the policy's probability over the propensity: 1 but for chance"),
  largestWeight: logged("largest w"),
  "growth.exponent": results("slope of log regret in log rounds"),
  "growth.from": results("first round of its fit"),
  "growth.to": results("last round of its fit"),
};

/** Parts of a path that say of what kind a number is. */
const PARTS: Readonly<Record<string, string>> = {
  prefix: "on the rows that choose step sizes: ",
  suffix: "on the rows that judge: ",
  standardError: "standard error of: ",
  low: "lower end of the interval of: ",
  high: "upper end of the interval of: ",
};

/** Of a number by its path, such as `suffix.auc`; null for one that has none. */
export function definitionOf(path: string): Definition | null {
  const names = path.split(".");
  const words = names.map((name) => PARTS[name] ?? "").join("");
  const own = names.filter((name) => !(name in PARTS));
  for (let from = 0; from < own.length; from++) {
    const found = DEFINITIONS[own.slice(from).join(".")];
    if (found) return { ...found, means: words + found.means };
  }
  return null;
}
