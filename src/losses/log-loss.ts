import type { Loss } from "./loss.ts";

/** Log loss in nats of a probability given by its log-odds: log(1 + exp(z)) - y z. */
export function logLoss(): Loss {
  return {
    name: "logistic",
    label: "log loss",
    parameters: [],
    model: "logistic",
    convex: true,
    lipschitz: 1,
    task: "classification",
    threshold: 0,
    hindsight: "newton",
  };
}
