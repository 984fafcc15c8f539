import { expect, test } from "vitest";
import { nearest } from "../../src/verify/nearest.ts";

test("fewest insertions, deletions and replacements; the first of several", () => {
  expect(nearest("telescopin", ["shift", "telescoping", "stakes"])).toBe("telescoping");
  expect(nearest("stake", ["latency", "stakes", "shift"])).toBe("stakes");
  expect(nearest("", ["abc", "ab"])).toBe("ab");
  expect(nearest("x", ["a", "b"])).toBe("a");
  expect(nearest("x", [])).toBe("");
});
