import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { lowstakes } from "./command.ts";

/** The main job, whole: what `npm start` runs prints what the README shows. */
test("three million flights, 48 learners: the README's table", { timeout: 120_000 }, () => {
  const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: { start: string } };
  const line = scripts.start.split("node dist/src/cli.js ")[1]!;
  const args = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain!);
  const { code, out } = lowstakes(...args, "--quiet");
  expect(code).toBe(0);
  const shown = readFileSync("README.md", "utf8");
  expect(shown).toContain(out.trimEnd());
});
