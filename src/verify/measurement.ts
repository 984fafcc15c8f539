import type { Estimate } from "../result.ts";

/** A number or a word that was measured, beside what it must be. */
export interface Measurement {
  /** What was measured. */
  readonly what: string;
  readonly measured: number | string;
  /** How it must stand to what is expected. */
  readonly relation: "=" | "<=" | ">=";
  /** Exact (=), or a bound that is proved (<=, >=). */
  readonly expected: number | string;
  /** How far beyond it may lie: a share of what is expected, or standard errors. 0 for not at all. */
  readonly tolerance: number;
  readonly toleranceIn: "shares" | "standard errors";
  /** Of what was measured, where that is a mean; null where it is not. */
  readonly standardError: number | null;
  readonly holds: boolean;
}

const SURE = { toleranceIn: "shares", standardError: null } as const;

/** Rounding of sums, as a share. */
const ROUNDING = 1e-9;

/** Must be what a formula says, up to a share of it (of 1 where it is 0). */
export function exactly(
  what: string,
  measured: number,
  expected: number,
  tolerance: number = 0,
): Measurement {
  const holds = Math.abs(measured - expected) <= tolerance * (Math.abs(expected) || 1);
  return { ...SURE, what, measured, relation: "=", expected, tolerance, holds };
}

/** Must not be larger than what is proved. */
export function atMost(
  what: string,
  measured: number,
  expected: number,
  tolerance: number = ROUNDING,
): Measurement {
  const holds = measured <= expected + tolerance * Math.abs(expected);
  return { ...SURE, what, measured, relation: "<=", expected, tolerance, holds };
}

/** Must not be smaller. */
export function atLeast(
  what: string,
  measured: number,
  expected: number,
  tolerance: number = ROUNDING,
): Measurement {
  const holds = measured >= expected - tolerance * Math.abs(expected);
  return { ...SURE, what, measured, relation: ">=", expected, tolerance, holds };
}

/** Standard errors within which a mean must lie: beyond four of them lie 6 means in 100,000. */
const ERRORS = 4;

/** A mean must be what a formula says, up to four standard errors. */
export function onAverage(what: string, { mean, standardError }: Estimate, expected: number): Measurement {
  const holds = Math.abs(mean - expected) <= ERRORS * (standardError ?? NaN);
  return { what, measured: mean, relation: "=", expected, ...errors(standardError), holds };
}

/** A mean must not be larger than a bound on it, beyond four standard errors. */
export function atMostOnAverage(
  what: string,
  { mean, standardError }: Estimate,
  expected: number,
): Measurement {
  const holds = mean - ERRORS * (standardError ?? NaN) <= expected;
  return { what, measured: mean, relation: "<=", expected, ...errors(standardError), holds };
}

function errors(standardError: number | null) {
  return { tolerance: ERRORS, toleranceIn: "standard errors", standardError } as const;
}

/** Must be this word. */
export function says(what: string, measured: string, expected: string): Measurement {
  return { ...SURE, what, measured, relation: "=", expected, tolerance: 0, holds: measured === expected };
}
