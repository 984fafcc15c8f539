import { exp } from "../../elementary.ts";
import { loopAt, RANGE } from "../../streams/holonomy.ts";

/** Arcs of a quarter of the loop. */
const ARCS = 512;

/**
 * What a small step of softmax loses a round on the closed loop of `holonomy` against always taking the first action: a turn takes utilities
 * dz_a/(η p_a), whose mean under p is Σ dz_a/η = 0, so that it wins ∮ dz_1/p_1 /η for the first action, in ∮ range(dz_a/p_a) /η rounds of the range
 * that utilities are given. The step cancels. Both integrals by Simpson's rule in the tangent of half the angle.
 */
export function loopRate(): number {
  let [won, rounds] = [0, 0];
  for (let i = 0; i <= ARCS; i++) {
    const half = i / ARCS;
    const simpson = i === 0 || i === ARCS ? 1 : i % 2 ? 4 : 2;
    const arc = (simpson / (3 * ARCS)) * (2 / (1 + half * half));
    let [x, y] = [(1 - half * half) / (1 + half * half), (2 * half) / (1 + half * half)];
    for (let quarter = 0; quarter < 4; quarter++) {
      const utilities = along(x, y);
      won += arc * utilities[0]!;
      rounds += (arc * (Math.max(...utilities) - Math.min(...utilities))) / RANGE;
      [x, y] = [-y, x];
    }
  }
  return won / rounds;
}

/** (dz_a/dφ)/p_a where the loop is in direction (x, y). */
function along(x: number, y: number): number[] {
  const weights = loopAt(x, y).map(exp);
  const total = weights.reduce((sum, weight) => sum + weight);
  const centre = loopAt(0, 0);
  return loopAt(-y, x).map((z, a) => ((z - centre[a]!) * total) / weights[a]!);
}
