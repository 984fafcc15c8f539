import { spawn, spawnSync } from "node:child_process";

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

/**
 * Runs it with --json and presses Ctrl-C after a while: longer than 1.5 s only if it has not come far enough by then, as on a busy machine.
 */
export async function interrupted<T>(
  args: readonly string[],
  farEnough: (result: T) => boolean,
): Promise<{ code: number | null; result: T }> {
  for (const wait of [1500, 5000, 15_000]) {
    const child = spawn(process.execPath, ["dist/src/cli.js", ...args, "--json", "--quiet"], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    let out = "";
    child.stdout.on("data", (piece) => (out += String(piece)));
    setTimeout(() => child.kill("SIGINT"), wait);
    const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
    const result = out === "" ? null : (JSON.parse(out) as T);
    if (result !== null && farEnough(result)) return { code, result };
  }
  throw new Error(`${args.join(" ")}: not far enough after 15 seconds`);
}
