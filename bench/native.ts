import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";

/** A run of a peer: CPU seconds over all rows, and total loss as a checksum. */
export interface Timed {
  readonly seconds: number;
  readonly loss: number;
}

/**
 * Compiles native/PROGRAM.c with gcc (or $CC) and `flags`, and returns how to run it; null where there is no compiler.
 * A call runs once to warm up and `runs` times to be timed.
 */
export function native(
  program: "logistic" | "panel",
  flags: readonly string[],
): ((n: number, d: number, step: number, runs: number) => Timed[]) | null {
  const out = `build/${program}${flags.join("").replaceAll(/[^a-zA-Z0-9]+/g, "-")}`;
  mkdirSync("build", { recursive: true });
  try {
    const args = [...flags, "-o", out, `bench/native/${program}.c`, "-lm"];
    execFileSync(process.env.CC ?? "gcc", args, { stdio: ["ignore", "ignore", "inherit"] });
  } catch {
    return null;
  }
  return (n, d, step, runs) =>
    execFileSync(out, [n, d, step, runs + 1].map(String), { encoding: "utf8" })
      .trim()
      .split("\n")
      .slice(1)
      .map((line) => line.split(" ").map(Number))
      .map(([seconds, loss]) => ({ seconds: seconds!, loss: loss! }));
}
