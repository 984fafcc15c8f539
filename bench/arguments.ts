/** Numbers from the command line of a bench: `--name 16`, `--name 1e6,1e7`. */

export function list(name: string, otherwise: readonly number[]): readonly number[] {
  const at = process.argv.indexOf(name);
  if (at < 0) return otherwise;
  const numbers = (process.argv[at + 1] ?? "").split(",").map(Number);
  if (!numbers.every((n) => Number.isFinite(n) && n > 0))
    throw new RangeError(`${name}: expected positive numbers`);
  return numbers;
}

export function argument(name: string, otherwise: number): number {
  return list(name, [otherwise])[0]!;
}

/** The word behind a flag. */
export function text(name: string, otherwise: string): string {
  const at = process.argv.indexOf(name);
  return at < 0 ? otherwise : (process.argv[at + 1] ?? "");
}
