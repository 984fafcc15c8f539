import {
  F_NOISE,
  F_NORM,
  F_WALK,
  I_CLASSES,
  P_ALIGNED,
  P_DRAWS,
  P_KEYS,
  P_SEEN,
  P_UNTIL,
  STREAM_SLOTS,
} from "../assembly/layout.ts";
import { segmenter } from "../src/engine/segments.ts";
import type { Session } from "../src/engine/session.ts";
import type { RowBlock } from "../src/data/rows.ts";
import { logLoss } from "../src/losses/log-loss.ts";
import { pipelined } from "../src/schedules/pipelined.ts";
import { type Generator, TURNS } from "../src/streams/generator.ts";
import type { Kernels, LossKernels } from "../src/wasm/kernels.ts";
import { Table } from "../src/wasm/memory.ts";
import { BLOCK, openPanel, type Setting } from "./panel.ts";
import { blockOf, rowsOf } from "./rows.ts";

/** A panel on a full ring of rows, to time single kernels on block after block. */
export interface Fixture {
  readonly kernels: Kernels;
  readonly loops: LossKernels;
  /** Addresses of the run's table, the panel's, and the sums. */
  readonly run: number;
  readonly panel: number;
  readonly sums: number;
  /** Works on the next block of rows. */
  readonly advance: (work: (from: number, n: number) => void) => void;
  /** Writes the schedule and plays. */
  readonly play: (from: number, n: number) => void;
  /** What draws Gaussian rows and classes into the ring. */
  readonly drawing: (generator: Generator, walk: number) => (from: number, n: number) => void;
}

export async function fixture(setting: Setting): Promise<Fixture> {
  const { latency = 1, loss = logLoss(), dense, sparseColumns = 0 } = setting;
  const { session, panel } = await openPanel({ ...setting, block: BLOCK });
  const { kernels, memory, run } = session;
  const rows = sparseColumns > 0 ? sparseBlock(run.rows, sparseColumns) : blockOf(rowsOf(run.rows, dense));
  run.write(rows, 0, run.rows, 0, 0);
  kernels.rows_norms(run.table.address, 0, run.rows);
  kernels.rows_narrow(run.table.address, 0, run.rows);
  const loops = kernels.loops(loss.model, loss.name);
  const fill = segmenter(kernels, pipelined(latency));
  const parameters = memory.take(64);
  memory.f64(parameters, loss.parameters.length).set(loss.parameters);
  const [table, { address }] = [panel.table, run.table];
  let round = 0;
  return {
    kernels,
    loops,
    run: address,
    panel: table.address,
    sums: run.sums,
    advance: (work) => {
      work(round, BLOCK);
      round += BLOCK;
    },
    play: (from, n) => {
      fill(memory, from, n, table.pointer(P_UNTIL), table.pointer(P_SEEN));
      loops.play(address, table.address, parameters, from, n, 0);
    },
    drawing: (generator, walk) => {
      const stream = streamOf(session, dense, generator, walk);
      return (from, n) => kernels.stream_aligned(address, stream, run.sums, from, n);
    },
  };
}

/** Rows of four entries, one of them in each quarter of the columns, as four one-hot features would give. */
function sparseBlock(rows: number, columns: number): RowBlock {
  const quarter = Math.floor(columns / 4);
  const { x, y } = rowsOf(rows, 4);
  return {
    rows,
    dense: new Float64Array(0),
    start: Uint32Array.from({ length: rows + 1 }, (_, i) => 4 * i),
    index: Uint32Array.from(x, (value, e) => (e % 4) * quarter + Math.floor(((value + 1) / 2) * quarter)),
    value: new Float64Array(4 * rows).fill(1),
    outcome: y,
    weight: null,
  };
}

/** A Gaussian stream of classes, seed 1, with an aligned model that starts at norm 1. */
function streamOf(
  { kernels, memory }: Session,
  features: number,
  generator: Generator,
  walk: number,
): number {
  const table = new Table(memory, STREAM_SLOTS);
  const keys = memory.take(512);
  kernels.stream_keys(1, 0, TURNS[generator], keys);
  const weights = memory.take(Math.max(features, 1) * 8);
  memory.f64(weights, features).fill(1 / Math.sqrt(features));
  table.setInteger(P_KEYS, keys);
  table.setInteger(P_DRAWS, memory.take(Math.max(BLOCK, features) * 8));
  table.setInteger(P_ALIGNED, weights);
  table.setInteger(I_CLASSES, 1);
  table.setReal(F_NOISE, 0);
  table.setReal(F_NORM, 1);
  table.setReal(F_WALK, walk);
  return table.address;
}
