import { expect, test } from "vitest";
import { GOLDEN } from "../golden.ts";

for (const { name, run, hash } of GOLDEN) {
  test(`same bits in the browser as in Node: ${name}`, async () => {
    expect(await run()).toBe(hash);
  });
}
