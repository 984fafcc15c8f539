import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, machine } from "./machine.ts";

/** The benches that take about a minute each: against JavaScript, against C, and the kernels. */

console.log(`${describe(machine())}\n`);
for (const [question, name, ...args] of [
  ["How fast is a panel against JavaScript?", "javascript"],
  ["How fast is it against C?", "native", "--parts", "--repeat", "3"],
  ["What does a decision cost in each kernel?", "kernels"],
] as const) {
  console.log(`## ${question}\n`);
  const bench = fileURLToPath(new URL(`./${name}.js`, import.meta.url));
  const { status } = spawnSync(process.execPath, [bench, ...args], { stdio: "inherit" });
  if (status !== 0) process.exitCode = 1;
  console.log("");
}
