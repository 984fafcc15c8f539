// The size budgets: the default binary at most 64 KiB, that for f32 at most 72 KiB, each of those of policies and of targets at most 48 KiB,
// and each of those of learners that perturb what they play at most 64 KiB.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

/** The default binary must not grow because others exist; the others are loaded only where they are asked for. */
const BUDGETS = {
  "engine.wasm": 64 * 1024,
  "engine-f32.wasm": 72 * 1024,
  "engine-policies.wasm": 48 * 1024,
  "engine-policies-f32.wasm": 48 * 1024,
  "engine-perturbed.wasm": 64 * 1024,
  "engine-perturbed-f32.wasm": 64 * 1024,
  "engine-targets.wasm": 48 * 1024,
};
for (const [name, budget] of Object.entries(BUDGETS)) {
  const binary = readFileSync(`build/${name}`);
  const packed = gzipSync(binary).length;
  process.stdout.write(`${name}: ${binary.length} bytes of ${budget}, ${packed} gzipped\n`);
  if (binary.length > budget) process.exitCode = 1;
}
