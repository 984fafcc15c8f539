import { spawnSync } from "node:child_process";

/** Runs the command line as a user would; `npm test` builds it first. */
export function lowstakes(...args: string[]): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["dist/src/cli.js", ...args], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  return { code: status, out: stdout, err: stderr };
}

/** Runs it with --json and parses what it prints. */
export function lowstakesJson<T>(...args: string[]): T {
  const { code, out, err } = lowstakes(...args, "--json", "--quiet");
  if (code !== 0) throw new Error(`exit code ${code}: ${err}`);
  return JSON.parse(out) as T;
}
