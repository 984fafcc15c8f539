import {
  BEST,
  F_MAX_NORM2,
  F_NOISE,
  F_NORM,
  F_SHIFT_RATE,
  F_TURN,
  F_WALK,
  I_CLASSES,
  I_COMPARED,
  I_SEQUENCE,
  I_SHIFTS,
  L_LENGTH,
  P_ALIGNED,
  P_DRAWS,
  P_KEYS,
  P_PROBABILITIES,
  P_SHIFTS,
  RANDOM,
  SAMPLES,
  STREAM_SLOTS,
} from "../../assembly/layout.ts";
import type { Comparator } from "../comparators/comparator.ts";
import type { Feed } from "../engine/drive.ts";
import type { Session } from "../engine/session.ts";
import { type Generator, TURNS } from "../streams/generator.ts";
import type { AlignedModel, Stream } from "../streams/stream.ts";
import { norm as normOf } from "../vectors.ts";
import { setTable, sumGains } from "./utility-table.ts";
import { Table } from "../wasm/memory.ts";

/** What the draws of a simulation are a function of, beside round and coordinate. */
export interface Draws {
  readonly stream: Stream;
  readonly seed: bigint;
  readonly generator: Generator;
  readonly replicate: number;
  /** Most rounds drawn at once; changes no draw. */
  readonly blockSize: number;
  readonly comparator: Comparator;
}

/** A stream in the kernels' memory. */
export interface StreamFeed {
  /** Draws rounds from the first one on. */
  readonly fill: Feed;
  /** |M*| before round 1; 0 where there is none. */
  readonly start: number;
  /** Largest |M*| so far. */
  readonly maxNorm: () => number;
  /** What each action in each context would have gained so far; null where nobody asks, or rows are no contexts. */
  readonly gained: (() => number[][]) | null;
}

/** Sequences of a replicate; its own are numbered 8 r + s. */
export const SEQUENCES = 8;
/** The sequence of directions; that of M* before round 1 is the same in all replicates. */
const DIRECTIONS = 4;

/** Number of the aligned model's weights. */
function weightsOf({ features, actions }: Stream): number {
  return features * Math.max(1, actions);
}

export function streamFeed(session: Session, draws: Draws): StreamFeed {
  const { memory, kernels, run } = session;
  const { stream, seed, generator, replicate, blockSize, comparator } = draws;
  const table = new Table(memory, STREAM_SLOTS);
  const keys = memory.take(512);
  kernels.stream_keys(Number(seed & 0xffffffffn), Number(seed >> 32n), TURNS[generator], keys);
  table.setInteger(P_KEYS, keys);
  table.setInteger(P_DRAWS, memory.take(Math.max(blockSize, stream.features) * 8));
  table.setInteger(P_ALIGNED, memory.take(Math.max(weightsOf(stream), 6) * 8));
  table.setInteger(P_PROBABILITIES, memory.take((blockSize + 1) * stream.actions * 8));
  table.setInteger(I_SEQUENCE, SEQUENCES * replicate);
  table.setLong(L_LENGTH, stream.length);
  table.setReal(F_TURN, stream.turn ?? 0);
  const chooses = stream.aligned?.best ? BEST : SAMPLES;
  table.setInteger(I_COMPARED, comparator.name === "aligned" ? chooses : RANDOM);
  if (stream.aligned) setAligned(session, table, stream, stream.aligned);
  if (stream.table) setTable(memory, table, stream.table);
  const searches = comparator.name === "hindsight" && stream.contexts > 0;
  const draw = kernels[`stream_${stream.kernel}`];
  const { perturbs } = run.shape;
  const perturb = perturbs && { outputs: kernels.draw_outputs, weights: kernels.draw_directions }[perturbs];
  return {
    fill: (from, most) => {
      session.reserve(from, most);
      draw(run.table.address, table.address, run.sums, from, most);
      perturb?.(run.table.address, table.address, from, most);
      return most;
    },
    start: stream.aligned ? normOf(memory.f64(table.pointer(P_ALIGNED), weightsOf(stream))) : 0,
    maxNorm: () => Math.sqrt(table.real(F_MAX_NORM2)),
    gained: searches ? sumGains(memory, table, stream) : null,
  };
}

/** The aligned model before round 1, and how it will move. */
function setAligned(session: Session, table: Table, stream: Stream, model: AlignedModel): void {
  const { memory, kernels } = session;
  const { noise, norm, drift } = model;
  table.setInteger(I_CLASSES, Number(stream.outcomes === "classes"));
  table.setReal(F_NOISE, noise);
  table.setReal(F_NORM, norm);
  table.setReal(F_WALK, drift.walk);
  table.setReal(F_SHIFT_RATE, drift.shiftRate);
  const shifts = memory.take(drift.shifts.length * 8);
  memory.f64(shifts, drift.shifts.length).set(drift.shifts.map((round) => round - 1));
  table.setInteger(P_SHIFTS, shifts);
  table.setInteger(I_SHIFTS, drift.shifts.length);
  const weights = table.pointer(P_ALIGNED);
  if (!model.weights)
    kernels.stream_normals(weights, 0, weightsOf(stream), table.pointer(P_KEYS), DIRECTIONS);
  const start = memory.f64(weights, weightsOf(stream));
  const length = Math.sqrt(start.reduce((sum, w) => sum + w * w, 0));
  start.set(model.weights ?? start.map((w) => (norm * w) / length));
  table.setReal(
    F_MAX_NORM2,
    start.reduce((sum, w) => sum + w * w, 0),
  );
}
