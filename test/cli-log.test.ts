import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { ReplayCheckpoint } from "../src/result.ts";

/** The flags of logs, with logs on standard input. */
function replayed(
  input: string | Uint8Array,
  ...args: string[]
): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["dist/src/cli.js", "replay", "-", ...args],
    {
      input,
      encoding: "utf8",
    },
  );
  return { code: status, out: stdout, err: stderr };
}

const csv = `x;t;y\n${Array.from({ length: 200 }, (_, i) => `${i % 5 === 3 ? "n.d." : `${i % 7},5`};${"ab"[i % 2]};${i % 3 ? "yes" : "no"}\n`).join("")}`;
const jsonl = Array.from({ length: 200 }, (_, i) =>
  JSON.stringify({ x: i % 5 === 3 ? null : (i % 7) + 0.5, t: "ab"[i % 2], y: i % 3 > 0 }),
).join("\n");

describe("delays of each row's own", () => {
  const rows = (delay: (i: number) => string): string =>
    `x,wait,y\n${Array.from({ length: 200 }, (_, i) => `${i % 7},${delay(i)},${i % 3 ? 1 : 0}\n`).join("")}`;
  const flags = ["--target", "y", "--delay-column", "wait"];

  test("the same in every row are a latency", () => {
    const [own, stated] = [
      replayed(
        rows(() => "9"),
        ...flags,
        "--json",
      ),
      replayed(
        rows(() => "1"),
        ...flags,
        "--latency",
        "9",
        "--json",
      ),
    ].map(({ out }) => JSON.parse(out) as ReplayCheckpoint);
    expect(own!.runs.map(({ meanLoss }) => meanLoss)).toEqual(stated!.runs.map(({ meanLoss }) => meanLoss));
    expect(own!.runs[0]!.latency).toBe(9);
  });

  test("rows whose feedback never comes are counted, other words refused", () => {
    const { code, out } = replayed(
      rows((i) => (i % 4 ? "1" : "")),
      ...flags,
    );
    expect([code, out.includes("50 rows whose feedback never comes were judged")]).toEqual([0, true]);
    const wrong = replayed(
      rows((i) => (i === 7 ? "-1" : "1")),
      ...flags,
    );
    expect(wrong.code).toBe(2);
    expect(wrong.err).toMatch(/standard input, row 8, column "wait": expected rows until feedback is there/);
  });
});

describe("standard input", () => {
  test("CSV as it is found, and the same packed and in JSONL: the same numbers; nothing is left behind", () => {
    const flags = ["--target", "y", "--impute", "mean", "--json"];
    const first = replayed(csv, ...flags, "--decimal", ",", "--missing", "n.d.");
    expect([first.code, first.err.split("\n").length]).toEqual([0, 2]);
    const folder = /keeping standard input in (\S+) while it is read/.exec(first.err)![1]!;
    expect(existsSync(folder)).toBe(false);
    const result = JSON.parse(first.out) as ReplayCheckpoint;
    expect([result.source, result.rounds, result.columns]).toEqual(["standard input", 200, 1 + 1 + 2 + 1]);
    const packed = replayed(
      gzipSync(csv),
      ...flags,
      "--decimal",
      ",",
      "--missing",
      "n.d.",
      "--separator",
      ";",
      "--quiet",
    );
    expect([packed.out, packed.err]).toEqual([first.out, ""]);
    expect(replayed(jsonl, ...flags, "--quiet").out).toBe(first.out);
  });

  test("rows without a header, and what is refused", () => {
    const rows = csv.slice(csv.indexOf("\n") + 1);
    const flags = ["--no-header", "--target", "#3", "--features", "#2", "--quiet", "--json"];
    expect((JSON.parse(replayed(rows, ...flags).out) as ReplayCheckpoint).columns).toBe(3);
    const refused = replayed(csv, "--target", "y", "--decimal", ",", "--missing", "n.d.", "--quiet");
    expect([refused.code, refused.err]).toEqual([
      2,
      'lowstakes: standard input, row 4, column "x": expected a number, got "n.d." (--impute mean fills it in)\n',
    ]);
    expect(replayed(csv, "--target", "y", "--separator", "::").code).toBe(2);
  });
});
