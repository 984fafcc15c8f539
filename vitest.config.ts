import { availableParallelism } from "node:os";
import { defineConfig, type ViteUserConfig } from "vitest/config";

/** `npm test` runs what takes seconds; `npm run test:slow` (LOWSTAKES_SLOW=1) runs the files called *.slow.test.ts. */
const slow = process.env["LOWSTAKES_SLOW"] !== undefined;
const report = process.env["LOWSTAKES_REPORT"];

const config: ViteUserConfig = defineConfig({
  test: {
    include: [slow ? "test/**/*.slow.test.ts" : "test/**/*.test.ts"],
    exclude: ["test/browser/**", ...(slow ? [] : ["test/**/*.slow.test.ts"])],
    globalSetup: ["test/setup.ts"],
    // all of them: tests that start threads are written for busy machines
    maxWorkers: availableParallelism(),
    testTimeout: 300_000,
    hookTimeout: 300_000,
    reporters: report ? ["default", "json"] : ["default"],
    ...(report && { outputFile: `${report}/${slow ? "slow" : "unit"}.json` }),
  },
});

export default config;
