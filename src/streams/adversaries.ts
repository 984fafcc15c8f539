import { realNumber, wholeNumber } from "../check.ts";
import type { Stream } from "./stream.ts";

/** Gradient sequences with exactly known regret (docs/rounds.md, lower bounds): |g| = 1, comparator on the unit ball. */
function adversary(name: string, kernel: Stream["kernel"], features: number, length: number): Stream {
  wholeNumber(`${name}: length`, length, 1);
  return {
    name: `${name}(${length})`,
    kernel,
    features,
    contexts: 0,
    actions: 0,
    outcomes: "utilities",
    gradient: 1,
    distance: 1,
    aligned: null,
    length,
    table: null,
  };
}

/**
 * One random sign for each block of `length` rounds, on [-1, 1]: whatever the learner, its expected regret is
 * k E|S_(T/k)| when `length` is its latency k. d = 1.
 */
export function blockRademacher(length: number): Stream {
  return adversary("blockRademacher", "block_rademacher", 1, length);
}

/**
 * +1 for 2 `length` rounds, then -1 for as many: latency-oblivious gradient descent at latency k = `length` has regret
 * exactly (eta k/2)(T + k - 1), 4k | T, 2 k eta <= 1. d = 1.
 */
export function squareWave(length: number): Stream {
  return adversary("squareWave", "square_wave", 1, length);
}

/**
 * Unit gradients, each held for `length` rounds, orthogonal to everything a learner with that latency has seen: regret is at least
 * sqrt(kT) on the unit ball, and exactly that for gradient descent that never leaves it. d = 3.
 */
export function orthogonal(length: number): Stream {
  return adversary("orthogonal", "orthogonal", 3, length);
}

/**
 * Unit gradients that turn by `angle` a round, g_s = (cos (s - 1) angle, sin (s - 1) angle): gradient descent with this step size in the unit ball is
 * led around behind them. It loses nothing to the best fixed decision, but about one a round to its own decisions, all of them turned by the
 * same angle. d = 2.
 *
 * @param angle in radians, > 0 and at most 3; rounded to 2^-64 of a turn.
 */
export function rotating(angle: number): Stream {
  realNumber("rotating: angle", angle, { least: 0, open: true, most: 3 });
  return {
    ...adversary("rotating", "rotating", 2, 1),
    name: `rotating(${angle})`,
    turn: angle / (2 * Math.PI),
  };
}
