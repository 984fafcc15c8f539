import { checkpoints, type Control, drive, progressOf, type Stop } from "../engine/drive.ts";
import type { Panel } from "../engine/panel.ts";
import { columnsOf, openPass } from "../replay/feed.ts";
import { addPanel } from "../replay/play.ts";
import { LANES } from "../wasm/variants.ts";
import type { Plan } from "./plan.ts";
import { Tallies } from "./tallies.ts";

/** Where an evaluation stands. */
export interface Standing extends Stop {
  /** Of the model, the intercept included. */
  readonly columns: number;
  /** Of each panel of learners. */
  readonly panels: readonly {
    readonly sums: Float64Array;
    readonly learned: number;
    readonly staleness: number;
    readonly latency: number;
  }[];
  /** Of the fixed policies, eight at a time. */
  readonly fixed: readonly Float64Array[];
  readonly rewards: readonly [sum: number, squares: number];
  readonly counts: readonly number[];
  /** Rows so far whose feedback never comes. */
  readonly passedOver: number;
}

/** Rounds at which somebody looks at the tallies themselves, and how. */
export interface Marks {
  /** Increasing. */
  readonly rounds: readonly number[];
  /** Called at each of these rounds, and where the log ends or is interrupted. */
  readonly look: (tallies: Tallies, panels: readonly Panel[], rounds: number) => void;
}

/** Plays the log, and says where it stands at each checkpoint and at the end of the prefix. */
export async function* play(plan: Plan, control: Control, marks?: Marks): AsyncGenerator<Standing, void> {
  const { replay, policies } = plan;
  const { rows, split } = replay;
  const { session, fill, close } = await openPass(replay);
  try {
    const panels = plan.learn ? replay.panels.map((of) => addPanel(session, replay, of)) : [];
    const tallies = new Tallies(session, plan);
    const reported = new Set([...checkpoints(rows.rows), split]);
    const marked = new Set(marks?.rounds);
    const stops = [...new Set([...reported, ...marked])].sort((a, b) => a - b);
    for await (const stop of drive(tallies, tallies.feed(fill), stops, progressOf(control, 1))) {
      if (marked.has(stop.rounds) || stop.last) marks?.look(tallies, panels, stop.rounds);
      if (!stop.last && !reported.has(stop.rounds)) continue;
      yield {
        ...stop,
        columns: columnsOf(replay),
        panels: panels.map((panel) => {
          const { learned, staleness, latency } = panel;
          return { sums: tallies.learned(panel), learned, staleness, latency };
        }),
        fixed: Array.from({ length: Math.ceil(policies.length / LANES.f64) }, (_, i) => tallies.fixed(i)),
        rewards: tallies.rewards(),
        counts: tallies.counts(),
        passedOver: session.run.passedOver,
      };
    }
  } finally {
    await close();
  }
}
