import { ADAGRAD } from "../assembly/layout.ts";
import { absolute } from "../src/losses/absolute.ts";
import { brier } from "../src/losses/brier.ts";
import { huber } from "../src/losses/huber.ts";
import { logLoss } from "../src/losses/log-loss.ts";
import type { Loss } from "../src/losses/loss.ts";
import { pinball } from "../src/losses/pinball.ts";
import { squared } from "../src/losses/squared.ts";
import { utility } from "../src/losses/utility.ts";
import type { Generator } from "../src/streams/generator.ts";
import { LANES, type Precision, PRECISIONS } from "../src/wasm/variants.ts";
import { type Fixture, fixture } from "./fixture.ts";
import { type Setting, steps } from "./panel.ts";

/** The kernels that kernels.ts times, in suites. A case works on one block of rows each time it is called. */
export interface Case {
  readonly name: string;
  /** Learners that share the time; 0 where there are none. */
  readonly learners: number;
  readonly run: () => void;
}

export interface Suite {
  readonly name: string;
  readonly cases: readonly Case[];
}

/** A case that plays; `first` is the largest step size of its learners, as many as a panel has lanes. */
async function play(name: string, { first, learners, ...setting }: PlaySetting): Promise<Case> {
  const precision = setting.precision ?? "f64";
  const count = learners ?? LANES[precision];
  const sizes = steps(first ?? 0.8 / Math.max(setting.dense, 4), count);
  const on = await fixture({ ...setting, rules: { steps: sizes, ...setting.rules } });
  return { name, learners: count, run: () => on.advance((from, n) => on.play(from, n)) };
}

interface PlaySetting extends Setting {
  readonly first?: number;
  readonly learners?: number;
}

async function dense(precision: Precision): Promise<Case[]> {
  const cases: Case[] = [];
  for (const d of [4, 16, 64, 256])
    for (const fresh of [true, false])
      for (const latency of [1, 16, 1000])
        cases.push(
          await play(`d = ${d}, ${fresh ? "fresh" : "stale"}, latency ${latency}`, {
            dense: d,
            latency,
            precision,
            rules: { fresh },
          }),
        );
  return cases;
}

const single = () =>
  Promise.all([4, 16, 64, 256].map((d) => play(`d = ${d}, one learner`, { dense: d, learners: 1 })));

const losses = (precision: Precision) =>
  Promise.all(
    [absolute(), brier(), huber(), logLoss(), pinball(), squared(), utility()].map((loss: Loss) =>
      play(loss.label, { dense: 16, latency: 16, loss, precision, first: 0.001 }),
    ),
  );

const rules = (precision: Precision) =>
  Promise.all([
    play("constant", { dense: 16, precision }),
    play("AdaGrad", { dense: 16, precision, first: 1, rules: { rule: ADAGRAD } }),
    play("ball of radius 1", { dense: 16, precision, rules: { radius: 1 } }),
    play("penalty 0.01", { dense: 16, precision, rules: { l2: 0.01 } }),
    play("certificate", { dense: 16, precision, rules: { certify: true } }),
    play("river scaling", { dense: 16, precision, raw: true, scaled: true, rules: { river: true } }),
  ]);

const sparse = (precision: Precision) =>
  Promise.all(
    [1, 16, 1000].map((latency) =>
      play(`4 of 482 columns, latency ${latency}`, {
        dense: 0,
        sparseColumns: 482,
        latency,
        precision,
        first: 0.1,
      }),
    ),
  );

async function stages(): Promise<Case[]> {
  const on = await fixture({
    dense: 16,
    scaled: true,
    grading: { classes: true, threshold: 0, strict: false },
  });
  const alone = (
    name: string,
    learners: number,
    work: (f: Fixture, from: number, n: number) => void,
  ): Case => ({
    name,
    learners,
    run: () => on.advance((from, n) => work(on, from, n)),
  });
  const drawing = (name: string, generator: Generator, walk: number): Case => {
    const draw = on.drawing(generator, walk);
    return alone(name, 0, (_, from, n) => draw(from, n));
  };
  return [
    drawing("gaussian rows and classes, d = 16", "philox10", 0),
    drawing("the same, philox7", "philox7", 0),
    drawing("the same, the aligned model walks", "philox10", 1e-5),
    alone("norms, d = 16", 0, ({ kernels, run }, from, n) => kernels.rows_norms(run, from, n)),
    alone("Welford and scaling, d = 16", 0, ({ kernels, run }, from, n) => kernels.rows_scale(run, from, n)),
    alone("comparator and untrained model", 0, (f, from, n) => f.loops.compare(f.run, 0, f.sums, from, n)),
    alone("accounts", 8, ({ kernels, run, panel }, from, n) => kernels.accounts_add(run, panel, from, n)),
    alone("grades of classes", 8, ({ kernels, run, panel }, from, n) =>
      kernels.accounts_grade(run, panel, from, n, 1, 0, 0),
    ),
  ];
}

export async function suites(): Promise<Suite[]> {
  const playing: Suite[] = [];
  for (const [name, cases] of [
    ["dense rows", dense],
    ["losses (d = 16, latency 16)", losses],
    ["updates (d = 16, latency 1)", rules],
    ["sparse rows", sparse],
  ] as const) {
    for (const precision of PRECISIONS)
      playing.push({ name: `play, ${precision}, ${name}`, cases: await cases(precision) });
  }
  return [
    ...playing,
    { name: "play, panel of one learner", cases: await single() },
    { name: "around the loop", cases: await stages() },
  ];
}
