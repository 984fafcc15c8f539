import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { experiments as all, type Verified, verify, type VerifyOptions } from "../../src/verify.ts";
import { lowstakesJson } from "../command.ts";

test("docs/verify.md and README.md show what lowstakes verify prints", () => {
  execFileSync(process.execPath, ["scripts/verify-table.mjs", "--check"], { stdio: "pipe" });
});

test("every statement holds at ten times the size", () => {
  const { holds, experiments } = lowstakesJson<{ holds: boolean; experiments: unknown[] }>(
    ...["verify", "--deep", "--workers", "2"],
  );
  expect(holds).toBe(true);
  expect(experiments).toHaveLength(all().length);
});

test("no number depends on the size of blocks or on how many threads share the work", async () => {
  const found = async (options: VerifyOptions): Promise<Verified[]> => {
    const list: Verified[] = [];
    for await (const one of verify(options)) list.push(one);
    return list;
  };
  const usual = await found({});
  for (const blockSize of [61, 4096]) expect(await found({ blockSize })).toEqual(usual);
  expect(lowstakesJson<{ experiments: unknown }>("verify", "--workers", "3").experiments).toEqual(
    JSON.parse(JSON.stringify(usual)),
  );
});
