// Compiles src/ and bench/ to dist/ with tsc and puts the kernels beside them.
import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync } from "node:fs";

const { status } = spawnSync(
  process.execPath,
  ["node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json"],
  { stdio: "inherit" },
);
if (status !== 0) process.exit(status ?? 1);
for (const kind of ["engine", "engine-policies", "engine-perturbed"])
  for (const name of [kind, `${kind}-f32`]) copyFileSync(`build/${name}.wasm`, `dist/${name}.wasm`);
copyFileSync("build/engine-targets.wasm", "dist/engine-targets.wasm");
chmodSync("dist/src/cli.js", 0o755);
