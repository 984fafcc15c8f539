// Writes what `lowstakes verify` prints into docs/verify.md, and a row for each statement into README.md. With --check it fails when the
// pages show something else.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { format, resolveConfig } from "prettier";

const [begin, end] = ["<!-- table -->", "<!-- end of table -->"];
const PAGES = {
  "docs/verify.md": () => `\`\`\`\n${verify()}\`\`\``,
  "README.md": () => verify("--markdown"),
};

function verify(...flags) {
  return execFileSync(process.execPath, ["dist/src/cli.js", "verify", "--quiet", ...flags], {
    encoding: "utf8",
    env: { ...process.env, COLUMNS: "120" },
  });
}

for (const [page, table] of Object.entries(PAGES)) {
  const old = readFileSync(page, "utf8");
  const [head, rest] = old.split(begin);
  const tail = rest?.split(end)[1];
  if (tail === undefined) throw new Error(`${page}: expected ${begin} and ${end}`);
  const text = await format(`${head}${begin}\n\n${table()}\n\n${end}${tail}`, {
    ...(await resolveConfig(page)),
    filepath: page,
  });
  if (!process.argv.includes("--check")) writeFileSync(page, text);
  else if (text !== old) {
    process.stderr.write(
      `${page} shows another table than lowstakes verify prints; run npm run verify:table\n`,
    );
    process.exitCode = 1;
  }
}
