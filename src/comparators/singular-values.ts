import { dot, norm } from "../vectors.ts";

/** Products of columns this far below the product of their norms count as 0. */
const ROUNDING = 2 ** -52;
/** Sweeps are some 6 to 10; columns that are parallel up to rounding could go on for ever. */
const MOST_SWEEPS = 40;

/**
 * Singular values of a square matrix, in no order: its columns are turned in pairs until all are orthogonal, and their lengths are what was
 * asked for, each of them with a small relative error. Hestenes (1958), "Inversion of matrices by biorthogonalization and related results",
 * J. SIAM 6(1); rotations of Rutishauser (1966), "The Jacobi method for real symmetric matrices", Numer. Math. 9. By + - * / and square roots alone.
 *
 * @param columns (d, d) column by column, or row by row, which makes no difference; not changed.
 */
export function singularValues(columns: ArrayLike<number>, d: number): number[] {
  const all = Array.from({ length: d }, (_, j) =>
    Float64Array.from({ length: d }, (_, i) => columns[j * d + i]!),
  );
  for (let sweep = 0, turned = true; turned && sweep < MOST_SWEEPS; sweep++) {
    turned = false;
    for (let p = 0; p < d; p++) for (let q = p + 1; q < d; q++) if (turn(all[p]!, all[q]!)) turned = true;
  }
  return all.map(norm);
}

/** Turns two columns in their plane until they are orthogonal; false where they are already. */
function turn(a: Float64Array, b: Float64Array): boolean {
  const [aa, bb, ab] = [dot(a, a), dot(b, b), dot(a, b)];
  // not finite ones stay as they are
  if (!(Math.abs(ab) > ROUNDING * Math.sqrt(aa) * Math.sqrt(bb))) return false;
  const ratio = (bb - aa) / (2 * ab);
  const tan = (ratio < 0 ? -1 : 1) / (Math.abs(ratio) + Math.sqrt(1 + ratio * ratio));
  const cos = 1 / Math.sqrt(1 + tan * tan);
  const sin = cos * tan;
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i]!, b[i]!];
    a[i] = cos * x - sin * y;
    b[i] = sin * x + cos * y;
  }
  return true;
}
