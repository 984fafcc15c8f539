// The size budget: the default binary at most 64 KiB.
import { statSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { readFileSync } from "node:fs";

const BUDGET = 64 * 1024;
const { size } = statSync("build/engine.wasm");
const packed = gzipSync(readFileSync("build/engine.wasm")).length;
process.stdout.write(`engine.wasm: ${size} bytes of ${BUDGET}, ${packed} gzipped\n`);
if (size > BUDGET) process.exit(1);
