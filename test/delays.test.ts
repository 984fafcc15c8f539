import { describe, expect, test } from "vitest";
import { fixed } from "../src/comparators/comparator.ts";
import { logLoss } from "../src/losses/log-loss.ts";
import { readTrace } from "../src/certificate/trace.ts";
import { plan } from "../src/plan.ts";
import { replay, type ReplayOptions } from "../src/replay.ts";
import type { ReplayCheckpoint } from "../src/result.ts";
import { deployments } from "../src/schedules/deployments.ts";
import { growing } from "../src/schedules/growing.ts";
import { periodic } from "../src/schedules/periodic.ts";
import { pipelined } from "../src/schedules/pipelined.ts";
import type { Schedule } from "../src/schedules/schedule.ts";
import { ogd } from "../src/updates/ogd.ts";
import { adagrad, constant, root } from "../src/updates/steps.ts";
import { arrivals, mixedDelay, timed } from "./arrivals.ts";
import { Dice } from "./dice.ts";
import { playRows, rules } from "./play-rows.ts";
import { lossFunction, playByDefinition, schedules } from "./reference.ts";
import { type Row, row, source, type SourceOptions } from "./rows.ts";

/** Feedback that comes after a delay of each row's own: docs/rounds.md, 1. */

const N = 1500;

/** Classes that a drifting model gives, each with the delay that `delayOf` draws. */
function drawn(delayOf: (dice: Dice, s: number) => number | undefined, seed: number = 1): Row[] {
  const dice = new Dice(seed);
  return Array.from({ length: N }, (_, s) => {
    const x = dice.normals(2);
    const z = x[0]! * Math.cos(s / 300) + x[1]! * Math.sin(s / 300);
    const delay = delayOf(dice, s);
    const plain = row(x, Number(dice.uniform() < 1 / (1 + Math.exp(-z))));
    return delay === undefined ? plain : { ...plain, delay };
  });
}

async function last(
  rows: readonly Row[],
  own: Omit<ReplayOptions, "rows"> & { readonly of?: SourceOptions } = {},
): Promise<ReplayCheckpoint> {
  const { of, ...options } = own;
  let final: ReplayCheckpoint | undefined;
  const log = source(rows, { task: "classification", ...of });
  for await (const checkpoint of replay({ rows: log, ...options })) final = checkpoint;
  return final!;
}

/** Everything but what a schedule is called. */
const unnamed = ({ runs, baselines, ...rest }: ReplayCheckpoint): unknown => ({
  ...rest,
  runs: runs.map((run) => ({ ...run, schedule: "", label: null })),
  baselines: baselines.map((baseline) => ({ ...baseline, schedule: "" })),
});

describe("the same delay in every row is a latency", () => {
  const setups: [string, Omit<ReplayOptions, "rows">][] = [
    ["fresh", {}],
    ["stale, certified", { update: ogd({ step: 0.1, gradient: "stale" }), comparator: fixed([0, 1, 1]) }],
    ["falling steps in a ball", { update: ogd({ step: root(0.3), radius: 2, l2: 0.01 }) }],
    ["the model's own scaler", { scale: "river" }],
    ["f32", { precision: "f32" }],
  ];
  test.each(setups)("to the bit: %s", async (_, setup) => {
    for (const k of [1, 2, 37, 1100]) {
      const plain = await last(
        drawn(() => undefined),
        { ...setup, schedules: [pipelined(k)] },
      );
      const delayed = await last(
        drawn(() => k),
        { ...setup, schedules: [pipelined(1)] },
      );
      expect(JSON.stringify(unnamed(delayed))).toBe(JSON.stringify(unnamed(plain)));
    }
  });

  test("0 is as good as 1; what waits after arrival adds to it", async () => {
    const at = (delay: number, k: number) =>
      last(
        drawn(() => delay),
        { schedules: [pipelined(k)] },
      );
    expect(unnamed(await at(0, 1))).toEqual(unnamed(await at(1, 1)));
    expect(unnamed(await at(8, 5))).toEqual(unnamed(await at(1, 12)));
  });

  test("with several classes", async () => {
    const classes = { task: "multiclass", classes: ["a", "b", "c"] } as const;
    const rows = (delay?: number) =>
      drawn(() => delay).map((each, s) => ({ ...each, outcome: (each.outcome + (s % 2)) % 3 }));
    const plain = await last(rows(), { of: classes, schedules: [pipelined(20)] });
    const delayed = await last(rows(20), { of: classes });
    expect(JSON.stringify(unnamed(delayed))).toBe(JSON.stringify(unnamed(plain)));
  });

  test("a plan adds its own waits", async () => {
    const of = (delay: number, feedbackDelay: number) =>
      plan({
        rows: source(
          drawn(() => delay),
          { task: "classification" },
        ),
        latencies: [1, 10],
        feedbackDelay,
        training: 3,
      });
    const [own, stated] = [await of(8, 0), await of(1, 8)];
    expect(own.points.map(({ latency }) => latency)).toEqual([11, 20]);
    expect(own.points.map(({ suffixLoss }) => suffixLoss)).toEqual(
      stated.points.map(({ suffixLoss }) => suffixLoss),
    );
  });
});

/** Schedules and their own b(s). */
const SCHEDULES: readonly (readonly [Schedule, (s: number) => number])[] = [
  [pipelined(1), schedules.pipelined(1)],
  [pipelined(30), schedules.pipelined(30)],
  [periodic(7), schedules.periodic(7, 0)],
  [periodic(50, 13), schedules.periodic(50, 13)],
  [growing(0.6), schedules.growing(0.6)],
  [
    deployments(function* () {
      for (let round = 3; ; round += 17) yield { round, learned: round - 2 };
    }),
    (s) => (s < 3 ? 0 : 3 + 17 * Math.floor((s - 3) / 17) - 2),
  ],
];

const CLOCKS: readonly (readonly [string, Row[]])[] = [
  ["delays", drawn(mixedDelay)],
  [
    "times",
    timed(
      new Dice(7),
      drawn(() => undefined),
      0.05,
    ),
  ],
];

describe.each(CLOCKS)("random %s, some without end", (_, rows) => {
  const { arrived, order } = arrivals(rows);

  test.each(SCHEDULES.map(([schedule, b]) => [schedule.name, schedule, b] as const))(
    "under %s a(s) is A(b(s) + 1), and so are staleness and latency",
    async (_, schedule, b) => {
      const expected = rows.map((_, i) => arrived(b(i + 1) + 1));
      const met = new Float64Array(N);
      const onPredictions = (p: { round: number; seen: Float64Array }) => met.set(p.seen, p.round - 1);
      const { runs, passedOver } = await last(rows, { schedules: [schedule], onPredictions });
      expect([...met]).toEqual(expected);
      const stale = expected.reduce((sum, a, i) => sum + i - a, 0);
      expect(runs[0]!.effectiveLatency).toBe(1 + stale / N);
      expect(runs[0]!.latency).toBe(Math.max(...expected.map((a, i) => i + 1 - a)));
      expect(runs[0]!.pending).toBe(N - expected[N - 1]!);
      expect(passedOver).toBe(rows.filter((each) => (each.delay ?? each.feedback) === Infinity).length);
    },
  );

  test.each([
    ["stale", false, "constant"],
    ["fresh", true, "constant"],
    ["stale", false, "adagrad"],
    ["fresh", true, "root"],
  ] as const)(
    "losses, weights and sums are those of the definition: %s, %s, %s",
    async (gradient, fresh, rule) => {
      for (const [schedule, b] of SCHEDULES.slice(0, 4)) {
        const own = { step: 0.2, l2: 0.01, radius: 3 };
        const played = await playRows(rows, {
          loss: logLoss(),
          intercept: true,
          panels: [rules({ schedule, steps: [own.step], fresh, rule, l2: own.l2, radius: own.radius })],
          block: 100,
        });
        const seen = rows.map((_, i) => arrived(b(i + 1) + 1));
        const definition = playByDefinition(rows, {
          ...own,
          ...{
            loss: lossFunction("logistic"),
            gradient,
            rule,
            interceptStep: null,
            intercept: true,
            columns: 3,
          },
          ...{ scale: "none", scaled: [false, false], comparator: [0, 0, 0] },
          seen: (s) => seen[s - 1]!,
          order,
        });
        const off = played.losses(0, 0).map((loss, t) => Math.abs(loss - definition.losses[t]!));
        expect(Math.max(...off)).toBeLessThan(1e-12);
        expect(played.panels[0]!.staleness).toBe(definition.staleness);
        const trace = played.session.ahead(played.panels[0]!, N, () => readTrace(played.panels[0]!, 0));
        for (const key of ["squares", "stale", "path", "lastStep", "maxGradient"] as const)
          expect(Math.abs(trace[key] / definition.certificate[key] - 1), key).toBeLessThan(1e-9);
        const weights = played.panels[0]!.weights(0);
        expect(Math.max(...weights.map((w, j) => Math.abs(w - definition.weights[j]!)))).toBeLessThan(1e-12);
      }
    },
  );

  test("no block and no cut of the log changes a bit", async () => {
    const all = SCHEDULES.map(([schedule]) => schedule);
    const of = async (blockSize: number, chunk: number, scale: "standard" | "river") => {
      const update = ogd({ step: constant(0.01, 0.1), gradient: "stale", radius: 2 });
      return JSON.stringify(
        await last(rows, {
          of: { chunk },
          schedules: all,
          blockSize,
          scale,
          update,
          comparator: fixed([0, 1, 0]),
        }),
      );
    };
    for (const scale of ["standard", "river"] as const) {
      const expected = await of(1024, N, scale);
      for (const [block, chunk] of [
        [1, 700],
        [7, 13],
        [100, 1],
        [1024, 333],
      ] as const)
        expect((await of(block, chunk, scale)) === expected, `blocks of ${block}`).toBe(true);
    }
  });
});

describe("feedback that never comes", () => {
  const never = drawn((_, s) => (s % 3 === 1 ? Infinity : 1));

  test("weights go on as if the row had the weight 0; without a penalty, as if it were not there", async () => {
    const heard = never.filter(({ delay }) => delay !== Infinity);
    const weights = async (rows: readonly Row[]) => {
      const panels = [rules({ steps: [0.1], fresh: true, certify: false })];
      const { panels: played } = await playRows([...rows, rows[0]!], { loss: logLoss(), panels });
      return [...played[0]!.weights(0)];
    };
    expect(await weights(never)).toEqual(await weights(heard));
  });

  test("baselines do not learn from it either", async () => {
    const { baselines } = await last(never);
    let [ones, told, seen, errors, loss] = [0, 0, 0, 0, 0];
    never.forEach(({ outcome, delay }) => {
      const p = (ones + 1) / (told + 2);
      loss -= Math.log(outcome === 1 ? p : 1 - p);
      if (outcome !== seen) errors++;
      if (delay === Infinity) return;
      [seen, ones, told] = [outcome, ones + outcome, told + 1];
    });
    expect(baselines[0]!.persistenceErrors).toBe(errors);
    expect(baselines[0]!.frequencyLoss).toBeCloseTo(loss / N, 12);
  });

  test("there is a regret, but no bound: no theorem is about rows that nobody learns from", async () => {
    const of = (rows: readonly Row[]) =>
      last(rows, {
        comparator: fixed([0, 1, 0]),
        update: ogd({ step: adagrad(0.1), gradient: "stale", radius: 2 }),
      });
    const [some, none] = [await of(never), await of(drawn(() => 1))];
    expect(some.runs[0]!.regret).toBeGreaterThan(-N);
    expect(some.runs[0]!.certificate).toMatchObject({
      bound: null,
      notCovered: "some rows are judged whose feedback never comes",
    });
    expect(none.runs[0]!.certificate!.bound).toBeGreaterThan(0);
    expect(none).not.toHaveProperty("passedOver");
  });

  test("where none ever comes the untrained model decides, and nothing is waited for", async () => {
    const { runs } = await last(drawn(() => Infinity));
    expect(runs[0]).toMatchObject({ latency: 1, effectiveLatency: 1 });
    expect(runs[0]!.meanLoss).toBeCloseTo(Math.log(2), 14);
  });
});

test.each([-1, 0.5, NaN, 2 ** 31])("a source whose block says %s is refused", async (delay) => {
  const rows = drawn((_, s) => (s === 1234 ? delay : 1));
  await expect(last(rows)).rejects.toThrow(
    `rows, row 1235: expected a delay in whole rows from 0 to 2147483647, or Infinity, got ${delay}`,
  );
});
