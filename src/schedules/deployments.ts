import type { Deployment, Schedule } from "./schedule.ts";

/**
 * Any sequence of deployments, as a generator gives them: in increasing round, with `learned` below `round` and never
 * decreasing. Before the first one, and until the generator says otherwise, the untrained model decides.
 *
 * @param generate called once for each pass; the sequence may be endless.
 */
export function deployments(generate: () => Iterable<Deployment>): Schedule {
  if (typeof generate !== "function") {
    throw new TypeError(`deployments: expected a function that returns deployments, got ${typeof generate}`);
  }
  return {
    name: "deployments",
    label: NaN,
    rule: { deployments: () => generate()[Symbol.iterator]() },
    latency: () => undefined,
    steady: null,
    staleness: () => undefined,
  };
}
