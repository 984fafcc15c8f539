// Runs the browser tests in the Chromium of the system; says so and succeeds where there is none.
import { spawnSync } from "node:child_process";

const names = [process.env.CHROMIUM, "chromium", "chromium-browser", "google-chrome"].filter(Boolean);
const found = names
  .map((name) => spawnSync("sh", ["-c", `command -v "${name}"`], { encoding: "utf8" }).stdout.trim())
  .find((path) => path !== "");
if (!found) {
  process.stdout.write("browser tests skipped: no Chromium found (set CHROMIUM to its path)\n");
  process.exit(0);
}
const { status } = spawnSync(
  process.execPath,
  ["node_modules/vitest/vitest.mjs", "run", "--config", "vitest.browser.config.ts"],
  {
    stdio: "inherit",
    env: { ...process.env, CHROMIUM: found },
  },
);
process.exit(status ?? 1);
