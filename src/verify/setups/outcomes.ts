import type { RowBlock, RowSource } from "../../data/rows.ts";

/** Rows of a block. */
const ROWS = 8192;

/**
 * A log without features: the intercept is the model, a single number that is to follow the outcomes.
 *
 * @param outcome of row s = 1..rows.
 * @param chunk rows handed out at once; with 1, `outcome(s)` is asked for after round s - 1 has been played.
 */
export function outcomes(rows: number, outcome: (s: number) => number, chunk: number = ROWS): RowSource {
  return {
    name: "outcomes",
    rows,
    dense: [],
    sparseColumns: () => 0,
    sparseName: () => "",
    task: "regression",
    async *blocks() {
      for (let from = 0; from < rows; from += chunk)
        yield block(
          Float64Array.from({ length: Math.min(chunk, rows - from) }, (_, i) => outcome(from + i + 1)),
        );
    },
  };
}

function block(outcome: Float64Array): RowBlock {
  const rows = outcome.length;
  return {
    rows,
    dense: new Float64Array(0),
    start: new Uint32Array(rows + 1),
    index: new Uint32Array(0),
    value: new Float64Array(0),
    outcome,
    weight: null,
  };
}
