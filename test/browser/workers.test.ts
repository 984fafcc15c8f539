import { afterAll, beforeAll, expect, test } from "vitest";
import * as api from "../../src/index.ts";
import { CASES, textOf } from "../worker-cases.ts";

/** Module workers give the same bits as the page alone. */
const Original = globalThis.Worker;
let [started, failed] = [0, 0];

beforeAll(() => {
  globalThis.Worker = class extends Original {
    constructor(...args: ConstructorParameters<typeof Worker>) {
      super(...args);
      started++;
      // where a worker cannot be started the page plays, and nobody would notice
      this.addEventListener("error", () => failed++);
    }
  };
});

afterAll(() => {
  globalThis.Worker = Original;
});

test.each(CASES)("$name", async ({ run }) => {
  const alone = await textOf(run(api, 1));
  expect(started).toBe(0);
  for (const workers of [2, 3]) expect(await textOf(run(api, workers))).toBe(alone);
  expect(started).toBeGreaterThan(0);
  expect(failed).toBe(0);
  started = 0;
});
