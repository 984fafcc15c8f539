import { execFileSync } from "node:child_process";

/** Compiles the kernels and their test probe once, before any test. */
export default function setup(): void {
  execFileSync(process.execPath, ["scripts/build-wasm.mjs", "--probe"], { stdio: "inherit" });
}
