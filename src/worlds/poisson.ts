import { wholeNumber } from "../check.ts";
import { dotTwice, sum } from "../sum.ts";
import { alignedChain } from "./chain.ts";
import { closedClasses } from "./closed-classes.ts";
import type { Mdp } from "./mdp.ts";
import { solve } from "./solve.ts";
import { lookAhead, type Values } from "./values.ts";

/** The same in every round: `gain` is g, `values` and `next` are the bias h. */
export interface PoissonSolution extends Values {
  /** max_s |r - g + P h - h| over the largest of |r|, |g| and |h|: what is said of utilities is true up to this share of h. */
  readonly residual: number;
}

/** Beyond this relative residual no solution is given. */
const RESIDUAL = 1e-12;

/**
 * Gain g (reward a round in the long run) and bias h (what a state is worth beyond it) of the aligned model: the solution of Poisson's
 * equation h = r - g + P h with h(reference) = 0; Puterman (1994), "Markov Decision Processes", section 8.2. With h as the value of the state
 * after round T, M* is worth exactly V_t(s) = (T - t + 1) g + h(s) from round t on, for every horizon T: memory is O(S²) here and
 * O(S A) in what is returned.
 *
 * @param reference a state's number; default 0.
 * @throws RangeError where M* has several closed classes of states (its gain then depends on where it starts), and where numbers
 *   are so large that the equation has no solution to 1e-12.
 */
export function poisson(mdp: Mdp, reference = 0): PoissonSolution {
  const names = mdp.names.states;
  wholeNumber("poisson: reference", reference, 0, names.length - 1);
  const { transitions, rewards } = alignedChain(mdp);
  const classes = closedClasses(transitions);
  if (classes.length > 1) throw new RangeError(severalClasses(classes, names));
  const { gain, bias, residual } = longRunOf(transitions, rewards, reference);
  return { ...lookAhead(mdp, gain, bias), values: bias, residual };
}

/** The same for a chain with one closed class: (S, S) transitions, (S,) rewards. @throws RangeError beyond 1e-12. */
export function longRunOf(
  transitions: readonly Float64Array[],
  rewards: Float64Array,
  reference: number,
): { readonly gain: number; readonly bias: Float64Array; readonly residual: number } {
  const solution = solve(equation(transitions, reference), rewards);
  const gain = solution?.[reference] ?? NaN;
  const bias = solution?.map((value, state) => (state === reference ? 0 : value)) ?? new Float64Array();
  const residual = solution === null ? NaN : relativeResidual(transitions, rewards, gain, bias);
  if (!(residual <= RESIDUAL)) {
    throw new RangeError(
      `poisson: expected an equation that can be solved to ${RESIDUAL}, got a residual of ${residual}: M* leaves some states too rarely, or rewards are too large`,
    );
  }
  return { gain, bias, residual };
}

/** I - P, with a column of 1 for the gain in place of the reference's, whose bias is 0. */
function equation(transitions: readonly Float64Array[], reference: number): Float64Array[] {
  return transitions.map((row, state) => {
    const left = row.map((probability) => -probability);
    // 1 - P(s, s) as the sum of the others, so that states that are rarely left keep their digits
    left[state] = 0;
    left[state] = -sum(left);
    left[reference] = 1;
    return left;
  });
}

/** max_s |r(s) - g + Σ P(s, s') (h(s') - h(s))| over the largest number in it. */
function relativeResidual(
  transitions: readonly Float64Array[],
  rewards: Float64Array,
  gain: number,
  bias: Float64Array,
): number {
  const scale = [...rewards, ...bias, gain].reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (scale === 0) return 0;
  return transitions.reduce((most, row, state) => {
    const rises = bias.map((value) => value - bias[state]!);
    const left = dotTwice([...row, 1, -1], [...rises, rewards[state]!, gain]);
    return Math.max(most, Math.abs(left) / scale);
  }, 0);
}

/** At most four classes with at most six states each are named. */
function severalClasses(classes: readonly (readonly number[])[], names: readonly string[]): string {
  const few = (items: readonly string[], most: number): string =>
    items.length > most
      ? `${items.slice(0, most).join(", ")} and ${items.length - most} more`
      : items.join(", ");
  const shown = classes.map((members) => {
    const states = members.map((state) => names[state]!);
    return `{${few(states, 6)}}`;
  });
  return `poisson: expected an aligned model with one closed class of states, got ${classes.length}: ${few(shown, 4)}`;
}
