import { existsSync, readFileSync } from "node:fs";
import { expect } from "vitest";
import type { ReplayCheckpoint } from "../src/result.ts";

/** Reference numbers for real streams, computed twice independently of this engine (../shared/data/PROTOCOL.md). */

export const SHARED = "../shared/data";
const PROTOCOL = `${SHARED}/PROTOCOL.md`;

/** The numbers and the streams are not part of the project. */
export const present: boolean = existsSync(PROTOCOL);

/** In the tables from left to right. */
export const LATENCIES: readonly number[] = [1, 10, 100, 1000];

export interface Section {
  readonly name: string;
  readonly persistence: readonly string[];
  readonly frequency: readonly string[];
  readonly rows: readonly {
    readonly eta: string;
    readonly mode: string;
    readonly cells: readonly string[];
  }[];
}

/** @param names how the headings begin. */
export function sections(names: readonly string[]): Section[] {
  const parts = readFileSync(PROTOCOL, "utf8").split("\n### ").slice(1);
  return parts.flatMap((part) => {
    const name = names.find((known) => part.startsWith(known));
    if (name === undefined) return [];
    const lines = part.split("\n");
    const rows = lines
      .filter((line) => /^\| [\d.]+ \|/.test(line))
      .map((line) => line.split("|").map((cell) => cell.trim()))
      .map(([, eta, mode, ...cells]) => ({ eta: eta!, mode: mode!, cells: cells.slice(0, 4) }));
    const list = (pattern: RegExp): string[] => pattern.exec(part)?.[1]!.split(" / ") ?? [];
    const persistence = list(/^Persistence[^\n]*?1000: ([\d. /]+)/m);
    const frequency = list(/Laplace[^\n]*log loss: ([\d. /]+)/);
    return [{ name, persistence, frequency, rows }];
  });
}

/** Holds the learners of a replay, by latency and then by step size, against rows of one mode. */
export function expectRows(result: ReplayCheckpoint, rows: Section["rows"]): void {
  const etas = rows.map(({ eta }) => eta);
  for (const { eta, cells } of rows) {
    cells.forEach((cell, k) => {
      const run = result.runs[k * etas.length + etas.indexOf(eta)]!;
      expect(run.stepSize).toBe(Number(eta));
      if (cell.startsWith("explodes")) {
        expect(run.diverged, `${eta}, latency ${LATENCIES[k]}`).not.toBeNull();
        // finite but absurd: the order of magnitude is what is printed
        const size = Number(/\(([^)]+)\)/.exec(cell)![1]);
        expect(Math.abs(Math.log10(run.rmse! / size))).toBeLessThan(0.1);
      } else {
        const [first, second] = cell.split(" / ") as [string, string];
        const digits = first.split(".")[1]!.length;
        const loss = result.task === "classification" ? run.meanLoss : run.rmse!;
        expect(loss.toFixed(digits), `${eta}, latency ${LATENCIES[k]}`).toBe(first);
        if (result.task === "classification") expect(run.errors).toBe(Number(second));
        else expect(run.mae!.toFixed(digits)).toBe(second);
      }
    });
  }
}
