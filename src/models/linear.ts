import type { Model } from "./model.ts";

/** The output is the score <w, x> itself. Losses: squared (default), absolute, Huber, pinball, utility. */
export function linear(): Model {
  return { name: "linear", loss: "squared" };
}
