import { wholeNumber } from "../check.ts";
import { reachable } from "./chain.ts";
import type { Mdp } from "./mdp.ts";
import type { PoissonSolution } from "./poisson.ts";
import { extent, type Extent } from "./stakes.ts";
import { lookAhead } from "./values.ts";

/**
 * D_k, the damage before retraining: what k rounds of the worst actions cost if M* decides before and after. W_0 = h,
 * W_{j+1}(s) = min_a [r(s, a) - g + (P W_j)(s, a)], D_k = max_s h(s) - W_k(s) <= ρ k. (Post, section 6: "the total damage that can be
 * done by ML systems before retraining".) Time O(k S² A).
 *
 * @param latency k >= 0, rounds.
 */
export function damageBeforeRetraining(mdp: Mdp, { gain, values }: PoissonSolution, latency: number): Extent {
  wholeNumber("damageBeforeRetraining: latency", latency, 0);
  let worst = values;
  for (let j = 0; j < latency; j++) {
    const { actionValues } = lookAhead(mdp, gain, worst);
    worst = Float64Array.from(actionValues, (row) =>
      row.reduce((least, value) => Math.min(least, value), Infinity),
    );
  }
  return extent(
    Array.from(values, (value, state) => value - worst[state]!),
    reachable(mdp),
  );
}
