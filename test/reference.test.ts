import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readTrace } from "../src/certificate/trace.ts";
import { fixed } from "../src/comparators/comparator.ts";
import type { RowBlock, RowSource } from "../src/data/rows.ts";
import { readPhase } from "../src/engine/phase.ts";
import { absolute } from "../src/losses/absolute.ts";
import { brier } from "../src/losses/brier.ts";
import { huber } from "../src/losses/huber.ts";
import { logLoss } from "../src/losses/log-loss.ts";
import type { Loss } from "../src/losses/loss.ts";
import { pinball } from "../src/losses/pinball.ts";
import { squared } from "../src/losses/squared.ts";
import { utility } from "../src/losses/utility.ts";
import { replay, type ReplayOptions } from "../src/replay.ts";
import type { ReplayCheckpoint } from "../src/result.ts";
import { deployments } from "../src/schedules/deployments.ts";
import { growing } from "../src/schedules/growing.ts";
import { periodic } from "../src/schedules/periodic.ts";
import { pipelined } from "../src/schedules/pipelined.ts";
import type { Schedule } from "../src/schedules/schedule.ts";
import { ogd } from "../src/updates/ogd.ts";
import { adagrad, constant, root } from "../src/updates/steps.ts";
import { Dice } from "./dice.ts";
import { ENGINE, playRows, rules } from "./play-rows.ts";
import { dot, lossFunction, playByDefinition, type Run, schedules, total } from "./reference.ts";
import { type Row, row, source, sparseColumns } from "./rows.ts";

async function last(options: ReplayOptions): Promise<ReplayCheckpoint> {
  let final: ReplayCheckpoint | undefined;
  for await (const checkpoint of replay({ engine: ENGINE, ...options })) final = checkpoint;
  return final!;
}

/** |a - b| in units of a scale: what rounding can do to numbers of that size. */
function apart(a: ArrayLike<number>, b: ArrayLike<number>, scale: number): number {
  let most = 0;
  for (let i = 0; i < a.length; i++) most = Math.max(most, Math.abs(a[i]! - b[i]!));
  return most / scale;
}

describe("a million rounds", () => {
  const [rounds, d] = [1_000_000, 8];

  function* drawn(): Generator<Row> {
    const dice = new Dice(7);
    const aligned = dice.normals(d);
    for (let s = 0; s < rounds; s++) {
      const x = Array<number>(d);
      for (let j = 0; j < d; j++) x[j] = 3 * dice.uniform() - 1;
      const z = dot(x, aligned);
      yield row(x, Number(dice.uniform() < 1 / (1 + Math.exp(-z))));
    }
  }

  /** The same rows as blocks, without ever holding all of them. */
  const log: RowSource = {
    name: "drawn",
    rows: rounds,
    dense: Array.from({ length: d }, (_, j) => ({ name: `x${j}`, scalable: true })),
    sparseColumns: () => 0,
    sparseName: () => "",
    task: "classification",
    async *blocks(): AsyncGenerator<RowBlock> {
      const rows = drawn();
      const size = 10_000;
      for (let from = 0; from < rounds; from += size) {
        const block = {
          rows: size,
          dense: new Float64Array(size * d),
          start: new Uint32Array(size + 1),
          index: new Uint32Array(0),
          value: new Float64Array(0),
          outcome: new Float64Array(size),
          weight: null,
        };
        for (let i = 0; i < size; i++) {
          const { dense, outcome } = rows.next().value as Row;
          block.dense.set(dense, i * d);
          block.outcome[i] = outcome;
        }
        yield block;
      }
    },
  };

  test("logistic, latency 10, stale, standardised: losses agree with the definition to 1e-12", async () => {
    const scale = "standard";
    const comparator = [0.1, ...Array.from({ length: d }, () => 0.2)];
    const run: Run = {
      loss: lossFunction("logistic"),
      seen: schedules.pipelined(10),
      gradient: "stale",
      rule: "constant",
      step: 0.01,
      l2: 0,
      radius: Infinity,
      interceptStep: null,
      intercept: true,
      columns: 1 + d,
      scale,
      scaled: Array.from({ length: d }, () => true),
      comparator,
    };
    const losses = new Float64Array(rounds);
    const { runs } = await last({
      rows: log,
      scale,
      schedules: [pipelined(10)],
      update: ogd({ step: 0.01 }),
      comparator: fixed(comparator),
      onPredictions: ({ round, predictions, outcomes }) =>
        predictions.forEach((p, i) => (losses[round - 1 + i] = -Math.log(outcomes[i] === 1 ? p : 1 - p))),
    });
    const expected = playByDefinition(drawn(), run);
    const [loss, regret] = [
      total(expected.losses),
      total(expected.losses.map((l, t) => l - expected.comparatorLosses[t]!)),
    ];
    // 1e6 terms near 0.5, summed with compensation on both sides: what is left is exp and log to 1 or 2 ulp in each term
    // and the difference of two contracting trajectories, both without a preferred sign
    expect(Math.abs(runs[0]!.meanLoss / (loss / rounds) - 1)).toBeLessThan(1e-12);
    expect(Math.abs(runs[0]!.regret! / regret - 1)).toBeLessThan(1e-12);
    // and round by round; -log(1 - p) recomputed from the probability loses digits where p is near 1
    expect(apart(losses, expected.losses, 1)).toBeLessThan(1e-11);
    const { terms } = runs[0]!.certificate!;
    expect(Math.abs(terms!.squares / (expected.certificate.squares / 2) - 1)).toBeLessThan(1e-12);
    expect(Math.abs(terms!.staleness / expected.certificate.stale - 1)).toBeLessThan(1e-12);
    expect(runs[0]!.effectiveLatency).toBe(1 + expected.staleness / rounds);
  });
});

/** What a random case is made of: shrinks to the smallest run that differs. */
const CASE = fc.record({
  seed: fc.nat(),
  rounds: fc.integer({ min: 1, max: 160 }),
  dense: fc.integer({ min: 0, max: 5 }),
  sparse: fc.integer({ min: 0, max: 4 }),
  loss: fc.constantFrom<Loss>(squared(), logLoss(), absolute(), huber(0.7), pinball(0.3), utility(), brier()),
  schedule: fc.oneof(
    fc.integer({ min: 1, max: 40 }).map((k) => ({ schedule: pipelined(k), seen: schedules.pipelined(k) })),
    fc
      .record({ p: fc.integer({ min: 1, max: 30 }), training: fc.integer({ min: 0, max: 20 }) })
      .map(({ p, training }) => ({ schedule: periodic(p, training), seen: schedules.periodic(p, training) })),
    fc
      .constantFrom(0, 0.3, 0.5, 0.9, 1)
      .map((beta) => ({ schedule: growing(beta), seen: schedules.growing(beta) })),
    fc.nat().map(randomDeployments),
  ),
  gradient: fc.constantFrom("stale" as const, "fresh" as const),
  rule: fc.constantFrom("constant" as const, "root" as const, "adagrad" as const),
  l2: fc.constantFrom(0, 0, 0.05),
  radius: fc.constantFrom(Infinity, 1.5, 0.4),
  ownIntercept: fc.boolean(),
  weighted: fc.boolean(),
  scale: fc.constantFrom("standard" as const, "river" as const, "none" as const),
  block: fc.constantFrom(1, 5, 64, 1024),
});

/** Nondecreasing a(s) <= s - 1 that jumps at random. */
function randomDeployments(seed: number): { schedule: Schedule; seen: (s: number) => number } {
  const dice = new Dice(seed);
  const table = [0];
  for (let s = 1; s <= 200; s++) {
    const before = table[s - 1]!;
    table.push(dice.uniform() < 0.3 ? dice.whole(before, s - 1) : before);
  }
  const schedule = deployments(function* () {
    for (let s = 1; s <= 200; s++) if (table[s] !== table[s - 1]) yield { round: s, learned: table[s]! };
  });
  return { schedule, seen: (s) => table[s]! };
}

function randomRows(
  dice: Dice,
  of: { rounds: number; dense: number; sparse: number; loss: Loss; weighted: boolean },
): Row[] {
  return Array.from({ length: of.rounds }, () => ({
    dense: dice.normals(of.dense).map((value) => 0.7 * value + 0.2),
    sparse: Array.from({ length: of.sparse }, (_, column) => [column, dice.normal()] as const).filter(
      () => dice.uniform() < 0.5,
    ),
    outcome: of.loss.model === "logistic" ? Number(dice.uniform() < 0.4) : dice.normal(),
    weight: of.weighted ? (dice.uniform() < 0.1 ? 0 : 2 * dice.uniform()) : 1,
  }));
}

/** What rounding may do to losses and weights, to sums of losses and to those of the certificate; seen: 2e-15 and 6e-7. */
const TOLERANCES = {
  f64: { precision: "f64", numbers: 1e-13, sums: 1e-14, certificate: 1e-12, runs: 400 },
  f32: { precision: "f32", numbers: 2e-6, sums: 1e-6, certificate: 1e-5, runs: 400 },
} as const;

test.each(Object.values(TOLERANCES))(
  "random runs agree with the definition in $precision: losses, weights, certificate",
  async (allowed) => {
    const reached = { cases: 0, largest: 0 };
    await fc.assert(
      fc.asyncProperty(CASE, async (c) => {
        const dice = new Dice(c.seed);
        const rows = randomRows(dice, c);
        const columns = 1 + c.dense + sparseColumns(rows);
        const intercept = c.loss.task !== "utilities";
        const scale = c.dense === 0 ? "none" : c.scale;
        const scaled = Array.from({ length: c.dense }, (_, j) => j !== 1);
        const steps = [0.3, 0.02, 0.1];
        const interceptStep = intercept && c.ownIntercept && c.rule === "constant" ? 0.05 : null;
        const u = dice
          .normals(columns)
          .map((value, j) => (j === 0 && !intercept ? 0 : (0.3 * value) / Math.sqrt(columns)));
        const { session, panels, losses } = await playRows(rows, {
          loss: c.loss,
          intercept,
          scaled: scale === "none" ? [] : scaled,
          weighted: c.weighted,
          comparator: u,
          block: c.block,
          precision: allowed.precision,
          panels: [
            rules({
              ...c.schedule,
              steps,
              rule: c.rule,
              l2: c.l2,
              radius: c.radius,
              interceptStep,
              fresh: c.gradient === "fresh",
              river: scale === "river",
            }),
          ],
        });
        const traces = session.ahead(panels[0]!, c.rounds, () =>
          steps.map((_, lane) => readTrace(panels[0]!, lane)),
        );
        steps.forEach((step, lane) => {
          const expected = playByDefinition(rows, {
            loss: lossFunction(c.loss.name, c.loss.parameters[0]),
            seen: c.schedule.seen,
            gradient: c.gradient,
            rule: c.rule,
            step,
            l2: c.l2,
            radius: c.radius,
            interceptStep,
            intercept,
            columns,
            scale,
            scaled,
            comparator: u,
          });
          // an unstable run (stale gradients of a parabola) grows its rounding errors with itself: measure against its largest
          const size = expected.losses.reduce((most, l) => Math.max(most, Math.abs(l)), 1);
          const far = Math.max(1, ...expected.weights.map(Math.abs));
          const error = Math.max(
            apart(losses(0, lane), expected.losses, size),
            apart(panels[0]!.weights(lane), expected.weights, far),
          );
          reached.largest = Math.max(reached.largest, error);
          expect(error).toBeLessThan(allowed.numbers);
          const phase = readPhase(panels[0]!, lane, c.rounds);
          const sum = total(expected.losses);
          const gap = total(expected.losses.map((l, t) => l - expected.comparatorLosses[t]!));
          expect(Math.abs(phase.loss - sum)).toBeLessThan(allowed.sums * size * c.rounds);
          expect(Math.abs(phase.gap - gap)).toBeLessThan(allowed.sums * size * c.rounds);
          expect(panels[0]!.staleness).toBe(expected.staleness);
          expect(panels[0]!.latency).toBe(expected.latency);
          if (scale === "river" || interceptStep !== null) return; // no theorem, no sums
          const trace = traces[lane]!;
          const naive = expected.certificate;
          for (const key of ["squares", "stale", "path", "lastStep", "maxGradient"] as const) {
            expect(Math.abs(trace[key] - naive[key]), key).toBeLessThanOrEqual(
              allowed.certificate * naive[key],
            );
          }
          if (c.rule !== "constant" || c.radius !== Infinity || c.l2 > 0) {
            expect(Math.abs(trace.maxNorm - naive.maxNorm)).toBeLessThanOrEqual(
              allowed.certificate * Math.max(naive.maxNorm, 1),
            );
            expect(Math.abs(trace.maxDistance - naive.maxDistance)).toBeLessThanOrEqual(
              allowed.certificate * Math.max(naive.maxDistance, 1),
            );
          }
        });
        reached.cases++;
      }),
      { numRuns: allowed.runs, seed: 20240501 },
    );
    expect(reached.cases).toBeGreaterThanOrEqual(allowed.runs);
    if (process.env.LOWSTAKES_SHOW) console.log("random runs", reached);
  },
);

describe("a learner does not depend on its panel mates", () => {
  const dice = new Dice(3);
  const rows = Array.from({ length: 3000 }, () => row(dice.normals(4), Number(dice.uniform() < 0.5)));
  // the last one diverges, 0.9 crosses the ball often, 1e-3 never
  const grid = [0.1, 0.9, 1e-3, 0.01, 3, 0.3, 0.05, 0.7, 0.2, 0.002, 30];
  const rule = { constant, root, adagrad };

  /** What is said of the learner with step size `step` when `steps` play together. */
  async function among(
    steps: readonly number[],
    step: number,
    of: keyof typeof rule,
    gradient: "stale" | "fresh",
  ): Promise<string> {
    const { runs } = await last({
      rows: source(rows, { task: "classification" }),
      schedules: [periodic(7, 3), pipelined(20)],
      update: ogd({ step: rule[of](...steps), gradient, radius: 2, l2: 0.01 }),
      comparator: fixed([0.1, 0.2, 0, 0, 0.1]),
    });
    return JSON.stringify(runs.filter(({ stepSize }) => stepSize === step));
  }

  test.each([
    ["constant", "stale"],
    ["root", "fresh"],
    ["adagrad", "stale"],
  ] as const)("%s, %s: alone, in any order, in panels of any size: the same bits", async (of, gradient) => {
    for (const step of [0.1, 30, 1e-3]) {
      const alone = await among([step], step, of, gradient);
      expect(JSON.parse(alone)).toHaveLength(2);
      expect(await among(grid, step, of, gradient)).toBe(alone);
      expect(await among(grid.toReversed(), step, of, gradient)).toBe(alone);
      expect(await among([5, 0.4, step], step, of, gradient)).toBe(alone);
    }
  });

  test("more than eight step sizes are all there, in the order given, schedule by schedule", async () => {
    const { runs, chosen } = await last({
      rows: source(rows, { task: "classification" }),
      schedules: [pipelined(1), pipelined(5)],
      update: ogd({ step: constant(...grid), gradient: "fresh" }),
    });
    expect(runs.map(({ schedule, stepSize }) => [schedule, stepSize])).toEqual(
      ["pipelined(1)", "pipelined(5)"].flatMap((name) => grid.map((step) => [name, step])),
    );
    chosen.forEach((index, schedule) => {
      const own = runs.slice(schedule * grid.length, (schedule + 1) * grid.length);
      expect(runs[index]!.prefix.meanLoss).toBe(Math.min(...own.map(({ prefix }) => prefix.meanLoss)));
      expect(Math.floor(index / grid.length)).toBe(schedule);
    });
  });
});

test("a replay reports what the definition says, whatever the log looks like", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        seed: fc.nat(),
        rounds: fc.integer({ min: 1, max: 120 }),
        sparse: fc.integer({ min: 0, max: 5 }),
        chunk: fc.constantFrom(1, 9, 200),
        weighted: fc.boolean(),
      }),
      async (c) => {
        const dice = new Dice(c.seed);
        const loss = dice.pick([squared(), absolute(), huber(0.5), pinball(0.8)]);
        const rows = randomRows(dice, { ...c, dense: 3, loss });
        // every column is there from the first row on, so that a fixed comparator has as many weights as the model
        rows[0] = { ...rows[0]!, sparse: Array.from({ length: c.sparse }, (_, column) => [column, 0.5]) };
        const columns = 4 + c.sparse;
        const u = dice.normals(columns).map((value) => 0.3 * value);
        const { runs, comparator } = await last({
          rows: source(rows, { chunk: c.chunk, scalable: [true, false, true], weighted: c.weighted }),
          loss,
          schedules: [pipelined(6)],
          update: ogd({ step: constant(0.05) }),
          comparator: fixed(u),
        });
        const expected = playByDefinition(rows, {
          loss: lossFunction(loss.name, loss.parameters[0]),
          seen: schedules.pipelined(6),
          gradient: "stale",
          rule: "constant",
          step: 0.05,
          l2: 0,
          radius: Infinity,
          interceptStep: null,
          intercept: true,
          columns,
          scale: "standard",
          scaled: [true, false, true],
          comparator: u,
        });
        const close = (got: number, sum: number) =>
          expect(Math.abs(got - sum)).toBeLessThan(1e-12 * Math.max(1, Math.abs(sum)));
        close(runs[0]!.meanLoss * c.rounds, total(expected.losses));
        close(comparator!.meanLoss * c.rounds, total(expected.comparatorLosses));
        close(runs[0]!.regret!, total(expected.losses.map((l, t) => l - expected.comparatorLosses[t]!)));
        close(runs[0]!.certificate!.terms!.staleness, expected.certificate.stale);
        close(runs[0]!.certificate!.terms!.squares, expected.certificate.squares / 2);
        expect(runs[0]!.certificate!.holds).toBe(true);
        expect(runs[0]!.pending).toBe(Math.min(6, c.rounds));
      },
    ),
    { numRuns: 150, seed: 11 },
  );
});
