import { expectations, probabilities } from "../acted";
import { BESIDE, FEATURE, wide } from "../float";
import { lost } from "../lanes";
import { I_ACTIONS, I_CONTEXTS, I_ROW_MASK, P_CONTEXT, P_TRANSFORMED, VECTOR } from "../layout";
import { integer, pointer, SPAN, WIDE } from "../table";
import { Float, OWN_ROWS } from "../variant";

/**
 * The best transformed policy: what a policy would have gained had it taken action a wherever it took b, Σ p_b (U_a - U_b), for each pair of
 * actions in each context. Swap regret lets every b have its own a, internal regret a single pair: Blum and Mansour (2007), "From external
 * to internal regret", J. Mach. Learn. Res. 8. Rows with features count as one context.
 *
 * Sums are (contexts, A from b, A to a, 2, lanes) f64: differences within a round, and what rounding lost of their sum.
 */

/** Bytes of one sum. */
const PAIR: usize = 2 * WIDE;

/** Adds rounds [from, from + n), whose actions have been drawn. */
export function addSwaps(run: usize, panel: usize, from: i32, n: i32): void {
  const actions = <usize>integer(run, I_ACTIONS),
    table = actions * actions * PAIR,
    sums = pointer(panel, P_TRANSFORMED),
    contexts = integer(run, I_CONTEXTS) > 0 ? pointer(run, P_CONTEXT) : 0;
  for (let t = 0; t < n; ++t) {
    const context = contexts + <usize>((from + t) & integer(run, I_ROW_MASK)) * BESIDE,
      p = probabilities(run, t),
      u = expectations(run, t);
    for (let v: usize = 0; v < SPAN; v += 16) {
      const first = contexts ? <usize>load<f64>(OWN_ROWS ? context + v : context) * table : 0,
        second = contexts && OWN_ROWS ? <usize>load<f64>(context + v, 8) * table : first;
      addPair(p, u, actions, v, sums + first + v, sums + second + v);
    }
  }
}

/** The same for one round and the two lanes at v, whose contexts have their sums at `first` and `second`. */
// @ts-ignore: decorator
@inline
function addPair(p: usize, u: usize, actions: usize, v: usize, first: usize, second: usize): void {
  const end = u + actions * FEATURE;
  for (let b: usize = 0; b < actions; ++b, p += VECTOR) {
    const share = wide(p, v),
      own = utility(u + b * FEATURE, v);
    for (let a = u; a < end; a += FEATURE, first += PAIR, second += PAIR) {
      const gain = f64x2.mul(share, f64x2.sub(utility(a, v), own)),
        before = both(first, second, 0),
        sum = f64x2.add(before, gain);
      put(first, second, 0, sum);
      put(first, second, WIDE, f64x2.add(both(first, second, WIDE), lost(before, gain, sum)));
    }
  }
}

/** An action's utility for the lanes at v. */
// @ts-ignore: decorator
@inline
function utility(at: usize, v: usize): v128 {
  return OWN_ROWS ? wide(at, v) : f64x2.splat(<f64>load<Float>(at));
}

/** Two lanes, which stand side by side unless rows are their own. */
// @ts-ignore: decorator
@inline
function both(first: usize, second: usize, offset: usize): v128 {
  if (!OWN_ROWS) return v128.load(first + offset);
  return v128.load64_lane(second + offset + 8, v128.load64_zero(first + offset), 1);
}

// @ts-ignore: decorator
@inline
function put(first: usize, second: usize, offset: usize, value: v128): void {
  if (!OWN_ROWS) return v128.store(first + offset, value);
  v128.store64_lane(first + offset, value, 0);
  v128.store64_lane(second + offset + 8, value, 1);
}
