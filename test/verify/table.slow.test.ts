import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { experiments as all } from "../../src/verify.ts";
import { lowstakesJson } from "../command.ts";

test("docs/verify.md shows what lowstakes verify prints", () => {
  execFileSync(process.execPath, ["scripts/verify-table.mjs", "--check"], { stdio: "pipe" });
});

test("every statement holds at ten times the size", () => {
  const { holds, experiments } = lowstakesJson<{ holds: boolean; experiments: unknown[] }>(
    ...["verify", "--deep", "--workers", "2"],
  );
  expect(holds).toBe(true);
  expect(experiments).toHaveLength(all().length);
});
