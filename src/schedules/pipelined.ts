import { wholeNumber } from "../check.ts";
import { LARGEST_LATENCY, type Schedule } from "./schedule.ts";

/**
 * Every round is decided by the newest model that the latency allows: a(s) = max(0, s - k).
 *
 * @param latency k, in rounds; integer >= 1. k = 1 is ordinary online learning; the literature's delay is k - 1.
 */
export function pipelined(latency: number): Schedule {
  const k = wholeNumber("pipelined: latency", latency, 1, LARGEST_LATENCY);
  return {
    name: `pipelined(${k})`,
    label: k,
    rule: { kernel: "pipelined", a: k, b: 0 },
    latency: (rounds) => Math.min(k, rounds),
    steady: k,
    staleness: (rounds) => (rounds >= k ? (k - 1) * rounds - (k * (k - 1)) / 2 : (rounds * (rounds - 1)) / 2),
  };
}
