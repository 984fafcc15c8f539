import { realNumber } from "../check.ts";

/**
 * NOT LOW-STAKES: a few decisions matter, whatever is learned. NOT MEANINGFUL: they do not, but the bound is too large beside the value
 * at stake to say anything. LOW-STAKES: neither; whether the goal is reached is then for a measurement to say.
 */
export type VerdictWord = "NOT LOW-STAKES" | "NOT MEANINGFUL" | "LOW-STAKES";

export interface Verdict {
  readonly word: VerdictWord;
  /** What speaks for the word; none for LOW-STAKES. */
  readonly reasons: readonly string[];
}

/** What is known of a situation before any statistics. */
export interface Situation {
  /** S1 = ρ k/V: damage before retraining, as a share of the value at stake. */
  readonly damage: number;
  /** S2 = B/V: the bound, as a share of the value at stake. */
  readonly bound: number;
  /** Share up to which either is small, > 0; default 0.05. */
  readonly epsilon?: number;
  /** Exponent of T with which the stakes ρ grow; default 0. */
  readonly stakesGrowth?: number;
  /** Exponent of T with which the latency grows; default 0. */
  readonly latencyGrowth?: number;
  /** λ A/v: what adapting to shifts costs, as a share of the value at stake; default 0. */
  readonly adaptation?: number;
}

/** Exponents up to which something does not grow: room for measured ones. */
const LEVEL = 0.05;

/**
 * Whether a situation is low-stakes, and whether the bound says anything: the post's "the bound is only meaningful when ρk is small
 * relative to the total value at stake" (section 6), and that one decision never stops mattering where ρ or k grow with T.
 *
 * @throws RangeError on numbers below 0.
 */
export function verdict({
  damage,
  bound,
  epsilon = 0.05,
  stakesGrowth = 0,
  latencyGrowth = 0,
  adaptation = 0,
}: Situation): Verdict {
  for (const [name, share] of Object.entries({ damage, bound, adaptation }))
    if (share !== Infinity) realNumber(`verdict: ${name}`, share, { least: 0 });
  realNumber("verdict: epsilon", epsilon, { least: 0, open: true });
  realNumber("verdict: stakesGrowth", stakesGrowth);
  realNumber("verdict: latencyGrowth", latencyGrowth);
  const high = [
    ...(stakesGrowth > LEVEL ? [`the stakes grow like T^${rounded(stakesGrowth)}`] : []),
    ...(latencyGrowth > LEVEL ? [`the latency grows like T^${rounded(latencyGrowth)}`] : []),
    ...(damage > epsilon ? [`damage before retraining is ${rounded(damage)} of the value at stake`] : []),
    ...(adaptation > epsilon
      ? [`adapting to shifts costs ${rounded(adaptation)} of the value at stake`]
      : []),
  ];
  if (high.length > 0) return { word: "NOT LOW-STAKES", reasons: high };
  if (bound > epsilon)
    return { word: "NOT MEANINGFUL", reasons: [`the bound is ${rounded(bound)} of the value at stake`] };
  return { word: "LOW-STAKES", reasons: [] };
}

function rounded(x: number): string {
  return String(Number(x.toPrecision(3)));
}
