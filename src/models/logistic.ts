import type { Model } from "./model.ts";

/** The output is the probability 1 / (1 + exp(-<w, x>)). Losses: logLoss (default), brier. */
export function logistic(): Model {
  return { name: "logistic", loss: "logistic" };
}
