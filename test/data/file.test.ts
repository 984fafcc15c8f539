import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { detectFormat } from "../../src/data/detect.ts";
import { openFile, type Source } from "../../src/data/file.ts";
import { unpackByStream, unpacked } from "../../src/data/unpack.ts";
import { Frames, unpackByFzstd } from "../../src/data/zstd.ts";
import { openLog } from "../../src/data/open.ts";
import { bytes, collect, failure } from "./collect.ts";

const CSV = "x,y\n1,0\n2.5,1\n";
let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "lowstakes-data-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function write(name: string, content: string | Uint8Array): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

async function content(source: Source): Promise<string> {
  let text = "";
  for await (const piece of (await openFile(source)).bytes()) text += new TextDecoder().decode(piece);
  return text;
}

describe("sources", () => {
  test("a path, a File, a Blob, an ArrayBuffer and bytes all give the same", async () => {
    const file = new File([CSV], "log.csv");
    const sources: [Source, string][] = [
      [write("log.csv", CSV), "log.csv"],
      [file, "log.csv"],
      [new Blob([CSV]), "data"],
      [bytes(CSV).slice().buffer as ArrayBuffer, "data"],
      [bytes(CSV), "data"],
    ];
    for (const [source, name] of sources) {
      const opened = await openFile(source);
      expect([opened.name, opened.size]).toEqual([name, CSV.length]);
      expect(await content(source)).toBe(CSV);
      expect(new TextDecoder().decode(await opened.slice(2, 5))).toBe(CSV.slice(2, 5));
      expect(new TextDecoder().decode(await opened.slice(4))).toBe(CSV.slice(4));
      expect((await collect(await openLog(source, { target: "y" }))).map((row) => row.dense)).toEqual([
        [1],
        [2.5],
      ]);
    }
  });

  test("more than one piece", async () => {
    const long = "0123456789".repeat(250_000);
    for (const source of [write("long", long), new Blob([long]), bytes(long)]) {
      let text = "";
      for await (const piece of (await openFile(source)).bytes()) text += new TextDecoder().decode(piece);
      expect(text === long).toBe(true);
    }
  });

  test("a missing file, a directory, and nothing at all", async () => {
    const missing = join(folder, "missing.csv");
    expect(await failure(missing, { target: "y" })).toBe(
      `${missing}: expected a file, but there is no such file`,
    );
    expect(await failure(folder, { target: "y" })).toBe(`${folder}: expected a file, got a directory`);
    expect(await failure(write("empty.csv", ""), { target: "y" })).toBe(
      "empty.csv: expected rows, got an empty file",
    );
    await expect(openFile(7 as unknown as string)).rejects.toThrow(TypeError);
  });
});

describe("gzip", () => {
  test("by content, whatever the name, and in several members", async () => {
    const twice = Buffer.concat([gzipSync("x,y\n1,0\n"), gzipSync("2.5,1\n")]);
    for (const source of [
      write("log.csv.gz", gzipSync(CSV)),
      write("log", twice),
      new Blob([gzipSync(CSV)]),
      gzipSync(CSV),
    ]) {
      expect(await content(source)).toBe(CSV);
      expect((await collect(await openLog(source, { target: "y" }))).map((row) => row.dense)).toEqual([
        [1],
        [2.5],
      ]);
    }
  });

  test("large, and left early", async () => {
    const long = `x,y\n${Array.from({ length: 400_000 }, (_, i) => `${Math.sin(i)},${i % 2}\n`).join("")}`;
    const path = write("long.csv.gz", gzipSync(long, { level: 1 }));
    const source = await openLog(path, { target: "y" });
    expect(source.rows).toBe(400_000);
    for await (const block of source.blocks()) {
      expect(block.dense[1]).toBe(Math.sin(1));
      break;
    }
  });

  test("whoever stops early, the file is closed", async () => {
    for (const first of [bytes("plain"), gzipSync("zipped")]) {
      for (const pieces of [0, 1]) {
        let closed = false;
        const reading = unpacked("log", async function* () {
          try {
            yield first;
            yield first;
          } finally {
            closed = true;
          }
        });
        for (let i = 0; i <= pieces && !(await reading.next()).done; i++);
        await reading.return(undefined);
        expect(closed).toBe(true);
      }
    }
  });

  test("cut off or damaged", async () => {
    const whole = gzipSync(`x,y\n${"1,0\n2,1\n".repeat(5000)}`);
    const cut = await failure(write("cut.csv.gz", whole.subarray(0, whole.length - 20)), { target: "y" });
    expect(cut).toBe(
      "cut.csv.gz: expected a whole gzip file, got one that is cut off or damaged (unexpected end of file)",
    );
    const damaged = Uint8Array.from(whole).fill(0xaa, 12, 40);
    expect(await failure(damaged, { target: "y" })).toMatch(
      /^data: expected a whole gzip file, got one that is cut off or damaged/,
    );
  });

  test("without zlib", async () => {
    async function* pieces(): AsyncGenerator<Uint8Array> {
      const zipped = gzipSync(CSV.repeat(1000));
      for (let at = 0; at < zipped.length; at += 7) yield zipped.subarray(at, at + 7);
    }
    let text = "";
    for await (const piece of unpackByStream(pieces())) text += new TextDecoder().decode(piece);
    expect(text).toBe(CSV.repeat(1000));
    for await (const piece of unpackByStream(pieces())) {
      expect(piece.length).toBeGreaterThan(0);
      break;
    }
  });
});

describe("zstd", () => {
  /** Written by the zstd program: CSV in two frames, notes between them; 100,000 rows "i % 10,i % 2". */
  const TWO = Buffer.from("KLUv/QBYQQAAeCx5CjEsMApTKk0YBQAAAG5vdGVzKLUv/QRYMQAAMi41LDEKyLfNyg==", "base64");
  const MANY = Buffer.from(
    "KLUv/QRYrAEAtAJ4LHkKMCwwCjEsMQoyLDAKMywxCjQsMAo1LDEKNiwwCjcsMQo4LDAKOSwxAQCT/l+5KgNMAAAINwEA/P85EAJMAAAINQEA/P85EAJFAAAIMwEAgNoDIXhIs/s=",
    "base64",
  );

  test("by content, in several frames, and large", async () => {
    for (const source of [write("log.csv.zst", TWO), TWO]) expect(await content(source)).toBe(CSV);
    const many = `x,y\n${Array.from({ length: 100_000 }, (_, i) => `${i % 10},${i % 2}\n`).join("")}`;
    expect((await content(MANY)) === many).toBe(true);
  });

  test("in any pieces, by the decoder that browsers get", async () => {
    for (const size of [1, 3, 1000]) {
      async function* pieces(): AsyncGenerator<Uint8Array> {
        for (let at = 0; at < TWO.length; at += size) yield TWO.subarray(at, at + size);
      }
      const frames = new Frames(pieces());
      let text = "";
      while (await frames.next())
        for await (const piece of unpackByFzstd(frames.bytes())) text += new TextDecoder().decode(piece);
      expect(text).toBe(CSV);
    }
  });

  test("cut off anywhere, or followed by something else", async () => {
    const whole = "data: expected a whole zstd file, got one that is cut off or damaged";
    for (const at of [5, 9, 15, TWO.length - 1])
      expect(await failure(TWO.subarray(0, at), { target: "y" })).toContain(whole);
    for (let at = 20; at < MANY.length; at += 7)
      expect(await failure(MANY.subarray(0, at), { target: "y" })).toContain(whole);
    expect(await failure(Buffer.concat([TWO, Buffer.from("x,y\n")]), { target: "y" })).toContain(whole);
  });
});

test.each([
  ["a.csv", "1 2:3\n", "csv"],
  ["a.tsv.gz", "a\tb\n", "csv"],
  ["a.libsvm", "a,b\n", "libsvm"],
  ["a.svm.gz", "1\n", "libsvm"],
  ["a9a", "-1 3:1 11:1 \n+1 5:1 \n", "libsvm"],
  ["a9a", "# made by hand\n\n1 qid:3 1:.5 # first\n-1\n", "libsvm"],
  ["log", "a,b\n1,2\n", "csv"],
  ["log", "1\n2\n", "csv"],
  ["log.txt", "time 12:30\n", "csv"],
  ["log", "PAR1....", "parquet"],
  ["log.csv", "PAR1....", "parquet"],
  ["log.parquet", "a,b\n", "parquet"],
  ["log", "ARROW1\0\0", "arrow"],
  ["log.feather", "", "arrow"],
  ["a.ndjson.gz", "a,b\n", "jsonl"],
  ["log", '\n{"a": 1}\n{"a": 2}\n', "jsonl"],
  ["log", "a;b\n{;2\n", "csv"],
  ["a.vw", "", "vw"],
  ["rows.dat", "-1 |f 9:.1 14\n1 2.5 tag|f 3\n", "vw"],
  ["log", "1:2:0.4 | a b\n", "vw"],
  ["log", "id|x|y\n1|2|3\n", "csv"],
])("%s with %j is %s", async (name, text, format) => {
  for (const content of [bytes(text), gzipSync(text)]) {
    const file = await openFile(content, name);
    expect(await detectFormat(file, file)).toBe(format);
  }
});
