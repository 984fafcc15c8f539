import { readFileSync } from "node:fs";
import { P_LOSS } from "../assembly/layout.ts";
import type { Panel, PanelRules } from "../src/engine/panel.ts";
import { RULES } from "../src/engine/rules.ts";
import { Session } from "../src/engine/session.ts";
import type { Loss } from "../src/losses/loss.ts";
import { pipelined } from "../src/schedules/pipelined.ts";
import { LANES, type Precision } from "../src/wasm/variants.ts";
import { block, type Row, sparseColumns } from "./rows.ts";

const compiled = (name: string): WebAssembly.Module =>
  new WebAssembly.Module(readFileSync(`build/${name}.wasm`));

/** The kernels, compiled once for all runs of a test file. */
export const ENGINES: Readonly<Record<Precision, WebAssembly.Module>> = {
  f64: compiled("engine"),
  f32: compiled("engine-f32"),
};
export const ENGINE: WebAssembly.Module = ENGINES.f64;
/** The same for policies. */
export const POLICY_ENGINES: Readonly<Record<Precision, WebAssembly.Module>> = {
  f64: compiled("engine-policies"),
  f32: compiled("engine-policies-f32"),
};

/** The same for learners that perturb what they play. */
export const PERTURBED_ENGINES: Readonly<Record<Precision, WebAssembly.Module>> = {
  f64: compiled("engine-perturbed"),
  f32: compiled("engine-perturbed-f32"),
};

/** Rules of a panel, the usual ones where nothing is said. */
export function rules(
  own: Partial<Omit<PanelRules, "rule">> & { readonly rule?: keyof typeof RULES },
): PanelRules {
  return {
    schedule: pipelined(1),
    steps: [0.1],
    l2: 0,
    radius: Infinity,
    interceptStep: null,
    fresh: false,
    certify: true,
    drifting: false,
    river: false,
    histogram: false,
    ...own,
    rule: RULES[own.rule ?? "constant"],
  };
}

export interface Setting {
  readonly loss: Loss;
  readonly panels: readonly PanelRules[];
  readonly intercept?: boolean;
  /** Which dense columns are standardised; default none. */
  readonly scaled?: readonly boolean[];
  readonly weighted?: boolean;
  /** Weights of a comparator, intercept first; default none. */
  readonly comparator?: readonly number[];
  readonly block?: number;
  readonly precision?: Precision;
  /** Called when a panel has played a block, while its columns still hold it. */
  readonly onPlayed?: (session: Session, panel: Panel, from: number, n: number) => void;
}

export interface PlayedRows {
  readonly session: Session;
  readonly panels: readonly Panel[];
  /** (rounds,) losses of a learner. */
  readonly losses: (panel: number, lane: number) => Float64Array;
}

/** Plays rows as `replay` does, with everything in reach that a report leaves out: single losses, weights, utilities. */
export async function playRows(rows: readonly Row[], setting: Setting): Promise<PlayedRows> {
  const {
    loss,
    intercept = false,
    scaled,
    weighted = false,
    comparator,
    block: most = 1024,
    precision = "f64",
  } = setting;
  const lanes = LANES[precision];
  const columns = 1 + rows[0]!.dense.length + sparseColumns(rows);
  const session = await Session.open({
    shape: {
      dense: rows[0]!.dense.length,
      intercept,
      block: most,
      raw: setting.panels.some(({ river }) => river),
      latency: 0,
      precision,
      actions: 0,
    },
    loss,
    model: loss.model,
    estimator: null,
    columns,
    scaled: scaled?.includes(true) ? scaled : null,
    grading: null,
    engine: ENGINES[precision],
  });
  if (comparator) session.setComparator(Float64Array.from(comparator));
  const panels = setting.panels.map((rule) => session.addPanel(rule));
  const losses = new Map(panels.map((panel) => [panel, new Float64Array(rows.length * lanes)]));
  session.onPlayed = (panel, from, n) => {
    const played = session.memory.f64(session.run.table.pointer(P_LOSS), n * lanes);
    losses.get(panel)!.set(played, from * lanes);
    setting.onPlayed?.(session, panel, from, n);
  };
  const all = block(rows, weighted);
  for (let from = 0; from < rows.length; from += most) {
    const n = Math.min(most, rows.length - from);
    session.reserve(from, n);
    session.run.write(all, from, n, from, session.oldest(from));
    if (!session.validRows(from, n, sparseColumns(rows))) throw new RangeError("rows: not valid");
    session.play(from, n);
  }
  return {
    session,
    panels,
    losses: (panel, lane) =>
      Float64Array.from(rows, (_, t) => losses.get(panels[panel]!)![t * lanes + lane]!),
  };
}
