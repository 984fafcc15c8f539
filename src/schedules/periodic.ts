import { wholeNumber } from "../check.ts";
import { LARGEST_LATENCY, type Schedule } from "./schedule.ts";

/**
 * A new model every `period` rounds, trained for `training` rounds on all data up to the start of its training:
 * a(s) = max(0, p floor((s - 1 - tau)/p)). Largest latency p + tau, effective latency (p + 1)/2 + tau.
 *
 * @param period p, in rounds; integer >= 1.
 * @param training tau, rounds from the start of a training to its deployment; integer >= 0.
 */
export function periodic(period: number, training: number = 0): Schedule {
  const p = wholeNumber("periodic: period", period, 1, LARGEST_LATENCY);
  const tau = wholeNumber("periodic: training", training, 0, LARGEST_LATENCY - p);
  return {
    name: tau === 0 ? `periodic(${p})` : `periodic(${p}, ${tau})`,
    label: p,
    rule: { kernel: "periodic", a: p, b: tau },
    latency: (rounds) => Math.min(p + tau, rounds),
    steady: (p + 1) / 2 + tau,
    staleness: (rounds) => staleness(rounds, p, tau),
  };
}

/** Σ (s - 1 - a(s)): a triangle up to the first deployment at round p + tau + 1, then periods of equal height. */
function staleness(rounds: number, p: number, tau: number): number {
  const first = Math.min(rounds, p + tau);
  const rest = rounds - first;
  const [whole, part] = [Math.floor(rest / p), rest % p];
  const sawtooth = (n: number) => n * tau + (n * (n - 1)) / 2;
  return (first * (first - 1)) / 2 + whole * sawtooth(p) + sawtooth(part);
}
