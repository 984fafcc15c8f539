import type { Loss } from "./loss.ts";

/** Log loss of softmax in nats, -ln p_y: for outcomes that are one of several classes. */
export function multinomial(): Loss {
  return {
    name: "multinomial",
    label: "log loss",
    parameters: [],
    model: "softmax",
    convex: true,
    lipschitz: Math.SQRT2,
    task: "labels",
    threshold: 0,
    hindsight: "none",
  };
}
