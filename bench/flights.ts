import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { argument } from "./arguments.ts";
import { describe, machine } from "./machine.ts";
import { millions, table } from "./table.ts";
import { median } from "./timing.ts";

/**
 * How long does the main job take? The command of `npm start`, in a process of its own: a replay of 3,000,000 flights at six
 * latencies with eight step sizes each. `--repeat N` (default 3).
 */

const ROWS = 3_000_000;
const LEARNERS = 8;

interface Run {
  readonly wall: number;
  readonly cpu: number;
  readonly peakMiB: number;
}

/** Arguments of `node` in the package's start script. */
function command(): string[] {
  const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: { start: string } };
  const line = scripts.start.split("&& node ")[1]!;
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain!);
}

/** Told by the child itself as it ends: the only way to learn its peak on every system. */
const REPORT =
  "process.on('exit', () => { const { userCPUTime: u, systemCPUTime: s, maxRSS } = process.resourceUsage();" +
  " process.send([(u + s) / 1e6, maxRSS / 1024]); process.disconnect(); });";

function run(args: readonly string[]): Promise<Run> {
  const start = performance.now();
  const preload = `data:text/javascript,${encodeURIComponent(REPORT)}`;
  const child = spawn(process.execPath, ["--import", preload, ...args], {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  child.channel?.unref();
  return new Promise((resolve, reject) => {
    let told: [number, number] = [NaN, NaN];
    child.on("message", (message) => (told = message as [number, number]));
    child.on("error", reject);
    child.on("close", (code) => {
      if (code !== 0) return reject(new Error(`the main job ended with code ${code}`));
      resolve({ wall: (performance.now() - start) / 1e3, cpu: told[0], peakMiB: told[1] });
    });
  });
}

const repeat = argument("--repeat", 3);
const args = command();
const latencies = args[args.indexOf("--latency") + 1]!.split(",").length;
const runs: Run[] = [];
for (let r = 0; r < repeat; r++) runs.push(await run(args));
const middle = (of: (run: Run) => number) => median(runs.map(of));
const wall = middle((run) => run.wall);
console.log(`${describe(machine())}; medians of ${repeat}\n\nnode ${args.join(" ")}\n`);
console.log(
  table(
    ["rows", "learners", "wall, s", "CPU, s", "peak, MiB", "learner-rows/s"],
    [
      [
        String(ROWS),
        String(latencies * LEARNERS),
        wall.toFixed(2),
        middle((run) => run.cpu).toFixed(2),
        middle((run) => run.peakMiB).toFixed(0),
        millions((ROWS * latencies * LEARNERS) / wall),
      ],
    ],
  ),
);
