import { describe, expect, test } from "vitest";
import type { RowBlock } from "../src/data/rows.ts";
import { type Panel, type PanelRules } from "../src/engine/panel.ts";
import { Session } from "../src/engine/session.ts";
import { logLoss } from "../src/losses/log-loss.ts";
import type { Loss } from "../src/losses/loss.ts";
import { squared } from "../src/losses/squared.ts";
import { pipelined } from "../src/schedules/pipelined.ts";
import type { Precision } from "../src/wasm/variants.ts";
import { Dice } from "./dice.ts";
import { ENGINES, rules } from "./play-rows.ts";
import { norm } from "./reference.ts";

/** Weights of f32 after a million rounds are those of f64 but for a few roundings: what they cannot hold is carried. */

const ROUNDS = 1_000_000;
const SPARSE = 30;

/** A million rows of `d` dense features and, where asked for, 3 entries out of SPARSE columns; classes or values. */
function drawn(d: number, classes: boolean, sparse: boolean): RowBlock {
  const dice = new Dice(31);
  const entries = sparse ? 3 : 0;
  const aligned = dice.normals(d + SPARSE);
  const dense = Float64Array.from({ length: ROUNDS * d }, () => 3 * dice.uniform() - 1);
  const index = Uint32Array.from(
    { length: ROUNDS * entries },
    (_, e) => (e % 3) * 10 + dice.whole(0, SPARSE / 3 - 1),
  );
  const outcome = new Float64Array(ROUNDS);
  for (let s = 0; s < ROUNDS; s++) {
    let z = 0;
    for (let j = 0; j < d; j++) z += aligned[j]! * dense[s * d + j]!;
    for (let e = s * entries; e < (s + 1) * entries; e++) z += aligned[d + index[e]!]!;
    outcome[s] = classes ? Number(dice.uniform() < 1 / (1 + Math.exp(-z))) : z + dice.uniform() - 0.5;
  }
  return {
    rows: ROUNDS,
    dense,
    start: Uint32Array.from({ length: ROUNDS + 1 }, (_, i) => i * entries),
    index,
    value: new Float64Array(ROUNDS * entries).fill(1),
    outcome,
    weight: null,
  };
}

/** Weights of every panel's learners after all rows. */
async function weights(
  rows: RowBlock,
  loss: Loss,
  panels: readonly PanelRules[],
  precision: Precision,
): Promise<Float64Array[]> {
  const d = rows.dense.length / ROUNDS;
  const block = 4096;
  const session = await Session.open({
    shape: { dense: d, intercept: true, block, raw: false, latency: 100, precision, actions: 0 },
    loss,
    model: loss.model,
    estimator: null,
    columns: 1 + d + (rows.index.length > 0 ? SPARSE : 0),
    scaled: null,
    grading: null,
    engine: ENGINES[precision],
  });
  const added: Panel[] = panels.map((rule) => session.addPanel(rule));
  for (let from = 0; from < ROUNDS; from += block) {
    const n = Math.min(block, ROUNDS - from);
    session.reserve(from, n);
    session.run.write(rows, from, n, from, session.oldest(from));
    session.play(from, n);
  }
  return added.flatMap((panel) => panel.rules.steps.map((_, lane) => panel.weights(lane)));
}

/** |a - b| / |b|. */
const apart = (a: Float64Array, b: Float64Array): number => norm(a.map((w, j) => w - b[j]!)) / norm(b);

const panelsOf = (steps: readonly number[]): Readonly<Record<string, PanelRules>> => ({
  "stale, latency 1": rules({ steps, certify: false }),
  "stale, latency 100": rules({ steps, certify: false, schedule: pipelined(100) }),
  "fresh, latency 100": rules({ steps, certify: false, schedule: pipelined(100), fresh: true }),
  "decreasing steps, stale, latency 1": rules({ steps, rule: "root" }),
  "decreasing steps, fresh, latency 100": rules({
    steps,
    rule: "root",
    schedule: pipelined(100),
    fresh: true,
  }),
  "a ball": rules({ steps, radius: 0.5 }),
  "a penalty, latency 100": rules({ steps, l2: 0.01, schedule: pipelined(100) }),
});

describe.each([
  ["logistic", logLoss(), true, 0.02],
  // at latency 100 a parabola bears no longer steps
  ["linear", squared(), false, 0.002],
] as const)("%s", (_, loss, classes, longest) => {
  const steps = [longest, 0.0003, 1e-6];
  const named = panelsOf(steps);
  test.each([
    ["dense rows", 6, false],
    ["sparse rows", 2, true],
  ] as const)("%s: weights differ by at most 1e-7 after a million rounds", async (__, d, sparse) => {
    const rows = drawn(d, classes, sparse);
    const panels = Object.values(named);
    const [single, double] = [
      await weights(rows, loss, panels, "f32"),
      await weights(rows, loss, panels, "f64"),
    ];
    const errors = Object.keys(named).flatMap((name, p) =>
      steps.map((step, lane) => {
        const at = p * steps.length + lane;
        return { name: `${name}, step ${step}`, error: apart(single[at]!, double[at]!) };
      }),
    );
    if (process.env.LOWSTAKES_SHOW)
      console.log(errors.map(({ name, error }) => `${error.toExponential(1)} ${name}`).join("\n"));
    // seen: 3e-8
    for (const { name, error } of errors) expect(error, name).toBeLessThan(1e-7);
    // and they are f32: no run is the same to the last bit
    for (const { name, error } of errors) expect(error, name).toBeGreaterThan(0);
  });
});

test("steps that plain f32 would lose", async () => {
  const d = 6;
  const rows = drawn(d, true, false);
  const step = 1e-6;
  const [[single], [double]] = [
    await weights(rows, logLoss(), [rules({ steps: [step], certify: false })], "f32"),
    await weights(rows, logLoss(), [rules({ steps: [step], certify: false })], "f64"),
  ];
  const plain = new Float32Array(1 + d);
  for (let s = 0; s < ROUNDS; s++) {
    let z = plain[0]!;
    for (let j = 0; j < d; j++) z += plain[1 + j]! * rows.dense[s * d + j]!;
    const c = step * (rows.outcome[s]! - 1 / (1 + Math.exp(-z)));
    plain[0]! += c;
    for (let j = 0; j < d; j++) plain[1 + j]! += c * rows.dense[s * d + j]!;
  }
  // only the weights of the loop are f32, and yet it is off by much more
  expect(apart(Float64Array.from(plain), double!)).toBeGreaterThan(10 * apart(single!, double!));
  expect(apart(single!, double!)).toBeLessThan(1e-6);
  if (process.env.LOWSTAKES_SHOW)
    console.log({ plain: apart(Float64Array.from(plain), double!), carried: apart(single!, double!) });
});
