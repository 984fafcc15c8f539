import { Categories } from "./categories.ts";

/** The different numbers of a column whose numbers are words, numbered in order of appearance like `Categories`. */
export class Numerals {
  private readonly codes = new Map<number, number>();
  private readonly values: number[] = [NaN];

  /** The code of each of the n numbers, that of a missing value where it is NaN; `out` (n,), which is returned. */
  encode(numbers: Float64Array, n: number, out: Int32Array): Int32Array {
    for (let i = 0; i < n; i++) {
      const value = numbers[i]!;
      out[i] = Number.isNaN(value) ? Categories.MISSING : (this.codes.get(value) ?? this.append(value));
    }
    return out;
  }

  text(code: number): string {
    return String(this.values[code]!);
  }

  private append(value: number): number {
    const code = this.values.push(value) - 1;
    this.codes.set(value, code);
    return code;
  }
}
