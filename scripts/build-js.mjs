// Compiles src/ and bench/ to dist/ with tsc and puts the kernels beside them.
import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync } from "node:fs";

const { status } = spawnSync(
  process.execPath,
  ["node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json"],
  { stdio: "inherit" },
);
if (status !== 0) process.exit(status ?? 1);
for (const name of ["engine", "engine-f32", "engine-policies", "engine-policies-f32", "engine-targets"])
  copyFileSync(`build/${name}.wasm`, `dist/${name}.wasm`);
chmodSync("dist/src/cli.js", 0o755);
