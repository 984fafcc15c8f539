import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { quote } from "../../src/data/error.ts";
import { visible } from "../../src/visible.ts";
import { lowstakes } from "../command.ts";
import { bytes, failure } from "./collect.ts";

const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

/** How a ZIP archive begins whose first file has this name. */
const zip = (name: string): string =>
  `PK\x03\x04${"\x14".padEnd(22, "\0")}${String.fromCharCode(name.length)}\0\0\0${name}`;

describe("a file that is no text says what it is", () => {
  test.each([
    ["\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a PNG picture"],
    [zip("[Content_Types].xml"), "an Excel workbook (save it as CSV)"],
    [zip("arr_0.npy"), "a NumPy archive (save its arrays as CSV or Parquet)"],
    [zip("log.csv"), "a ZIP archive (unpack it first)"],
    ["SQLite format 3\0\x10\0", "an SQLite database (export the table as CSV)"],
    ["\x80\x04\x95\x0a\0", "a Python pickle (save the table as CSV or Parquet)"],
    ["%PDF-1.7\n", "a PDF document"],
    ["<!DOCTYPE html>\n<p>404", "an HTML page"],
    [`log.csv${"\0".repeat(250)}ustar`, "a tar archive (unpack it first)"],
    ["x,y\n1\0,0\n", "binary data (byte 6 is 0)"],
    ["PAR1...PAR1", "a Parquet file"],
  ])("%j", async (content, got) => {
    for (const source of [latin1(content), gzipSync(latin1(content))])
      expect(await failure(source, { target: "y", format: "csv" })).toBe(
        `data: expected CSV text, got ${got}`,
      );
  });

  test("whatever text was expected", async () => {
    expect(await failure(latin1("GIF89a\0"), { name: "log.vw" })).toBe(
      "log.vw: expected VW text, got a GIF picture",
    );
    expect(await failure(latin1("1 1:2\0"), { name: "log.svm" })).toBe(
      "log.svm: expected libsvm text, got binary data (byte 6 is 0)",
    );
  });
});

describe("what reaches the terminal", () => {
  test("control characters are written out, cells cut at 40 characters", async () => {
    expect(visible("\x1b[2J\x07\x9b\u202e\x7f")).toBe("\\x1b[2J\\x07\\x9b\\u202e\\x7f");
    expect(quote("a\r\n\tb")).toBe('"a b"');
    expect(quote("x".repeat(50))).toBe(`"${"x".repeat(37)}..."`);
    const cell = (text: string): Promise<string> =>
      failure(bytes(`\x1b[1mx,y\n${text},0\n1,1\n`), { target: "y", features: "#1/2" });
    expect(await cell("\x1b[31mred")).toBe(
      'data, row 1, column "\\x1b[1mx": expected a number for #1/2, got "\\x1b[31mred"',
    );
  });

  test("libsvm, VW and JSONL that hold them", async () => {
    expect(await failure(bytes("1 1:1\n\x1b]0;x\x07 1:2\n"), { format: "libsvm" })).toBe(
      'data, row 2: expected a finite label, got "\\x1b]0;x\\x07"',
    );
    expect(await failure(bytes("1 |f \x1b:y\n"), { format: "vw" })).toContain('got "\\x1b"');
    expect(await failure(bytes('{"y":1}\n\x1b[2J\n'), { target: "y", format: "jsonl" })).toContain(
      'got "\\x1b[2J"',
    );
  });
});

describe("files through the command line: one sentence, exit code 2", () => {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "lowstakes-files-"));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  const refused = (name: string, content: Uint8Array | string | null): string => {
    const path = join(folder, name);
    if (content !== null) writeFileSync(path, content);
    const { code, out, err } = lowstakes("replay", path, "--target", "y", "--quiet");
    expect([code, out, err.split("\n").length]).toEqual([2, "", 2]);
    return err.replace(folder, "..").replace(/^lowstakes: |\n$/g, "");
  };

  test("what cannot be read at all", () => {
    const rows = Array.from({ length: 500 }, (_, i) => `${i * i},${i % 2}\n`).join("");
    expect(refused("cut.csv.gz", gzipSync(`x,y\n${rows}`).subarray(0, 300))).toBe(
      "cut.csv.gz: expected a whole gzip file, got one that is cut off or damaged (unexpected end of file)",
    );
    expect(refused("empty.csv", "")).toBe("empty.csv: expected rows, got an empty file");
    expect(refused("header.csv", "x,y\n")).toBe("header.csv: expected rows after the header, got none");
    expect(refused(".", null)).toBe("../.: expected a file, got a directory".replace("/.", ""));
    expect(refused("log.xlsx", latin1(zip("xl/workbook.xml")))).toBe(
      "log.xlsx: expected CSV text, got an Excel workbook (save it as CSV)",
    );
  });

  test.skipIf(process.platform === "win32")("a pipe", () => {
    execFileSync("mkfifo", [join(folder, "pipe")]);
    expect(refused("pipe", null)).toBe(
      "../pipe: expected a file that can be read twice, got a pipe or device (- reads standard input)",
    );
  });

  test("a number too large, Latin-1, a word in row 40,000", () => {
    expect(refused("large.csv", "x,y\n1,0\n1e400,1\n")).toBe(
      'large.csv, row 2, column "x": expected a finite number for x, got "1e400"',
    );
    expect(refused("latin1.csv", latin1("x,stadt,y\n1,K\xf6ln,0\n"))).toBe(
      'latin1.csv, row 1, column "stadt": expected text in UTF-8, got the byte 0xf6 in "1,K\\xf6ln,0" (--encoding windows-1252 or latin1 reads it)',
    );
    const cells = Array.from({ length: 41_000 }, (_, i) => `${i === 39_999 ? "broken" : i},${i % 2}\n`);
    expect(refused("turned.csv", `x,y\n${cells.join("")}`)).toBe(
      'turned.csv, row 40000, column "x": expected a number as in the rows before, got "broken" (--missing takes it for a missing value, the feature category(x) all values for words)',
    );
  });

  test("a label never seen before, and names twice", () => {
    const rows = Array.from({ length: 1200 }, (_, i) => `${i},${i === 1100 ? 2 : i % 2}\n`).join("");
    expect(refused("label.csv", `x,y\n${rows}`)).toBe(
      'label.csv, row 1101, column "y": expected 0 or 1 as in the rows before, got 2 (--task regression takes all for values, the target "y>=1" makes two classes)',
    );
    expect(refused("twice.csv", "x,x,y\n1,2,0\n1,2,1\n")).toBe(
      'twice.csv, column "x": expected one column of this name, got more than one (#1 and #2 name them by number)',
    );
  });

  test("what is read: mixed line ends, a byte order mark, --encoding", () => {
    const log = (name: string, content: Uint8Array | string, ...flags: string[]): string => {
      writeFileSync(join(folder, name), content);
      const { code, out, err } = lowstakes("replay", join(folder, name), "--target", "y", "--json", ...flags);
      expect([code, err]).toEqual([0, ""]);
      return out.replace(/"source":\s*"[^"]*"/, "");
    };
    const rows = [
      "stadt,x,y",
      ...Array.from({ length: 60 }, (_, i) => `K\u00f6ln${i % 3},${i % 7},${i % 2}`),
    ];
    const plain = log("plain.csv", `${rows.join("\n")}\n`);
    expect(log("mixed.csv", `\ufeff${rows.map((row, i) => row + (i % 3 ? "\n" : "\r\n")).join("")}`)).toBe(
      plain,
    );
    expect(log("latin1.csv", latin1(rows.join("\r\n")), "--encoding", "latin1")).toBe(plain);
  });
});

test("truth values beside another word are classes as they are written", async () => {
  const { openLog } = await import("../../src/data/open.ts");
  const csv = (...cells: string[]): Uint8Array =>
    bytes(`x,y\n${cells.map((cell, i) => `${i},${cell}\n`).join("")}`);
  const log = await openLog(csv("yes", "no", "perhaps", "no"), { target: "y" });
  expect([log.task, log.classes]).toEqual(["multiclass", ["no", "perhaps", "yes"]]);
  for await (const { outcome, rows } of log.blocks())
    expect([...outcome.subarray(0, rows)]).toEqual([2, 0, 1, 0]);
  const two = await openLog(csv("yes", "no", "perhaps"), { target: "y==perhaps" });
  expect(two.task).toBe("classification");
  expect(await failure(csv("yes", "no", "1", "perhaps"), { target: "y" })).toContain('got "perhaps"');
  expect((await openLog(csv("yes", "no", "1"), { target: "y" })).task).toBe("classification");
});
