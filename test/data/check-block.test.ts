import { expect, test } from "vitest";
import type { RowBlock, RowSource } from "../../src/data/rows.ts";
import { replay } from "../../src/replay.ts";

/** A caller's own log of three blocks of two rows, the second of them as given. */
function own(second: Partial<RowBlock>, task: RowSource["task"] = "classification"): RowSource {
  const block: RowBlock = {
    rows: 2,
    dense: new Float64Array([1, 2]),
    start: new Uint32Array([0, 1, 2]),
    index: new Uint32Array([0, 1]),
    value: new Float64Array([1, 1]),
    outcome: new Float64Array([0, 1]),
    weight: null,
  };
  return {
    name: "mine",
    rows: 6,
    dense: [{ name: "speed", scalable: true }],
    sparseColumns: () => 2,
    sparseName: (index) => `word=${index}`,
    task,
    async *blocks() {
      yield block;
      yield { ...block, ...second };
      yield block;
    },
  };
}

async function play(rows: RowSource): Promise<number> {
  let last = 0;
  for await (const { rounds } of replay({ rows })) last = rounds;
  return last;
}

test("a source of one's own is replayed", async () => {
  expect(await play(own({}))).toBe(6);
});

test.each([
  [{ rows: 0 }, "mine: a block: expected rows >= 1, got 0"],
  [{ dense: new Float64Array(1) }, "mine: a block: expected 2 numbers in dense, got 1"],
  [{ dense: new Float64Array([1, NaN]) }, 'mine, row 4, column "speed": expected a finite number, got NaN'],
  [{ outcome: new Float64Array([0, 7]) }, "mine, row 4: expected an outcome from 0 to 1, got 7"],
  [{ weight: new Float64Array([-1, 1]) }, "mine, row 3: expected a finite weight >= 0, got -1"],
  [{ index: new Uint32Array([0, 9]) }, "mine, row 4: expected sparse columns below 2, got 9"],
  [{ value: new Float64Array([Infinity, 1]) }, "mine, row 3: expected finite entries, got Infinity"],
  [{ ids: ["a"] }, "mine: a block: expected 2 ids, got 1"],
])("%o is refused", async (second, message) => {
  await expect(play(own(second))).rejects.toThrow(message);
});

test("values may be any finite number", async () => {
  expect(await play(own({ outcome: new Float64Array([-5, 7]) }, "regression"))).toBe(6);
});

test("what is no log is refused", async () => {
  await expect(play("log.csv" as never)).rejects.toThrow(
    /replay: rows: expected what openLog.* returns, got "log\.csv"/,
  );
  await expect(play(undefined as never)).rejects.toThrow(/replay: rows: expected what openLog/);
});
