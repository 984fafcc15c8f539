import { expect, test } from "vitest";
import { Dice } from "./dice.ts";
import { fuzz } from "./fuzz.ts";

test.each(["csv", "jsonl", "vw", "libsvm"] as const)(
  "%s: what a plain parser reads, or an error",
  async (format) => {
    const { read, refused } = await fuzz(format, 1500, new Dice(5));
    expect(Math.min(read, refused)).toBeGreaterThan(100);
  },
);
