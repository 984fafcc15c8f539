import type { RowBlock } from "./rows.ts";

/**
 * Missing numbers of one pass: in their place the mean of the feature in the rows before, 0 before there were any, and an
 * indicator entry beside it, so that a learner can tell a guess from a value.
 */
export class Imputer {
  /** Entries of a block in which something is missing: rows have as many as they need. */
  entries: Pick<RowBlock, "start" | "index" | "value"> = emptyEntries(0, 0);
  private readonly features: number;
  /** Per feature: mean of the values so far (Welford 1962, Technometrics 4(3)), and their number. */
  private readonly means: Float64Array;
  private readonly counts: Float64Array;
  /** Per feature: (rows,) code 0 where the value is missing, else -1. */
  private codes: readonly Int32Array[] = [];

  constructor(features: number) {
    this.features = features;
    this.means = new Float64Array(features);
    this.counts = new Float64Array(features);
  }

  /** Room for blocks of so many rows. @param categories other entries of a row, at most. */
  reserve(rows: number, categories: number): void {
    this.codes = Array.from({ length: this.features }, () => new Int32Array(rows));
    this.entries = emptyEntries(rows, categories + this.features);
  }

  /**
   * Fills in what is NaN among `dense` (n, features). Per feature: code 0 for each row in which it is missing, else -1, or undefined
   * where none is; null where nothing is missing at all.
   */
  fill(dense: Float64Array, n: number): (Int32Array | undefined)[] | null {
    const found = this.codes.map((codes, feature) =>
      this.fillOne(dense, n, feature, codes) ? codes : undefined,
    );
    return found.every((codes) => codes === undefined) ? null : found;
  }

  private fillOne(dense: Float64Array, n: number, feature: number, codes: Int32Array): boolean {
    let mean = this.means[feature]!;
    let count = this.counts[feature]!;
    let missing = 0;
    for (let row = 0, at = feature; row < n; row++, at += this.features) {
      const value = dense[at]!;
      const gone = Number.isNaN(value);
      codes[row] = gone ? 0 : -1;
      if (gone) {
        dense[at] = mean;
        missing++;
      } else mean += (value - mean) / ++count;
    }
    this.means[feature] = mean;
    this.counts[feature] = count;
    return missing > 0;
  }
}

function emptyEntries(rows: number, most: number): Imputer["entries"] {
  return {
    start: new Uint32Array(rows + 1),
    index: new Uint32Array(rows * most),
    value: new Float64Array(rows * most).fill(1),
  };
}
