import { realNumber } from "../check.ts";
import type { Schedule } from "./schedule.ts";

/**
 * Latency that grows with the round, as where retraining slows down for ever: a(s) = s - ceil(s^beta). It violates the
 * constant latency of the setting; the exponent to expect is (1 + beta)/2.
 *
 * @param beta in [0, 1]; 0 is pipelined(1).
 */
export function growing(beta: number): Schedule {
  realNumber("growing: beta", beta, { least: 0, most: 1 });
  return {
    name: `growing(${beta})`,
    label: NaN,
    rule: { kernel: "growing", a: beta, b: 0 },
    // one more than the ceiling, whatever the last bit of this power
    latency: (rounds) => Math.min(rounds, Math.ceil(rounds ** beta) + 1),
    steady: beta === 0 ? 1 : null,
    staleness: () => undefined,
  };
}
