import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import type { Timed } from "./race.ts";

/** Programs of bench/native, compiled by what C compilers there are. */

export interface Compiler {
  readonly command: string;
  /** What it says of itself, such as "gcc 12.2.0". */
  readonly name: string;
}

/** gcc and clang where they are installed, or $CC alone. */
export function compilers(): Compiler[] {
  const commands = process.env.CC === undefined ? ["gcc", "clang"] : [process.env.CC];
  return commands.flatMap((command) => {
    try {
      const said = execFileSync(command, ["--version"], { encoding: "utf8", stdio: "pipe" });
      return [{ command, name: `${command} ${/\d+\.\d+\.\d+/.exec(said)?.[0] ?? ""}`.trim() }];
    } catch {
      return [];
    }
  });
}

/** Vectors of 128 bits and no fused multiply-add, as WebAssembly has them; and whatever this processor has. */
export const FLAGS = {
  "128 bits, no FMA": ["-msse4.2", "-ffp-contract=off"],
  "-march=native": ["-march=native"],
} as const;

/** A compiled program: runs once to warm up, and once to be timed. */
export type Program = (...numbers: readonly number[]) => Timed;

/** Compiles native/NAME.c. The program takes rows, features, step size, runs, and what else it needs. */
export function compile({ command }: Compiler, name: string, flags: readonly string[]): Program {
  mkdirSync("build", { recursive: true });
  const out = `build/${[name, command, ...flags].join("").replaceAll(/[^a-zA-Z0-9]+/g, "-")}`;
  // errno, which square roots would have to set, is what keeps a compiler from making vectors of them
  const args = ["-O3", "-fno-math-errno", ...flags, "-o", out, `bench/native/${name}.c`, "-lm"];
  execFileSync(command, args, { stdio: ["ignore", "ignore", "inherit"] });
  return (rows, features, step, ...more) => {
    const lines = execFileSync(out, [rows, features, step, 2, ...more].map(String), { encoding: "utf8" });
    const [seconds, checksum] = lines.trim().split("\n")[1]!.split(" ").map(Number);
    return { seconds: seconds!, checksum: checksum! };
  };
}
