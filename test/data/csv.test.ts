import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readCsv } from "../../src/data/csv.ts";
import type { DataFile } from "../../src/data/file.ts";
import { openLog } from "../../src/data/open.ts";
import { bytes, collect, rowsOf } from "./collect.ts";

/** A file that arrives in these pieces. */
function inPieces(content: Uint8Array, cuts: readonly number[]): DataFile {
  return {
    name: "pieces.csv",
    size: content.length,
    slice: (start, end) => Promise.resolve(content.slice(start, end).buffer as ArrayBuffer),
    async *bytes() {
      const at = [0, ...[...cuts].sort((a, b) => a - b), content.length];
      for (let i = 1; i < at.length; i++) {
        const piece = content.slice(at[i - 1], at[i]);
        if (piece.length === 0) continue;
        yield piece;
        piece.fill(0x37); // what was read must have been copied
      }
    },
  };
}

describe("rows", () => {
  test("numbers are dense, text is one-hot in order of appearance, the default is every other column", async () => {
    const source = await openLog(bytes("y,a,town,b\n1,2.5,Rome,-3\n0,1e2,Oslo,4\n1,.5,Rome,0\n"), {
      target: "y",
    });
    expect(source.name).toBe("data");
    expect(source.rows).toBe(3);
    expect(source.task).toBe("classification");
    expect(source.dense).toEqual([
      { name: "a", scalable: true },
      { name: "b", scalable: true },
    ]);
    expect(source.sparseColumns()).toBe(0);
    const rows = await collect(source);
    expect(rows).toEqual([
      { dense: [2.5, -3], sparse: [["town=Rome", 1]], outcome: 1, weight: null },
      { dense: [100, 4], sparse: [["town=Oslo", 1]], outcome: 0, weight: null },
      { dense: [0.5, 0], sparse: [["town=Rome", 1]], outcome: 1, weight: null },
    ]);
    expect(source.sparseColumns()).toBe(2);
    expect(source.sparseName(1)).toBe("town=Oslo");
    expect(() => source.sparseName(2)).toThrow(RangeError);
    expect(await collect(source)).toEqual(rows);
  });

  test("features in the order asked for, scaled by one division or multiplication", async () => {
    const options = { target: "y", features: "b/10, t, a*3, a" };
    const source = await openLog(bytes("a,b,t,y\n0.1,3,u,1.5\n0.7,5,v,2\n"), options);
    expect(source.dense).toEqual([
      { name: "b/10", scalable: false },
      { name: "a*3", scalable: false },
      { name: "a", scalable: true },
    ]);
    expect(source.task).toBe("regression");
    const rows = await collect(source);
    expect(rows[0]).toEqual({
      dense: [3 / 10, 0.1 * 3, 0.1],
      sparse: [["t=u", 1]],
      outcome: 1.5,
      weight: null,
    });
    expect(rows[1]!.dense).toEqual([5 / 10, 0.7 * 3, 0.7]);
  });

  test("parts of time stamps are categories, with zone or without", async () => {
    const csv = "t,y\n2001-01-31 07:15:00,0\n2001-12-02T23:59:59.9+05:00,1\n2001-01-01,1\n";
    const rows = await rowsOf(csv, { target: "y", features: "hour(t), weekday(t), month(t)" });
    expect(rows.map((row) => row.sparse.map(([name]) => name))).toEqual([
      ["hour(t)=7", "weekday(t)=Wednesday", "month(t)=January"],
      ["hour(t)=23", "weekday(t)=Sunday", "month(t)=December"],
      ["hour(t)=0", "weekday(t)=Monday", "month(t)=January"],
    ]);
  });

  test("weights, and the weight column is no feature by default", async () => {
    const rows = await rowsOf("a,w,y\n1,0,0\n2,2.5,1\n", { target: "y", weight: "w" });
    expect(rows.map(({ dense, weight }) => [dense, weight])).toEqual([
      [[1], 0],
      [[2], 2.5],
    ]);
  });

  test("a missing category is a category of its own", async () => {
    const rows = await rowsOf('a,t,y\n1,x,0\n2,,1\n3,"",1\n', { target: "y", features: "t" });
    expect(rows.map((row) => row.sparse)).toEqual([[["t=x", 1]], [["t=(missing)", 1]], [["t=(missing)", 1]]]);
  });

  test("one text anywhere makes a column text, so that its numbers are categories too", async () => {
    const rows = await rowsOf("a,y\n1,0\n2.0,1\nx,1\n", { target: "y" });
    expect(rows.map((row) => row.sparse)).toEqual([[["a=1", 1]], [["a=2.0", 1]], [["a=x", 1]]]);
  });

  test("truth values are 1 and 0, also as the target", async () => {
    const source = await openLog(bytes("a,y\ntrue,False\nfalse,True\nTRUE,false\n"), { target: "y" });
    expect(source.task).toBe("classification");
    expect((await collect(source)).map(({ dense, outcome }) => [...dense, outcome])).toEqual([
      [1, 0],
      [0, 1],
      [1, 0],
    ]);
  });
});

describe("target", () => {
  const outcomes = async (values: string[], target: string): Promise<unknown> => {
    const source = await openLog(bytes(`x,y\n${values.map((value) => `1,${value}\n`).join("")}`), { target });
    return [source.task, (await collect(source)).map((row) => row.outcome)];
  };

  test("0 and 1, or -1 and 1, are classes; other numbers are to be predicted", async () => {
    expect(await outcomes(["1", "0", "1.0"], "y")).toEqual(["classification", [1, 0, 1]]);
    expect(await outcomes(["-1", "+1", "-1"], "y")).toEqual(["classification", [0, 1, 0]]);
    expect(await outcomes(["1", "2"], "y")).toEqual(["regression", [1, 2]]);
    expect(await outcomes(["1", "0", "-1"], "y")).toEqual(["regression", [1, 0, -1]]);
  });

  test.each([
    [">=", [0, 1, 1]],
    [">", [0, 0, 1]],
    ["<=", [1, 1, 0]],
    ["<", [1, 0, 0]],
    ["==", [0, 1, 0]],
    ["!=", [1, 0, 1]],
  ])("y%s15", async (comparison, expected) => {
    expect(await outcomes(["14.5", "15", "16"], `y${comparison}15`)).toEqual(["classification", expected]);
  });

  test("texts compare as texts", async () => {
    expect(await outcomes(["UP", "DOWN", '"UP"'], "y==UP")).toEqual(["classification", [1, 0, 1]]);
    expect(await outcomes(["a b", "1", "c"], 'y != "a b"')).toEqual(["classification", [0, 1, 1]]);
    expect(await outcomes(["1", "x", "2"], "y==1")).toEqual(["classification", [1, 0, 0]]);
  });
});

describe("format", () => {
  const options = { target: "y", features: "a, t" };
  const expected = [
    { dense: [1.5], sparse: [["t=p", 1]], outcome: 0, weight: null },
    { dense: [-2], sparse: [["t=q", 1]], outcome: 1, weight: null },
  ];
  test.each([
    ["no newline at the end", "a,t,y\n1.5,p,0\n-2,q,1"],
    ["CR LF", "a,t,y\r\n1.5,p,0\r\n-2,q,1\r\n"],
    ["byte order mark", "\ufeffa,t,y\n1.5,p,0\n-2,q,1\n"],
    ["empty and blank lines", "\n\na,t,y\n\n1.5,p,0\n \t \n\r\n-2,q,1\n\n\n"],
    ["blanks around cells", " a , t ,y \n 1.5 , p ,0 \n-2,  q,1\n"],
    ["quotes everywhere", '"a","t","y"\n"1.5","p","0"\n"-2","q","1"\n'],
    ["blanks around quotes", 'a,t,y\n1.5, "p" ,0\n"-2" ,"q", 1\r\n'],
    ["semicolons", "a;t;y\n1.5;p;0\n-2;q;1\n"],
    ["tabs", "a\tt\ty\n1.5\tp\t0\n-2\tq\t1\n"],
    ["an unused column of anything", 'z,a,t,y\n"x,\n1",1.5,p,0\n"""",-2,q,1\n'],
  ])("%s", async (_, text) => {
    expect(await rowsOf(text, options)).toEqual(expected);
  });

  test("a nameless column has its position as its name", async () => {
    const source = await openLog(bytes(",a,y\n0,1,0\n1,2,1\n"), { target: "y" });
    expect(source.dense.map((column) => column.name)).toEqual(["column 1", "a"]);
  });

  test("the piece in which a byte arrives makes no difference: every single cut, and every byte alone", async () => {
    const text =
      '\ufeff"a""",t,y\r\n1.25,"x,""1""\n\r\ny",0\r\n\r\n"-17e2",caf\u00e9,1\n12345678901234567,"",0';
    const content = bytes(text);
    const wanted = { target: "y" };
    const whole = await collect(await readCsv(inPieces(content, []), wanted));
    expect(whole.map((row) => [row.dense, row.sparse[0]![0], row.outcome])).toEqual([
      [[1.25], 't=x,"1"\n\r\ny', 0],
      [[-1700], "t=caf\u00e9", 1],
      [[12345678901234567], "t=(missing)", 0],
    ]);
    for (let cut = 1; cut < content.length; cut++) {
      expect(await collect(await readCsv(inPieces(content, [cut]), wanted))).toEqual(whole);
    }
    const everywhere = Array.from({ length: content.length }, (_, at) => at);
    expect(await collect(await readCsv(inPieces(content, everywhere), wanted))).toEqual(whole);
  });

  test("random tables come back as they were, however they are quoted, ended and cut", async () => {
    const alphabet = fc.constantFrom(
      "a",
      "b",
      ",",
      '"',
      "\n",
      "\r",
      ";",
      "\t",
      " ",
      "7",
      "-",
      ".",
      "\u00e9",
      "\u{1f600}",
    );
    // what looks like a number with a decimal comma is refused, with the flag that reads it
    const word = fc.string({ unit: alphabet, maxLength: 8 }).filter((text) => !/^[+-]?\d+,\d+$/.test(text));
    const row = fc.record({
      word,
      number: fc.double({ noNaN: true, noDefaultInfinity: true }),
      quoted: fc.boolean(),
    });
    const table = fc.record({
      rows: fc.array(row, { minLength: 2, maxLength: 12 }),
      newline: fc.constantFrom("\n", "\r\n"),
    });
    const cuts = fc.array(fc.nat(600), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(table, cuts, fc.boolean(), async ({ rows, newline }, at, end) => {
        const cells = rows.map(({ word: text, number, quoted }, i) => {
          const plain = !quoted && /^[^",\r\n]*$/.test(text) && text.trim() === text;
          return [
            String(number),
            plain ? text : `"${text.replaceAll('"', '""')}"`,
            quoted ? `"${i % 2}"` : String(i % 2),
          ];
        });
        // A last row of text keeps the column from being numbers.
        const lines = ["n,w,y", ...cells.map((line) => line.join(",")), "0,text,1"];
        const content = bytes(lines.join(newline) + (end ? newline : ""));
        const got = await collect(
          await readCsv(
            inPieces(
              content,
              at.filter((cut) => cut < content.length),
            ),
            { target: "y" },
          ),
        );
        expect(got.slice(0, -1).map((line) => [...line.dense, line.sparse[0]![0], line.outcome])).toEqual(
          rows.map(({ word: text, number }, i) => [
            number + 0,
            `w=${text === "" ? "(missing)" : text}`,
            i % 2,
          ]),
        );
      }),
      { numRuns: 1500 },
    );
  });

  test("blocks, pieces and lines of any length fit together", async () => {
    const lines = Array.from(
      { length: 20_011 },
      (_, i) => `${i * 0.25},"c${i % 7}${"x".repeat(i % 1000 === 0 ? 3000 : 0)}",${i % 2}`,
    );
    const content = bytes(`a,b,y\n${lines.join("\n")}`);
    const source = await openLog(content, { target: "y" });
    expect(source.rows).toBe(20_011);
    const sizes: number[] = [];
    for await (const block of source.blocks()) sizes.push(block.rows);
    expect(sizes).toEqual([8192, 8192, 3627]);
    const rows = await collect(source);
    rows.forEach((row, i) => {
      if (row.dense[0] !== i * 0.25 || row.outcome !== i % 2) throw new Error(`row ${i + 1} is wrong`);
    });
    expect(
      await collect(await readCsv(inPieces(content, [1000, 70_000, 70_001, 200_000]), { target: "y" })),
    ).toEqual(rows);
  });

  test("a pass that is left early can be followed by a whole one with the same columns", async () => {
    const lines = Array.from(
      { length: 10_000 },
      (_, i) => `${i % 5000 === 4999 ? "rare" : `c${i % 3}`},${i % 2}`,
    );
    const source = await openLog(bytes(`t,y\n${lines.join("\n")}`), { target: "y" });
    for await (const block of source.blocks()) {
      expect(block.rows).toBe(8192);
      break;
    }
    expect(source.sparseColumns()).toBe(4);
    await collect(source);
    const names = Array.from({ length: source.sparseColumns() }, (_, i) => source.sparseName(i));
    expect(names).toEqual(["t=c0", "t=c1", "t=c2", "t=rare"]);
  });
});
