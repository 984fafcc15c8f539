import { expect, test } from "vitest";
import { GOLDEN } from "./golden.ts";

for (const { name, run, hash } of GOLDEN) {
  test(`same bits as ever: ${name}`, async () => {
    expect(await run()).toBe(hash);
  });
}
