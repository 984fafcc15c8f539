import { exponent, exponentOfMean } from "../verify/formulas/exponent.ts";
import type { Growth } from "./document.ts";

/** The fit begins where this share of the rounds was played: six octaves, twelve of the log-spaced points. */
const SHARE = 1 / 64;

/** Fewest points that are worth a line. */
const FEWEST = 6;

/** Of one run, whose points are not independent: no standard error is known. */
export function growthOf(rounds: readonly number[], regrets: readonly (number | null)[]): Growth | null {
  const at = tail(rounds);
  const ys = at.map((i) => regrets[i] ?? NaN);
  if (!ys.every(grew) || at.length < FEWEST) return null;
  const xs = at.map((i) => rounds[i]!);
  return { exponent: { mean: exponent(xs, ys), standardError: null }, from: xs[0]!, to: xs.at(-1)! };
}

/** Of a mean over replicates. */
export function growthOfMean(
  rounds: readonly number[],
  regrets: readonly (Float64Array | null)[],
): Growth | null {
  const at = tail(rounds);
  const columns = at.map((i) => regrets[i] ?? null);
  if (at.length < FEWEST || !columns.every((column) => column !== null)) return null;
  if (!columns.every((column) => grew(column.reduce((sum, y) => sum + y, 0)))) return null;
  const xs = at.map((i) => rounds[i]!);
  const paths = Array.from(columns[0]!, (_, r) => columns.map((column) => column[r]!));
  return { exponent: exponentOfMean(xs, paths), from: xs[0]!, to: xs.at(-1)! };
}

function tail(rounds: readonly number[]): number[] {
  const from = (rounds.at(-1) ?? 0) * SHARE;
  return rounds.flatMap((round, i) => (round >= from ? [i] : []));
}

function grew(regret: number): boolean {
  return regret > 0 && Number.isFinite(regret);
}
