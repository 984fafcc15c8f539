// Writes the table of `lowstakes verify` into docs/verify.md. With --check it fails when the page shows another one.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";

const page = "docs/verify.md";
const [begin, end] = ["<!-- table -->", "<!-- end of table -->"];

const table = execFileSync(process.execPath, ["dist/src/cli.js", "verify", "--quiet"], {
  encoding: "utf8",
  env: { ...process.env, COLUMNS: "120" },
});
const old = readFileSync(page, "utf8");
const [head, rest] = old.split(begin);
const tail = rest?.split(end)[1];
if (tail === undefined) throw new Error(`${page}: expected ${begin} and ${end}`);
const text = `${head}${begin}\n\n\`\`\`\n${table}\`\`\`\n\n${end}${tail}`;

if (!process.argv.includes("--check")) writeFileSync(page, text);
else if (text !== old) {
  process.stderr.write(
    `${page} shows another table than lowstakes verify prints; run npm run verify:table\n`,
  );
  process.exitCode = 1;
}
