import { Int64, TimestampMicrosecond, tableToIPC, Table, vectorFromArray } from "apache-arrow";
import { parquetWriteBuffer } from "hyparquet-writer";
import { describe, expect, test } from "vitest";
import { openLog, type LogOptions, type Source } from "../../src/data/open.ts";
import { timeText } from "../../src/data/time.ts";
import { experts } from "../../src/experts.ts";
import { replay } from "../../src/replay.ts";
import { pipelined } from "../../src/schedules/pipelined.ts";
import { bytes, failure } from "./collect.ts";
import { stampedLog } from "./stamped-log.ts";

/** Ids, times of decisions and times of feedback, as readers find them. */

interface Stamps {
  readonly time: number[];
  readonly feedback: number[];
  readonly ids: string[];
}

async function stampsOf(source: Source, options: LogOptions): Promise<Stamps> {
  const all: Stamps = { time: [], feedback: [], ids: [] };
  for await (const { rows, time, feedback, ids } of (await openLog(source, options)).blocks()) {
    all.time.push(...(time?.subarray(0, rows) ?? []));
    all.feedback.push(...(feedback?.subarray(0, rows) ?? []));
    all.ids.push(...(ids?.slice(0, rows) ?? []));
  }
  return all;
}

/** Times of the first rows of decisions whose feedback has none. */
async function timesOf(source: Source, options: LogOptions): Promise<number[]> {
  const rows = await openLog(source, options);
  for await (const { time, feedback } of rows.blocks()) expect([time, feedback]).toEqual([null, null]);
  return [...(await rows.clocks!())!.time];
}

const LOG = stampedLog(20_000, 3);
const ASKED = { target: "y", time: "at", feedback: "paid", id: "id" } as const;

describe("the same in every format", () => {
  test.each(Object.keys(LOG.sources))("%s", async (format) => {
    const rows = await openLog(LOG.sources[format]!, ASKED);
    expect(rows.dense.map(({ name }) => name)).toEqual(["x"]);
    const { ids, time, feedback } = LOG;
    expect(await stampsOf(LOG.sources[format]!, ASKED)).toEqual({ ids, time, feedback });
  });

  test("without the options there are none, and columns are features again", async () => {
    const rows = await openLog(LOG.sources["CSV"]!, { target: "y", features: "x, hour(at)" });
    for await (const { time, feedback, ids } of rows.blocks())
      expect([time, feedback, ids]).toEqual([null, null, null]);
  });
});

describe("ids", () => {
  const csv = 'n,at,x,y\n007,1,1,0\n"1,5",2,2,1\n 1e3 ,3,3,0\nNA,4,4,1\n,5,5,0\n';

  test("stand as they stand in the file, also where the column is used for something else", async () => {
    const ids = ["007", "1,5", "1e3", "NA", ""];
    expect((await stampsOf(bytes(csv), { target: "y", id: "n" })).ids).toEqual(ids);
    const numbers = csv.replace('"1,5"', "2").replace("NA", "2000").replace(",5,5,0", "3000,5,5,0");
    const asked = { target: "y", id: "n", time: "n", anyOrder: true } as const;
    const { ids: names } = await stampsOf(bytes(numbers), asked);
    const time = await timesOf(bytes(numbers), asked);
    expect([names, time]).toEqual([
      ["007", "2", "1e3", "2000", "3000"],
      [7, 2, 1000, 2000, 3000],
    ]);
  });

  test("of JSONL: numbers with all their digits, strings, truth values, nothing", async () => {
    const values = ["12345678901234567890", '"a\\u0020\\"b"', "true", "1.50", "null", '{"x":1}'];
    const lines = values.map((value, i) => `{"i":${value},"x":${i},"y":${i % 2}}\n`);
    const { ids } = await stampsOf(bytes(lines.join("")), { target: "y", features: "x", id: "i" });
    expect(ids).toEqual(["12345678901234567890", 'a "b', "true", "1.50", "", ""]);
  });

  test("whole numbers of 64 bits, truth values and time stamps of Parquet and Arrow", async () => {
    const long = [2n ** 63n - 1n, -(2n ** 53n) - 1n, 0n];
    const dates = ["2024-02-29 07:15:01", "2024-02-29 07:15", "1969-12-31 23:59:59.999"];
    const whens = dates.map((date) => new Date(`${date.replace(" ", "T")}Z`));
    const y = [0, 1, 1];
    const parquet = parquetWriteBuffer({
      columnData: [
        { name: "long", data: long, type: "INT64" },
        { name: "when", data: whens, type: "TIMESTAMP" },
        { name: "fine", data: [true, null, false], type: "BOOLEAN" },
        { name: "x", data: [1, 2, 3], type: "DOUBLE" },
        { name: "y", data: y, type: "INT32" },
      ],
    });
    const arrow = tableToIPC(
      new Table({
        long: vectorFromArray(long, new Int64()),
        when: vectorFromArray(whens, new TimestampMicrosecond()),
        x: vectorFromArray([1, 2, 3]),
        y: vectorFromArray(y),
      }),
    );
    const idsOf = async (source: Source, id: string): Promise<string[]> =>
      (await stampsOf(source, { target: "y", features: "x", id })).ids;
    for (const source of [parquet, arrow]) {
      expect(await idsOf(source, "long")).toEqual(long.map(String));
      expect(await idsOf(source, "when")).toEqual(dates);
    }
    expect(await idsOf(parquet, "fine")).toEqual(["true", "", "false"]);
  });

  test("of VW text are tags; libsvm has none", async () => {
    const log = { format: "vw" } as const;
    const vw = bytes("1 'one|f a\n-1 |f b\n1 2 two|f a:2\n-1 1 'drøi |f c\n");
    expect((await stampsOf(vw, { ...log, id: "tag" })).ids).toEqual(["one", "", "two", "drøi"]);
    expect(await failure(vw, { ...log, id: "name" })).toBe(
      'data: expected "tag" as the id, because VW text has no other, got "name"',
    );
    for (const option of ["id", "time"] as const)
      expect(await failure(bytes("1 1:2\n-1 1:3\n"), { [option]: "c" })).toBe(
        `data: expected no ${option}, because a libsvm file carries its own label and features`,
      );
  });

  test.each([1, 7, 1000])("predictions carry them, in blocks of %d", async (blockSize) => {
    const names: string[][] = [[], []];
    const rows = await openLog(LOG.sources["Parquet"]!, ASKED);
    const schedules = [pipelined(1), pipelined(100)];
    const run = replay({
      rows: { ...rows, rows: 4000 },
      schedules,
      blockSize,
      onPredictions: ({ schedule, stepSize, ids, predictions }) => {
        expect(ids!.length).toBe(predictions.length);
        if (stepSize === 0.1) names[schedule === "pipelined(1)" ? 0 : 1]!.push(...ids!);
      },
    });
    for await (const checkpoint of run) void checkpoint;
    for (const of of names) expect(of).toEqual(LOG.ids.slice(0, 4000));
  });

  test("and those of a mixture of forecasts", async () => {
    const names: string[] = [];
    const asked = {
      target: "y",
      features: "x, x*2",
      forecasts: true,
      task: "regression",
      id: "id",
      time: "at",
    } as const;
    const rows = await openLog(LOG.sources["Parquet"]!, asked);
    const onPredictions = ({ stepSize, ids }: { stepSize: number; ids: readonly string[] | null }): void => {
      first ??= stepSize;
      if (stepSize === first) names.push(...ids!);
    };
    let first: number | undefined;
    for await (const checkpoint of experts({ rows, onPredictions })) void checkpoint;
    expect(names).toEqual(LOG.ids);
  });
});

describe("clocks", () => {
  test("zones count where times are compared, and only there", async () => {
    const csv =
      "at,paid,y\n2024-10-27 02:30+02:00,2024-10-27 02:15+0100,0\n2024-10-27 02:00+01,2024-10-27T01:00Z,1\n";
    const rows = await openLog(bytes(csv), {
      target: "y",
      time: "at",
      feedback: "paid",
      features: "hour(at)",
    });
    for await (const block of rows.blocks()) {
      expect([...block.time!].map(timeText)).toEqual(["2024-10-27 00:30", "2024-10-27 01:00"]);
      expect([...block.feedback!].map(timeText)).toEqual(["2024-10-27 01:15", "2024-10-27 01:00"]);
      expect(rows.sparseName(0)).toBe("hour(at)=2");
      expect(rows.sparseColumns()).toBe(1);
    }
  });

  test("fractions of a millisecond are cut off in every format; days are their midnights", async () => {
    const csv = "at,x,y\n2024-02-28,1,0\n2024-02-28T00:00:00.0009,2,1\n2024-02-28T00:00:00.001999Z,2,1\n";
    const time = await timesOf(bytes(csv), { target: "y", time: "at" });
    const midnight = Date.UTC(2024, 1, 28);
    expect(time).toEqual([midnight, midnight, midnight + 1]);
  });

  test("numbers in any unit", async () => {
    const csv = "at,paid,x,y\n-3.5,-3.5,1,0\n-3.5,,2,1\n1e9,1e300,3,0\n";
    const found = await stampsOf(bytes(csv), { target: "y", time: "at", feedback: "paid" });
    expect([found.time, found.feedback]).toEqual([
      [-3.5, -3.5, 1e9],
      [-3.5, Infinity, 1e300],
    ]);
  });
});

describe("what is refused", () => {
  const csv = (cells: readonly string[]): Uint8Array =>
    bytes(`at,paid,x,y\n${cells.map((cell, i) => `${cell},${i},${i % 2}\n`).join("")}`);
  const stamps = ["2024-02-28 07:00,2024-02-29", "2024-02-28 08:00,", "2024-02-28 08:00,2024-02-28 08:00"];
  const timed = { target: "y", features: "x", time: "at" } as const;
  const fed = { ...timed, feedback: "paid" } as const;

  test.each<[string, readonly string[], LogOptions, string]>([
    [
      "times that go back",
      [...stamps, "2024-02-28 07:59:59.5,"],
      timed,
      'row 4, column "at": expected a time no earlier than 2024-02-28 08:00 of the row before, got 2024-02-28 07:59:59.500; sort the log, or --any-order takes its rows as they stand',
    ],
    [
      "the same where feedback has times",
      [...stamps, "2024-02-28 07:59,"],
      fed,
      'row 4, column "at": expected a time no earlier than 2024-02-28 08:00 of the row before, got 2024-02-28 07:59; sort the log by it',
    ],
    [
      "the same in zones",
      [...stamps, "2024-02-28 08:59+01:00,"],
      timed,
      'row 4, column "at": expected a time no earlier than 2024-02-28 08:00 UTC of the row before, got 2024-02-28 07:59 UTC; sort the log, or --any-order takes its rows as they stand',
    ],
    [
      "numbers that go back",
      ["1,", "0.5,"],
      timed,
      'row 2, column "at": expected a time no earlier than 1 of the row before, got 0.5; sort the log, or --any-order takes its rows as they stand',
    ],
    [
      "no time",
      [...stamps, ","],
      timed,
      'row 4, column "at": expected a time stamp for the time, got an empty cell',
    ],
    ["an infinite time", ["1,", "inf,"], timed, 'row 2, column "at": expected a finite number, got Infinity'],
    [
      "a time of words",
      ["soon,", "later,"],
      timed,
      'row 1, column "at": expected a time stamp such as 2001-01-31 07:15, or a number, for a time, got "soon"',
    ],
    [
      "feedback before its row",
      [...stamps, "2024-02-28 08:01,2024-02-28"],
      fed,
      'row 4, column "paid": expected feedback no earlier than the decision at 2024-02-28 08:01, got 2024-02-28 00:00',
    ],
    [
      "feedback on another clock",
      ["2024-02-28 07:00,3", "2024-02-28 07:00,4"],
      fed,
      'row 1, column "paid": expected a time stamp such as 2001-01-31 07:15 for the time of feedback, as for that of decisions, or nothing where it never comes, got "3"',
    ],
    [
      "feedback at infinity",
      ["1,2", "2,inf"],
      fed,
      'row 2, column "paid": expected a finite number, or nothing where feedback never comes, got Infinity',
    ],
  ])("%s", async (_, cells, options, message) => {
    expect(await failure(csv(cells), options)).toBe(`data, ${message}`);
  });

  test("times that go back behind the first block, in Parquet, but not in any order", async () => {
    const at = Array.from({ length: 9000 }, (_, i) => (i === 8999 ? 5 : i));
    const columnData = [
      { name: "at", data: at, type: "DOUBLE" as const },
      { name: "x", data: at, type: "DOUBLE" as const },
      { name: "y", data: at.map((i) => i % 2), type: "INT32" as const },
    ];
    const log = parquetWriteBuffer({ columnData, rowGroupSize: 9000 });
    expect(await failure(log, timed)).toMatch(
      /^data, row 9000, column "at": expected a time no earlier than 8998 /,
    );
    const open = await openLog(log, timed);
    await expect(open.clocks!()).rejects.toThrow("row 9000");
    expect(await failure(log, { ...timed, anyOrder: true })).toBe("no error");
    expect(await timesOf(log, { ...timed, anyOrder: true })).toEqual(at.slice(0, 8192));
  });

  test.each<[string, LogOptions, string]>([
    [
      "feedback alone",
      { feedback: "paid" },
      "feedback (--feedback-column): expected a time column beside it (--time-column), got none",
    ],
    [
      "any order of nothing",
      { anyOrder: true },
      "any order (--any-order): expected a time column beside it (--time-column), got none",
    ],
    [
      "feedback twice",
      { ...fed, delay: "x" },
      "feedback (--feedback-column): expected no delays beside it (--delay-column), got both",
    ],
    [
      "feedback in any order",
      { ...fed, anyOrder: true },
      "any order (--any-order): expected none where feedback has times (--feedback-column), which need rows in order",
    ],
    [
      "feedback as its own time",
      { time: "at", feedback: "at" },
      'data, column "at": it cannot be both time and feedback',
    ],
    ["the target as time", { time: "y" }, 'data, column "y": it cannot be both target and time'],
    ["the target as id", { id: "y" }, 'data, column "y": it cannot be both target and id'],
  ])("%s", async (_, options, message) => {
    expect(await failure(csv(stamps), { target: "y", ...options })).toBe(message);
  });

  test("a mixture of forecasts has no times of feedback", async () => {
    const rows = await openLog(csv(stamps), {
      ...fed,
      features: "x, x*2",
      forecasts: true,
      task: "regression",
    });
    const run = async (): Promise<void> => {
      for await (const checkpoint of experts({ rows })) void checkpoint;
    };
    await expect(run()).rejects.toThrow("experts: rows: expected rows without delays of their own");
  });
});
