import { describe, expect, test } from "vitest";
import { inUtf8, type Encoding } from "../../src/data/encoding.ts";
import { openFile, type DataFile } from "../../src/data/file.ts";
import { openLog, type LogOptions } from "../../src/data/open.ts";
import { firstInvalid } from "../../src/data/utf8.ts";
import { bytes, collect, failure } from "./collect.ts";
import { Dice } from "./dice.ts";

const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));
const utf16 = (text: string, little: boolean, mark = true): Uint8Array => {
  const view = new DataView(new ArrayBuffer(2 * (text.length + Number(mark))));
  [...(mark ? "\ufeff" : ""), ...text]
    .join("")
    .split("")
    .forEach((_, i, units) => {
      view.setUint16(2 * i, units[i]!.charCodeAt(0), little);
    });
  return new Uint8Array(view.buffer);
};

const TEXT = "stra\u00dfe,x,y\nM\u00fcnchen,1,0\nK\u00f6ln,2,1\n";
const FORMATS: Readonly<Record<string, readonly [text: string, LogOptions]>> = {
  csv: [TEXT, { target: "y" }],
  jsonl: [
    '{"stra\u00dfe":"M\u00fcnchen","x":1,"y":0}\n{"stra\u00dfe":"K\u00f6ln","x":2,"y":1}\n',
    { target: "y" },
  ],
  vw: ["-1 |f M\u00fcnchen x:1\n1 |f K\u00f6ln x:2\n", {}],
  libsvm: ["-1 1:1 # M\u00fcnchen\n1 1:2\n", {}],
};

describe.each(Object.keys(FORMATS))("%s", (format) => {
  const [text, wanted] = FORMATS[format]!;
  const options = { ...wanted, format: format as "csv" };

  test("the same rows in any encoding", async () => {
    const right = await collect(await openLog(bytes(text), options));
    const written: [Uint8Array, Encoding | undefined][] = [
      [latin1(text), "latin1"],
      [latin1(text), "windows-1252"],
      [utf16(text, true), undefined],
      [utf16(text, false), undefined],
      [utf16(text, true, false), "utf-16le"],
      [utf16(text, false, false), "utf-16be"],
      [bytes(`\ufeff${text}`), undefined],
      [bytes(text), "utf-8"],
    ];
    for (const [content, encoding] of written)
      expect(await collect(await openLog(content, { ...options, encoding })), encoding).toEqual(right);
  });

  test("Latin-1 as it is: one sentence with row, byte and flag", async () => {
    const message = await failure(latin1(text), options);
    expect(message).toMatch(
      /^data(, row 1)?(, column "[^"]*")?: expected text in UTF-8, got the byte 0x(df|fc) in /,
    );
    expect(message).toMatch(/ \(--encoding windows-1252 or latin1 reads it\)$/);
  });
});

describe("bytes that are not UTF-8", () => {
  const where = (text: string): Promise<string> => failure(latin1(text), { target: "y" });

  test("in the header, in a cell, in quotes, in the last line without its end", async () => {
    const flag = "(--encoding windows-1252 or latin1 reads it)";
    expect(await where(TEXT)).toBe(
      `data: expected text in UTF-8, got the byte 0xdf in "stra\\xdfe,x,y" ${flag}`,
    );
    const row = (n: number, column: string, byte: string, got: string): string =>
      `data, row ${n}, column "${column}": expected text in UTF-8, got the byte ${byte} in "${got}" ${flag}`;
    expect(await where("x,t,y\n1,a,0\n\n2,\xe9,1\n3,a,0\n")).toBe(row(2, "t", "0xe9", "2,\\xe9,1"));
    expect(await where('x,t,y\n1,a,0\n2,"a,\nb,\xe9",1\n')).toBe(row(2, "t", "0xe9", 'b,\\xe9",1'));
    expect(await where("x,y,t\n1,0,a\n2,1,\xe9")).toBe(row(2, "t", "0xe9", "2,1,\\xe9"));
  });

  test("behind many rows, in pieces of a megabyte, also where rows are read by the kernel", async () => {
    const rows = Array.from({ length: 300_000 }, (_, i) => `${i},${i % 2}\n`).join("");
    expect(await where(`x,y\n${rows}1\xa0,1\n`)).toContain(
      'data, row 300001, column "x": expected text in UTF-8',
    );
  });

  test("columns that nobody reads are text all the same", async () => {
    const message = await failure(latin1("x,t,y\n1,\xe9,0\n"), { target: "y", features: "x" });
    expect(message).toContain('row 1, column "t"');
  });

  test("the first byte that is none is found, as a strict decoder says", () => {
    const dice = new Dice(3);
    const pool = [
      0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc2, 0xdf, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xf5,
    ];
    const strict = new TextDecoder("utf-8", { fatal: true });
    const fine = (part: Uint8Array): boolean => {
      try {
        strict.decode(part);
        return true;
      } catch {
        return false;
      }
    };
    for (let turn = 0; turn < 20_000; turn++) {
      const content = Uint8Array.from({ length: 1 + dice.below(6) }, () => pool[dice.below(pool.length)]!);
      const at = firstInvalid(content, 0, content.length);
      expect(at === -1).toBe(fine(content));
      if (at >= 0) expect(fine(content.subarray(0, at))).toBe(true);
    }
  });
});

describe("marks and flags", () => {
  test("Windows-1252 has signs where Latin-1 has control characters", async () => {
    const names = async (encoding: Encoding): Promise<string[]> => {
      const log = await openLog(latin1("t,y\n\x80\x85\xe9,0\nb,1\n"), { target: "y", encoding });
      return (await collect(log)).map(({ sparse }) => sparse[0]![0]);
    };
    expect(await names("windows-1252")).toEqual(["t=\u20ac\u2026\u00e9", "t=b"]);
    expect(await names("latin1")).toEqual(["t=\x80\x85\u00e9", "t=b"]);
  });

  test("a mark that says otherwise, half a character, UTF-16 without a mark", async () => {
    const options = { target: "y" };
    expect(await failure(utf16(TEXT, true), { ...options, encoding: "utf-16be" })).toBe(
      "data: expected text in utf-16be, got the byte order mark of utf-16le (--encoding utf-16le reads it)",
    );
    expect(await failure(bytes(`\ufeff${TEXT}`), { ...options, encoding: "latin1" })).toContain(
      "mark of utf-8",
    );
    expect(await failure(utf16(TEXT, true).subarray(0, 41), options)).toBe(
      "data: expected text in utf-16le, got bytes that are none (half of a character)",
    );
    expect(await failure(utf16(TEXT, false, false), options)).toBe(
      "data: expected CSV text, got what looks like UTF-16 (--encoding utf-16be reads it)",
    );
    const wrong = "ebcdic" as Encoding;
    await expect(openLog(bytes(TEXT), { ...options, encoding: wrong })).rejects.toThrow(
      'openLog: encoding: expected utf-8 or latin1 or windows-1252 or utf-16le or utf-16be, got "ebcdic"',
    );
    expect(await failure(bytes("PAR1...PAR1"), { ...options, encoding: "latin1" })).toBe(
      "data: expected no encoding, because it is Parquet and not text",
    );
  });

  test("in pieces of any length", async () => {
    const dice = new Dice(9);
    const whole = utf16(TEXT, true);
    for (let turn = 0; turn < 200; turn++) {
      const file: DataFile = {
        ...(await openFile(whole)),
        async *bytes() {
          for (let at = 0; at < whole.length;) yield whole.slice(at, (at += 1 + dice.below(7)));
        },
      };
      const decoder = new TextDecoder();
      let text = "";
      for await (const piece of inUtf8(file, undefined).bytes())
        text += decoder.decode(piece, { stream: true });
      expect(text).toBe(TEXT);
    }
  });
});
