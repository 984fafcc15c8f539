import { realNumber } from "../check.ts";
import { exp, ln } from "../elementary.ts";
import { phases } from "./phases.ts";
import type { Stream } from "./stream.ts";

/**
 * Where softmax fails: utilities that lead the scores of a softmax policy with step size eta and exact gradients around a closed loop, again and
 * again. On its way the policy loses more than it wins against one of the three actions: its regret grows like 0.316 T, however small the
 * step, while Hedge's grows like √T on the same sequence. Deterministic; utilities differ by at most 1 in a round; constructed in
 * docs/rounds.md, 6. No policy but the one it is made for stays on the loop, and that one for some 40 turns of about 235/eta rounds: rounding
 * errors double in each of them.
 *
 * @param step eta of the learner that is led: `softmax()`, `fullInformation()`, constant step size, latency 1. From 0.001 to 1; the sequence is
 *   a table of about 245/eta rows.
 */
export function holonomy({ step }: { readonly step: number }): Stream {
  realNumber("holonomy: step", step, { least: 0.001, most: 1 });
  const start = loopAt(1, 0);
  const there = towards(start, step);
  const loop = around(step);
  const name = `holonomy(${step})`;
  return { ...phases({ utilities: [...there, ...loop], once: there.length }), name };
}

type Scores = readonly [number, number, number];

/** Probabilities at the centre of the loop, and its radius in the plane of scores with sum 0. */
const CENTRE: Scores = [0.0406, 0.1153, 0.8441];
const RADIUS = 1.2544;
/** Difference between the utilities of the best and the worst action aimed at: just below 1. */
export const RANGE = 0.999;

/** Scores on the loop, in direction (x, y) from its centre. */
export function loopAt(x: number, y: number): Scores {
  const logs = CENTRE.map(ln);
  const mean = (logs[0]! + logs[1]! + logs[2]!) / 3;
  const [u, v] = [(RADIUS * x) / Math.sqrt(2), (RADIUS * y) / Math.sqrt(6)];
  return [logs[0]! - mean + u + v, logs[1]! - mean - u + v, logs[2]! - mean - 2 * v];
}

/** Utilities for which a step of softmax leads from scores `from` to `to`, which have the same sum: (to - from)/(eta p). */
function leading(from: Scores, to: Scores, step: number): Scores {
  const weights = from.map(exp);
  const total = weights[0]! + weights[1]! + weights[2]!;
  const utility = (a: 0 | 1 | 2) => ((to[a] - from[a]) * total) / (step * weights[a]!);
  return [utility(0), utility(1), utility(2)];
}

function range(utilities: Scores): number {
  return Math.max(...utilities) - Math.min(...utilities);
}

/** From scores 0 straight to the loop. */
function towards(start: Scores, step: number): Scores[] {
  const rows: Scores[] = [];
  let here: Scores = [0, 0, 0];
  for (let done = 0; done < 1;) {
    // utilities are linear in the step
    const whole = range(leading(here, start, step));
    done = whole <= RANGE ? 1 : done + ((1 - done) * RANGE) / whole;
    const next: Scores = done === 1 ? start : [start[0] * done, start[1] * done, start[2] * done];
    rows.push(leading(here, next, step));
    here = next;
  }
  return rows;
}

/** Once around, counter-clockwise, in steps of utilities with about the same range. */
function around(step: number): Scores[] {
  const rows: Scores[] = [];
  let [x, y] = [1, 0];
  for (let half = step, end = false; !end;) {
    const here = loopAt(x, y);
    // a turn by twice the angle whose tangent is `half`
    const turn = (): [number, number] => {
      const [cos, sin] = [1 - half * half, 2 * half].map((part) => part / (1 + half * half));
      return [x * cos! - y * sin!, x * sin! + y * cos!];
    };
    for (let i = 0; i < 3; i++) half *= RANGE / range(leading(here, loopAt(...turn()), step));
    let [nextX, nextY] = turn();
    end = y < 0 && nextY >= 0;
    if (end) [nextX, nextY] = [1, 0];
    rows.push(leading(here, loopAt(nextX, nextY), step));
    [x, y] = [nextX, nextY];
  }
  return rows;
}
