import { CONSTANT, LOSS } from "../assembly/layout.ts";
import { usualBlock } from "../src/engine/drive.ts";
import type { Panel, PanelRules } from "../src/engine/panel.ts";
import { type Grading, Session } from "../src/engine/session.ts";
import type { Loss } from "../src/losses/loss.ts";
import { logLoss } from "../src/losses/log-loss.ts";
import { pipelined } from "../src/schedules/pipelined.ts";
import { LANES, type Precision } from "../src/wasm/variants.ts";
import { blockOf, type Rows } from "./rows.ts";

/** A session with one panel, as simulate and replay would open it, without streams and reports around it. */

/** Rounds played at once: the default of simulate and replay. */
export const BLOCK = 1024;

/** Learners of a full panel. */
export const LEARNERS = 8;

/** Features of the rows in memory that peers are timed on, and how many rows: 10^6 of 256 features would take 2 GB. */
export const SIZES = [
  [16, 1e6],
  [256, 1e5],
] as const;

/** Step size of the first learner on such rows. */
export const stepFor = (d: number): number => 0.8 / d;

export interface Setting {
  readonly dense: number;
  /** Entries beside the dense columns, and how many columns they may fall on. */
  readonly sparseColumns?: number;
  readonly loss?: Loss;
  readonly latency?: number;
  readonly grading?: Grading | null;
  readonly raw?: boolean;
  readonly scaled?: boolean;
  readonly precision?: Precision;
  /** Most rounds played at once; default: as many as usual where a row has so many features. */
  readonly block?: number;
  readonly rules?: Partial<PanelRules>;
}

/** Step sizes of a panel: the given one, and seven halvings of it. */
export function steps(first: number, learners: number = LEARNERS): number[] {
  return Array.from({ length: learners }, (_, lane) => first / 2 ** lane);
}

/** Rounds played at once by default where a row has d features. */
export function blockFor(d: number): number {
  return usualBlock(d, 1, false);
}

export async function openPanel(setting: Setting): Promise<{ session: Session; panel: Panel }> {
  const {
    dense,
    sparseColumns = 0,
    loss = logLoss(),
    latency = 1,
    grading = null,
    raw = false,
    scaled = false,
    precision = "f64",
    block = blockFor(dense),
  } = setting;
  const session = await Session.open({
    shape: {
      dense,
      intercept: sparseColumns > 0,
      block,
      raw,
      latency,
      precision,
      actions: 0,
    },
    loss,
    model: loss.model,
    estimator: null,
    columns: 1 + dense + sparseColumns,
    scaled: scaled ? Array.from({ length: dense }, () => true) : null,
    grading,
    engine: undefined,
  });
  const panel = session.addPanel({
    schedule: pipelined(latency),
    steps: steps(stepFor(Math.max(dense, 4)), LANES[precision]),
    rule: CONSTANT,
    l2: 0,
    radius: Infinity,
    interceptStep: null,
    fresh: true,
    certify: false,
    drifting: false,
    river: false,
    histogram: grading !== null && grading.classes,
    ...setting.rules,
  });
  return { session, panel };
}

/** Plays all rows from memory; returns the total loss of the first learner. */
export function playRows(session: Session, panel: Panel, rows: Rows): number {
  const block = blockOf(rows);
  const most = blockFor(rows.d);
  for (let from = 0; from < rows.n; from += most) {
    const n = Math.min(most, rows.n - from);
    session.reserve(from, n);
    session.run.write(block, from, n, from, session.oldest(from));
    session.play(from, n);
  }
  return panel.sum(LOSS, 0);
}

/** A session on such rows, opened: what is left to be timed returns the total loss of the first learner. */
export async function onMemory(rows: Rows, precision: Precision = "f64"): Promise<() => number> {
  const { session, panel } = await openPanel({ dense: rows.d, precision });
  return () => playRows(session, panel, rows);
}
