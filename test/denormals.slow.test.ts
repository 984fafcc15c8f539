import { expect, test } from "vitest";
import { I_COLUMNS, I_SLOPE_MASK, P_FLOATS, P_LOSS, P_SLOPE, P_W, P_Z, VECTORS } from "../assembly/layout.ts";
import { LANES as LANES_OF } from "../src/wasm/variants.ts";
import type { Panel } from "../src/engine/panel.ts";
import { Session } from "../src/engine/session.ts";
import { brier } from "../src/losses/brier.ts";
import { huber } from "../src/losses/huber.ts";
import { logLoss } from "../src/losses/log-loss.ts";
import type { Loss } from "../src/losses/loss.ts";
import { squared } from "../src/losses/squared.ts";
import { reinforce } from "../src/estimators/reinforce.ts";
import { planOf } from "../src/simulate/plan.ts";
import { feedOf, playOf, sessionOf } from "../src/simulate/play.ts";
import { choices } from "../src/streams/choices.ts";
import { ogd } from "../src/updates/ogd.ts";
import { constant } from "../src/updates/steps.ts";
import { pipelined } from "../src/schedules/pipelined.ts";
import { Dice } from "./dice.ts";
import { playRows, rules } from "./play-rows.ts";
import { type Row, row } from "./rows.ts";

/**
 * Arithmetic on denormal numbers, those between 0 and 2^-1022, is many times slower on some processors, and a weight that decays
 * would stay among them for ever. So there are none: not in weights, nor in any other number that a panel keeps.
 */

const LANES = LANES_OF.f64;
const SMALLEST_NORMAL = 2 ** -1022;
/** Rounds between two looks. */
const BLOCK = 32;

/** Every number of a panel that is denormal, by the name of its column. */
function denormals({ memory, run }: Session, panel: Panel, n: number): string[] {
  const { table } = panel;
  const slopes = table.integer(I_SLOPE_MASK) + 1;
  const columns: readonly (readonly [name: string, numbers: Float64Array])[] = [
    ["weight", memory.f64(table.pointer(P_W), table.integer(I_COLUMNS) * LANES)],
    ["slope", memory.f64(table.pointer(P_SLOPE), slopes * LANES)],
    ["score", memory.f64(run.table.pointer(P_Z), n * LANES)],
    ["loss", memory.f64(run.table.pointer(P_LOSS), n * LANES)],
    ...Array.from({ length: VECTORS }, (_, id) => [`vector ${id}`, panel.vector(id)] as const),
  ];
  return columns.flatMap(([name, numbers]) =>
    [...numbers].filter((x) => x !== 0 && Math.abs(x) < SMALLEST_NORMAL).map((x) => `${name}: ${x}`),
  );
}

type Own = Parameters<typeof rules>[0];

/** Plays rows with every schedule and gradient; returns the smallest weight but 0 that was met, for runs that must get far. */
async function play(rows: readonly Row[], loss: Loss, own: Own, intercept = true): Promise<number> {
  let least = Infinity;
  const panels = [1, 5].flatMap((latency) =>
    [false, true].map((fresh) => rules({ ...own, schedule: pipelined(latency), fresh })),
  );
  await playRows(rows, {
    loss,
    panels,
    intercept,
    block: BLOCK,
    comparator: [0.5, ...rows[0]!.dense.map(() => 0.5), ...rows[0]!.sparse.map(() => 0.5)],
    onPlayed(session, panel, from, n) {
      expect(denormals(session, panel, n), `rounds ${from + 1} to ${from + n}`).toEqual([]);
      const [weight] = panel.weights(0).slice(1);
      if (weight !== 0) least = Math.min(least, Math.abs(weight!));
    },
  });
  return least;
}

/** `n` rows of three features uniform on [-size, size], one sparse entry of that size, and an outcome 0 or 1. */
function noise(n: number, size: number): Row[] {
  const dice = new Dice(1);
  const feature = () => (2 * dice.uniform() - 1) * size;
  return Array.from({ length: n }, () => ({
    ...row([feature(), feature(), feature()], Number(dice.uniform() < 0.7)),
    sparse: [[0, feature()] as const],
  }));
}

/** `n` rows without a feature: gradients are 0 where there is no intercept. */
const silence = (n: number): Row[] =>
  Array.from({ length: n }, () => ({ ...row([0, 0, 0], 1), sparse: [[0, 0] as const] }));

for (const [shrink, rounds] of [
  [0.5, 2000],
  [0.1, 15_000],
  [0.02, 45_000],
] as const)
  test(`a penalty takes ${shrink} of the weights in every round, and nothing is added`, async () => {
    const own: Own = { steps: [0.1, 0.01].map((step) => step * shrink), l2: 10, rule: "constant" };
    for (const loss of [logLoss(), squared()]) {
      const least = await play([...noise(100, 1), ...silence(rounds)], loss, own, false);
      expect(least).toBeLessThan(1e-100);
    }
  });

test("a penalty beside decaying and AdaGrad's step sizes", async () => {
  for (const rule of ["root", "adagrad"] as const) {
    const own: Own = { rule, steps: [1], l2: 0.9 };
    const least = await play([...noise(50, 1), ...silence(20_000)], logLoss(), own, false);
    expect(least).toBeLessThan(1e-50);
  }
});

test("residuals that halve for ever", async () => {
  const rows = [row([1], 1), ...Array.from({ length: 5000 }, () => row([1], 0))];
  for (const loss of [squared(), huber(0.5)])
    for (const l2 of [0, 0.01]) {
      const least = await play(rows, loss, { steps: [0.3, 0.1, 0.03], l2 });
      expect(least).toBeLessThan(1e-50);
    }
});

test("scores of thousands: probabilities of 0 and 1", async () => {
  for (const loss of [logLoss(), brier()])
    for (const size of [1e2, 1e4, 1e8]) await play(noise(2000, size), loss, { steps: [10, 1], radius: 1e3 });
});

test("features of any size down to the denormal", async () => {
  for (const size of [1e-20, 1e-60, 1e-100, 1e-150, 1e-160, 1e-200, 1e-300, 1e-305, 1e-310])
    for (const rule of ["constant", "adagrad"] as const) {
      await play(noise(500, size), logLoss(), { steps: [1, 1e-10], rule });
      await play(noise(500, size), squared(), { steps: [1, 1e-10], rule, l2: 0.1 });
    }
});

test("balls of any size", async () => {
  for (const radius of [1e-20, 1e-80, 1e-120, 1e-150, 1e-155, 1e-160, 1e-200, 1e-310])
    for (const rule of ["constant", "root", "adagrad"] as const)
      await play(noise(1000, 1), logLoss(), { steps: [1, 0.01], rule, radius });
});

test("features of any size down to the denormal, in f32, dense and sparse", async () => {
  const denormal = (numbers: Float32Array) =>
    numbers.filter((x) => x !== 0 && Math.abs(x) < 2 ** -126).length;
  for (const size of [1e-10, 1e-20, 1e-30, 1e-38, 1e-40, 1e-44]) {
    let [found, looks] = [0, 0];
    await playRows(noise(500, size), {
      loss: logLoss(),
      panels: [rules({ steps: [1, 1e-10] })],
      intercept: true,
      block: BLOCK,
      precision: "f32",
      onPlayed({ memory, run }, { table }, _, n) {
        looks++;
        found += denormal(memory.f32(run.table.pointer(P_FLOATS), run.rows * run.shape.dense));
        found += denormal(memory.f32(table.pointer(P_W), table.integer(I_COLUMNS) * 2 * LANES_OF.f32));
        found += denormal(memory.f32(run.table.pointer(P_Z), n * LANES_OF.f32));
      },
    });
    expect({ size, looks, found }).toEqual({ size, looks: 16, found: 0 });
  }
});

test("policies that are certain, in f32: neither slopes nor what is made of them", async () => {
  const options = {
    rounds: 4096,
    blockSize: BLOCK,
    stream: choices({ features: 4, actions: 4 }),
    update: ogd({ step: constant(50, 5), radius: 1e4 }),
    precision: "f32",
  } as const;
  for (const baseline of [0.5, 0.05, 1e-3, 1e-12]) {
    const play = playOf(planOf("test", { ...options, estimator: reinforce({ baseline }) }));
    const session = await Session.open(sessionOf(play));
    const feed = feedOf(session, play);
    const panels = play.panels.map((rules) => session.addPanel(rules));
    const { memory } = session;
    let small = 0;
    for (let from = 0; from < play.rounds; from += BLOCK) {
      await feed.fill(from, BLOCK);
      session.play(from, BLOCK);
      for (const { table } of panels) {
        const rows = (table.integer(I_SLOPE_MASK) + 1) * 4;
        const slopes = memory.f32(table.pointer(P_SLOPE), rows * LANES_OF.f32).filter((slope) => slope !== 0);
        // squares are taken in f32
        expect(slopes.filter((slope) => slope ** 2 < 2 ** -126)).toHaveLength(0);
        small += slopes.filter((slope) => Math.abs(slope) < 1e-6).length;
      }
    }
    expect(small).toBeGreaterThan(0);
  }
});
