/** Numbers the values of all categorical features as sparse columns, in order of appearance; shared by all passes. */
export class OneHot {
  /** Per feature: (codes,) sparse column of each code, or -1. */
  private readonly columns: Int32Array[];
  /** Per sparse column: its feature and its code there. */
  private readonly features: number[] = [];
  private readonly codes: number[] = [];
  private readonly name: (feature: number, code: number) => string;

  constructor(features: number, name: (feature: number, code: number) => string) {
    this.columns = Array.from({ length: features }, () => new Int32Array(0));
    this.name = name;
  }

  get count(): number {
    return this.codes.length;
  }

  nameOf(column: number): string {
    const feature = this.features[column];
    if (feature === undefined)
      throw new RangeError(`sparse column: expected 0 to ${this.count - 1}, got ${column}`);
    return this.name(feature, this.codes[column]!);
  }

  /**
   * Sparse columns of n rows: `codes` holds one (n,) array a feature; index (n, features) row-major. Row after row, so that
   * numbers are given in the order in which values appear.
   */
  encode(codes: readonly Int32Array[], n: number, index: Uint32Array): void {
    const width = codes.length;
    for (let feature = 0; feature < width; feature++) this.reserve(feature, codes[feature]!, n);
    for (let feature = 0; feature < width; feature++) {
      if (this.encodeKnown(feature, codes[feature]!, n, index, width)) continue;
      return this.encodeNew(codes, n, index);
    }
  }

  /** One feature of n rows, column by column, which is faster; false, and not all written, where a value is new. */
  private encodeKnown(
    feature: number,
    codes: Int32Array,
    n: number,
    index: Uint32Array,
    width: number,
  ): boolean {
    const columns = this.columns[feature]!;
    for (let row = 0, at = feature; row < n; row++, at += width) {
      const column = columns[codes[row]!]!;
      if (column < 0) return false;
      index[at] = column;
    }
    return true;
  }

  private encodeNew(codes: readonly Int32Array[], n: number, index: Uint32Array): void {
    const width = codes.length;
    let at = 0;
    for (let row = 0; row < n; row++) {
      for (let feature = 0; feature < width; feature++) {
        const code = codes[feature]![row]!;
        const column = this.columns[feature]![code]!;
        index[at++] = column >= 0 ? column : this.append(feature, code);
      }
    }
  }

  /**
   * The same where a row may have no value of a feature: its code is negative, and it has no entry. `codes` has no array for features
   * without values in these rows. start (n + 1,) is written too.
   */
  encodeRagged(
    codes: readonly (Int32Array | undefined)[],
    n: number,
    start: Uint32Array,
    index: Uint32Array,
  ): void {
    codes.forEach((each, feature) => each && this.reserve(feature, each, n));
    let at = 0;
    for (let row = 0; row < n; row++) {
      start[row] = at;
      for (let feature = 0; feature < codes.length; feature++) {
        const code = codes[feature]?.[row] ?? -1;
        if (code < 0) continue;
        const column = this.columns[feature]![code]!;
        index[at++] = column >= 0 ? column : this.append(feature, code);
      }
    }
    start[n] = at;
  }

  private reserve(feature: number, codes: Int32Array, n: number): void {
    let most = 0;
    for (let row = 0; row < n; row++) if (codes[row]! > most) most = codes[row]!;
    const old = this.columns[feature]!;
    if (most < old.length) return;
    const columns = new Int32Array(Math.max(2 * old.length, most + 1)).fill(-1);
    columns.set(old);
    this.columns[feature] = columns;
  }

  private append(feature: number, code: number): number {
    const column = this.codes.length;
    this.columns[feature]![code] = column;
    this.features.push(feature);
    this.codes.push(code);
    return column;
  }
}
