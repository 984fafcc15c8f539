import { square } from "../vectors.ts";
import { rounding, type Single } from "./rounding.ts";
import type { Trace } from "./trace.ts";

/**
 * The staleness bound: what projected online gradient descent can lose to a comparator u at most, whatever the data, the
 * schedule of deployments and the (nonincreasing) step sizes, from the gradients that the run met.
 *
 *   R_T(u) <= (D² + 2 D' P_T) / (2 eta_T) + ½ Σ eta_i |g_i|² + Σ_s |grad l_s(x_s)| Σ_{a(s)<i<s} eta_i |g_i| + l2 T |u|²/2
 *
 * Proof in docs/rounds.md: telescoping for the learner's iterates z_i, which process the data in order; convexity and the
 * non-expansive projection for the distance between z_s and the weights z_{a(s)+1} that played. D = |z_1 - u| for a constant
 * step and a fixed u, else the largest |z_i - u|; P_T is the comparator's path length, D' the largest |z_i - u_t|. In f32 what rounding
 * can add comes on top (rounding.ts).
 */
export interface Certificate {
  /** Upper bound on the regret; null where no theorem covers the run. */
  readonly bound: number | null;
  /** regret / bound. */
  readonly ratio: number | null;
  /** regret <= bound, up to rounding. */
  readonly holds: boolean | null;
  /** Why no theorem covers the run; null where one does. */
  readonly notCovered: string | null;
  /** The summands of the bound. */
  readonly terms: BoundTerms | null;
  /** The same bound from a bound G on every gradient, known before the run. */
  readonly apriori: Apriori | null;
}

export interface BoundTerms {
  readonly distance: number;
  readonly squares: number;
  readonly staleness: number;
  readonly penalty: number;
  /** What rounding can add to the regret; only in f32 (rounding.ts). */
  readonly rounding?: number;
}

/** R0²/(2 eta) + eta G² (T/2 + Δ), and the constant step sizes that suit it. */
export interface Apriori {
  /** G: largest gradient norm met. */
  readonly gradient: number;
  /** R0 = |u|: the learner starts at 0. */
  readonly distance: number;
  /** Δ = Σ (s - 1 - a(s)). */
  readonly staleness: number;
  /** The bound at the run's own step size; null unless it is constant. */
  readonly bound: number | null;
  /** R0 / (G sqrt(T + 2 Δ)), and its bound R0 G sqrt(T + 2 Δ). */
  readonly awareStep: number;
  readonly awareBound: number;
  /** R0 / (G sqrt(T)), and its bound R0 G sqrt(T) (1 + Δ/T). */
  readonly obliviousStep: number;
  readonly obliviousBound: number;
}

/** The comparator as the bound sees it. */
export interface Opponent {
  /** |u|, at the start. */
  readonly norm: number;
  /** Largest |u_t|. */
  readonly maxNorm: number;
  /** Path length P_T; 0 for a fixed comparator. */
  readonly path: number;
  /** Its inner products with the learner were followed round by round: the largest distance is exact. */
  readonly followed: boolean;
}

/** How the run was set up. */
export interface Setup {
  readonly rounds: number;
  readonly staleness: number;
  readonly constantStep: boolean;
  readonly l2: number;
  readonly radius: number;
  readonly convex: boolean;
  readonly river: boolean;
  readonly ownIntercept: boolean;
  readonly lossLabel: string;
  /** Another reason why no theorem covers the run; null for none. */
  readonly notCovered: string | null;
  /** What the run met, where it was in f32; null in f64. */
  readonly single: Single | null;
}

/** Rounding of regret and bound themselves: relative to the bound. */
const ROUNDING = 1e-9;

export function certify(regret: number, trace: Trace, opponent: Opponent, setup: Setup): Certificate {
  const notCovered = whyNot(opponent, setup, regret);
  const apriori = setup.convex && setup.l2 === 0 ? fromGradientBound(trace, opponent, setup) : null;
  if (notCovered !== null)
    return { bound: null, ratio: null, holds: null, notCovered, terms: null, apriori: null };
  const terms = summands(trace, opponent, setup);
  const bound = terms.distance + terms.squares + terms.staleness + terms.penalty + (terms.rounding ?? 0);
  // gradients may overflow a round before losses do
  if (!Number.isFinite(bound))
    return { bound: null, ratio: null, holds: null, notCovered: LEFT, terms: null, apriori: null };
  return {
    bound,
    ratio: bound > 0 ? regret / bound : null,
    holds: within(regret, bound),
    notCovered: null,
    terms,
    apriori,
  };
}

/** Whether a regret is no more than its bound, up to rounding. */
export function within(regret: number, bound: number): boolean {
  return regret <= bound * (1 + ROUNDING) + ROUNDING;
}

const LEFT = "the learner's weights left the finite numbers";

function whyNot(opponent: Opponent, setup: Setup, regret: number): string | null {
  if (setup.notCovered !== null) return setup.notCovered;
  if (!setup.convex) return `the ${setup.lossLabel} is not convex in the weights`;
  if (setup.river) return "under river scaling the features change with what the learner has seen";
  if (setup.ownIntercept) return "the intercept has a step size of its own";
  if (opponent.maxNorm > setup.radius * (1 + ROUNDING))
    return "the comparator lies outside the learner's ball";
  if (!Number.isFinite(regret)) return LEFT;
  return null;
}

function summands(trace: Trace, opponent: Opponent, setup: Setup): BoundTerms {
  const { norm, maxNorm, path, followed } = opponent;
  // the learner starts at 0, so |z_1 - u| = |u|
  const largest = followed ? trace.maxDistance : trace.maxNorm + maxNorm;
  const start = setup.constantStep ? norm : largest;
  const squared = square(start) + (path > 0 ? 2 * (trace.maxNorm + maxNorm) * path : 0);
  return {
    // a learner that never had a gradient to follow never moved: its regret is bounded by the other terms alone
    distance: trace.lastStep > 0 ? squared / (2 * trace.lastStep) : 0,
    squares: trace.squares / 2,
    staleness: trace.stale,
    penalty: (setup.l2 * setup.rounds * square(maxNorm)) / 2,
    ...(setup.single && { rounding: rounding(trace, maxNorm, setup, setup.single) }),
  };
}

function fromGradientBound(trace: Trace, opponent: Opponent, setup: Setup): Apriori | null {
  const { rounds, staleness } = setup;
  const [g, r0] = [trace.maxGradient, opponent.norm];
  if (opponent.path > 0 || !(g > 0) || !(r0 > 0)) return null;
  const root = Math.sqrt(rounds);
  const rootStale = Math.sqrt(rounds + 2 * staleness);
  const eta = trace.lastStep;
  return {
    gradient: g,
    distance: r0,
    staleness,
    bound: setup.constantStep ? square(r0) / (2 * eta) + eta * square(g) * (rounds / 2 + staleness) : null,
    awareStep: r0 / (g * rootStale),
    awareBound: r0 * g * rootStale,
    obliviousStep: r0 / (g * root),
    obliviousBound: r0 * g * root * (1 + staleness / rounds),
  };
}
