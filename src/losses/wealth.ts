import type { Loss } from "./loss.ts";

/** -ln z: what a portfolio loses whose assets' price relatives are mixed to z. For `experts` only; outcomes do not matter. */
export function wealth(): Loss {
  return {
    name: "wealth",
    label: "log wealth",
    parameters: [],
    model: "linear",
    convex: true,
    lipschitz: Infinity,
    task: "forecasts",
    threshold: 0,
    hindsight: "none",
  };
}
