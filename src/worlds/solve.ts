import { dotTwice } from "../sum.ts";

/**
 * Solves A x = b by elimination with partial pivoting and one step of refinement with a residual in twice the precision:
 * Higham (2002), "Accuracy and Stability of Numerical Algorithms", sections 9.1 and 12.1.
 *
 * @param a (n, n) by rows; not changed.
 * @param b (n,)
 * @returns x (n,); null where a pivot is 0.
 */
export function solve(a: readonly Float64Array[], b: Float64Array): Float64Array | null {
  const factors = eliminate(a);
  if (factors === null) return null;
  const x = substitute(factors, b);
  const minusX = Float64Array.from([...x, 1], (value, i) => (i < x.length ? -value : value));
  const residual = a.map((row, i) => dotTwice([...row, b[i]!], minusX));
  const correction = substitute(factors, Float64Array.from(residual));
  return x.map((value, i) => value + correction[i]!);
}

interface Factors {
  /** (n, n) rows in the order of `pivots`: the upper triangle, and below the diagonal the multiples that were taken away. */
  readonly rows: readonly Float64Array[];
  /** (n,) which row of A each was. */
  readonly pivots: readonly number[];
}

function eliminate(a: readonly Float64Array[]): Factors | null {
  const rows = a.map((row) => row.slice());
  const pivots = rows.map((_, i) => i);
  const n = rows.length;
  for (let column = 0; column < n; column++) {
    let largest = column;
    for (let i = column + 1; i < n; i++)
      if (Math.abs(rows[i]![column]!) > Math.abs(rows[largest]![column]!)) largest = i;
    [rows[column], rows[largest]] = [rows[largest]!, rows[column]!];
    [pivots[column], pivots[largest]] = [pivots[largest]!, pivots[column]!];
    const pivot = rows[column]!;
    if (pivot[column] === 0) return null;
    for (let i = column + 1; i < n; i++) {
      const row = rows[i]!;
      const multiple = (row[column]! /= pivot[column]!);
      if (multiple !== 0) for (let j = column + 1; j < n; j++) row[j]! -= multiple * pivot[j]!;
    }
  }
  return { rows, pivots };
}

function substitute({ rows, pivots }: Factors, b: Float64Array): Float64Array {
  const x = Float64Array.from(pivots, (row) => b[row]!);
  const n = x.length;
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) x[i]! -= rows[i]![j]! * x[j]!;
  for (let i = n - 1; i >= 0; i--) {
    for (let j = i + 1; j < n; j++) x[i]! -= rows[i]![j]! * x[j]!;
    x[i]! /= rows[i]![i]!;
  }
  return x;
}
