import { describe, expect, test } from "vitest";
import { aligned, fixed, hindsight, untrained } from "../src/comparators/comparator.ts";
import { minimiseInBall, Unwanted } from "../src/comparators/cholesky.ts";
import { usualBlock } from "../src/engine/drive.ts";
import { absolute } from "../src/losses/absolute.ts";
import { brier } from "../src/losses/brier.ts";
import { huber } from "../src/losses/huber.ts";
import { logLoss } from "../src/losses/log-loss.ts";
import { squared } from "../src/losses/squared.ts";
import { utility } from "../src/losses/utility.ts";
import { linear } from "../src/models/linear.ts";
import { logistic } from "../src/models/logistic.ts";
import type { ReplayCheckpoint, SimulationCheckpoint } from "../src/result.ts";
import { deployments } from "../src/schedules/deployments.ts";
import { growing } from "../src/schedules/growing.ts";
import { periodic } from "../src/schedules/periodic.ts";
import { pipelined } from "../src/schedules/pipelined.ts";
import { replay } from "../src/replay.ts";
import { simulate, type SimulateOptions } from "../src/simulate.ts";
import { blockRademacher, orthogonal, squareWave } from "../src/streams/adversaries.ts";
import { gaussian } from "../src/streams/gaussian.ts";
import { ogd } from "../src/updates/ogd.ts";
import { adagrad, aware, constant, root } from "../src/updates/steps.ts";
import { Dice } from "./dice.ts";
import { ENGINE } from "./play-rows.ts";
import { dot, lossFunction, norm, total } from "./reference.ts";
import { row, source } from "./rows.ts";

async function all(options: Omit<SimulateOptions, "engine">): Promise<SimulationCheckpoint[]> {
  const checkpoints: SimulationCheckpoint[] = [];
  for await (const checkpoint of simulate({ engine: ENGINE, ...options })) checkpoints.push(checkpoint);
  return checkpoints;
}

const STREAM = gaussian({ features: 3 });
const VALUES = gaussian({ features: 3, outcomes: "values" });

describe("checkpoints", () => {
  test("16 2^(j/2), the same whatever the horizon, and the horizon itself", async () => {
    const long = await all({ rounds: 2000, stream: STREAM });
    expect(long.map(({ rounds }) => rounds)).toEqual([
      16, 23, 32, 45, 64, 91, 128, 181, 256, 362, 512, 724, 1024, 1448, 2000,
    ]);
    expect(long.map(({ done }) => done)).toEqual([...Array<boolean>(14).fill(false), true]);
    expect(long.some(({ interrupted }) => interrupted)).toBe(false);
    for (const { rounds, runs } of long) expect(runs.every((run) => run.rounds === rounds)).toBe(true);
    for (const rounds of [1, 2, 15, 16, 17, 1024]) {
      const short = await all({ rounds, stream: STREAM });
      expect(short.map((c) => c.rounds)).toEqual([
        ...long.map((c) => c.rounds).filter((r) => r < rounds),
        rounds,
      ]);
      expect(short.map((c) => c.done)).toEqual(short.map((_, i) => i === short.length - 1));
    }
  });

  test("a state on the way is the final one of a shorter run", async () => {
    // a numeric step: aware() depends on the horizon, and should
    const options = {
      stream: STREAM,
      schedules: [pipelined(5), periodic(40)],
      update: ogd({ step: constant(0.03, 0.3) }),
    };
    const [long, short] = [await all({ rounds: 700, ...options }), await all({ rounds: 362, ...options })];
    const state = long.find(({ rounds }) => rounds === 362)!;
    expect({ ...state, done: true }).toEqual(short.at(-1));
  });

  test("looking at what is pending changes nothing: a log with a checkpoint elsewhere ends the same", async () => {
    const dice = new Dice(1);
    const rows = source(Array.from({ length: 800 }, () => row(dice.normals(2), dice.normal())));
    const certificate = async (prefix: number) => {
      let last: unknown;
      for await (const { runs } of replay({
        rows,
        engine: ENGINE,
        prefix,
        schedules: [pipelined(100)],
        update: ogd({ step: root(0.1), radius: 1 }),
        comparator: fixed([0, 0.5, 0.5]),
      }))
        last = runs[0]!.certificate!.terms;
      return last;
    };
    expect(await certificate(0.1)).toEqual(await certificate(0.7));
  });

  test("one run for each schedule and step size, in that order", async () => {
    const [final] = (
      await all({
        rounds: 50,
        stream: STREAM,
        schedules: [pipelined(3), periodic(4, 2)],
        update: ogd({ step: constant(0.1, 0.2) }),
      })
    ).slice(-1);
    expect(final!.runs.map(({ schedule, label, stepSize }) => [schedule, label, stepSize])).toEqual([
      ["pipelined(3)", 3, 0.1],
      ["pipelined(3)", 3, 0.2],
      ["periodic(4, 2)", 4, 0.1],
      ["periodic(4, 2)", 4, 0.2],
    ]);
  });
});

/** What takes how long is for a quiet machine to say: a busy one gets three tries. */
const BUSY = { retry: 2 };

describe("stopping", () => {
  test.each([1e9, 1e12])(
    "an abort ends a run of %d rounds within 50 ms, with what there is",
    BUSY,
    async (rounds) => {
      const controller = new AbortController();
      const checkpoints: SimulationCheckpoint[] = [];
      const due = performance.now() + 300;
      setTimeout(() => controller.abort(), 300);
      const options = {
        rounds,
        stream: STREAM,
        schedules: [pipelined(10), periodic(1000), growing(0.3)],
        update: ogd({ step: constant(0.01, 0.1) }),
      };
      for await (const checkpoint of simulate({ ...options, engine: ENGINE, signal: controller.signal }))
        checkpoints.push(checkpoint);
      const waited = performance.now() - due;
      const last = checkpoints.at(-1)!;
      expect(last).toMatchObject({ done: true, interrupted: true });
      expect(checkpoints.slice(0, -1).some(({ done, interrupted }) => done || interrupted)).toBe(false);
      expect(last.rounds).toBeGreaterThan(10_000);
      expect(last.rounds).toBeLessThan(rounds);
      for (const run of last.runs) {
        expect(run.rounds).toBe(last.rounds);
        expect(run.regret).toBeGreaterThan(0);
        expect(run.certificate!.holds).toBe(true);
      }
      expect(waited).toBeLessThan(50);
    },
  );

  test("a block is a few milliseconds of work, however wide the rows and whatever is summed up", () => {
    for (const columns of [1, 16, 1000, 20_000, 2 ** 20])
      for (const panels of [1, 6, 64])
        for (const hessian of [false, true]) {
          const block = usualBlock(columns, panels, hessian);
          const products = columns * panels + (hessian ? columns ** 2 / 2 : 0);
          expect(block).toBeGreaterThanOrEqual(1);
          expect(block === 1 || block * products <= 2 ** 21).toBe(true);
          // as long as the cache holds its rows, and at least 64 of them
          const near = Math.max(64, Math.floor(2 ** 16 / columns));
          expect(block === Math.min(1024, near) || (block + 1) * products > 2 ** 21).toBe(true);
        }
  });

  test("a search in hindsight that is not wanted any more ends between two rows of a factorisation", async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 700);
    const options = { rounds: 500, stream: gaussian({ features: 1500 }), comparator: hindsight() };
    let last: SimulationCheckpoint | undefined;
    for await (const checkpoint of simulate({
      ...options,
      update: ogd({ step: 1e-4 }),
      engine: ENGINE,
      signal: controller.signal,
    }))
      last = checkpoint;
    expect(last).toMatchObject({ interrupted: true, done: true });
    let asked = 0;
    const rest = () => (++asked === 3 ? Promise.resolve(false) : undefined);
    const identity = Float64Array.from({ length: 25 }, (_, i) => Number(i % 6 === 0));
    await expect(minimiseInBall(identity, new Float64Array(5).fill(1), 9, rest)).rejects.toThrow(Unwanted);
    expect(asked).toBe(3);
  });

  test("aborted before it began: nothing was played", async () => {
    const checkpoints = await all({ rounds: 1e9, stream: STREAM, signal: AbortSignal.abort() });
    expect(checkpoints).toHaveLength(1);
    expect(checkpoints[0]).toMatchObject({ rounds: 0, done: true, interrupted: true });
  });

  test("an abort during the passes that look for the best model: no regret, and it says that it was interrupted", async () => {
    const controller = new AbortController();
    const rounds = 300_000;
    let first = false;
    const onProgress = (played: number) => {
      if (first && played < rounds) controller.abort();
      if (played === rounds) first = true;
    };
    const checkpoints = await all({
      rounds,
      stream: STREAM,
      comparator: hindsight(),
      signal: controller.signal,
      onProgress,
    });
    expect(controller.signal.aborted).toBe(true);
    expect(checkpoints.at(-1)).toMatchObject({ done: true, interrupted: true });
    expect(checkpoints.at(-1)!.runs[0]!.regret).toBeNull();
  });

  test("a replay likewise", async () => {
    const dice = new Dice(1);
    const rows = source(
      Array.from({ length: 100_000 }, () => row(dice.normals(2), Number(dice.uniform() < 0.5))),
      { task: "classification" },
    );
    const controller = new AbortController();
    const onProgress = (_: number, pass: number) => {
      if (pass === 2) controller.abort();
    };
    let last: ReplayCheckpoint | undefined;
    for await (const checkpoint of replay({
      rows,
      engine: ENGINE,
      comparator: hindsight(),
      signal: controller.signal,
      onProgress,
    }))
      last = checkpoint;
    expect(controller.signal.aborted).toBe(true);
    expect(last).toMatchObject({ done: true, interrupted: true });
    expect(last!.runs[0]!.regret).toBeNull();
  });

  test("a consumer that leaves ends the run", async () => {
    let last = 0;
    for await (const { rounds } of simulate({ rounds: 1e12, stream: STREAM, engine: ENGINE })) {
      last = rounds;
      if (rounds > 1000) break;
    }
    expect(last).toBe(1024);
  });

  test("progress never goes back, reaches the end, and the event loop gets its turn", async () => {
    const reported: number[] = [];
    let ticks = 0;
    const timer = setInterval(() => ticks++, 5);
    await all({ rounds: 1_500_000, stream: STREAM, onProgress: (rounds) => reported.push(rounds) });
    clearInterval(timer);
    expect(reported.at(-1)).toBe(1_500_000);
    expect(reported.every((rounds, i) => i === 0 || rounds >= reported[i - 1]!)).toBe(true);
    expect(ticks).toBeGreaterThan(1);
  });
});

test("horizons up to 10^12 and beyond are accepted, and memory does not grow with them", async () => {
  for (const rounds of [1e12, Number.MAX_SAFE_INTEGER]) {
    const run = simulate({
      rounds,
      stream: STREAM,
      schedules: [pipelined(100), periodic(100_000, 7)],
      engine: ENGINE,
    });
    expect((await run.next()).value!.rounds).toBe(16);
    await run.return();
  }
});

describe("what is out of range is said in words, before anything runs", () => {
  const wrong = async (
    options: Partial<SimulateOptions>,
    kind: typeof RangeError | typeof TypeError,
    message: string | RegExp,
  ) => {
    const run = simulate({
      rounds: 100,
      stream: STREAM,
      engine: ENGINE,
      ...options,
    } as SimulateOptions).next();
    await expect(run).rejects.toThrow(kind);
    await expect(run).rejects.toThrow(message);
  };

  const cases: [Partial<SimulateOptions>, typeof RangeError | typeof TypeError, string | RegExp][] = [
    [{ rounds: 0 }, RangeError, "simulate: rounds: expected an integer >= 1, got 0"],
    [{ rounds: 1.5 }, RangeError, "simulate: rounds: expected an integer >= 1, got 1.5"],
    [{ rounds: NaN }, RangeError, /simulate: rounds: expected an integer .*, got NaN/],
    [{ rounds: "100" as unknown as number }, TypeError, 'simulate: rounds: expected an integer, got "100"'],
    [{ schedules: [] }, RangeError, "simulate: schedules: expected at least one, got none"],
    [
      { schedules: pipelined(1) as unknown as [] },
      TypeError,
      "simulate: schedules: expected an array, got an object",
    ],
    [{ seed: -1 }, RangeError, "simulate: seed: expected an integer >= 0, got -1"],
    [
      { seed: 1n << 64n },
      RangeError,
      "simulate: seed: expected an integer from 0 to 2^64 - 1, got 18446744073709551616",
    ],
    [{ seed: "1" as unknown as number }, TypeError, "simulate: seed: expected an integer, got"],
    [{ epsilon: 0 }, RangeError, "simulate: epsilon: expected a finite number > 0, got 0"],
    [{ stakes: -1 }, RangeError, "simulate: stakes: expected a finite number > 0, got -1"],
    [{ value: Infinity }, RangeError, "simulate: value: expected a finite number >= 0, got Infinity"],
    [{ blockSize: 0 }, RangeError, "simulate: blockSize: expected an integer from 1 to 65536, got 0"],
    [{ blockSize: 65537 }, RangeError, "simulate: blockSize: expected an integer from 1 to 65536, got 65537"],
    [{ comparator: fixed([1, 2]) }, RangeError, "simulate: comparator: expected 4 weights"],
    [{ stream: orthogonal(3), comparator: aligned() }, RangeError, /orthogonal\(3\) has no aligned model/],
    [
      { stream: VALUES, loss: absolute(), comparator: hindsight() },
      RangeError,
      /no way to find the best fixed model/,
    ],
    [
      { model: linear(), loss: logLoss() },
      RangeError,
      /simulate: loss: .* takes the scores of a logistic model, got a linear one/,
    ],
    [{ stream: VALUES, model: logistic() }, RangeError, /needs outcomes that are classes/],
    [{ stream: VALUES, loss: utility() }, RangeError, /simulate: loss: expected/],
    [{ stream: orthogonal(3), loss: squared() }, RangeError, /simulate: loss: expected/],
    [
      { schedules: [growing(0.5)] },
      RangeError,
      "simulate: step size: the staleness of growing(0.5) is not known beforehand; give a step size",
    ],
  ];
  test.each(cases.map(([options, kind, message]) => [String(message), options, kind, message] as const))(
    "%s",
    async (_, options, kind, message) => {
      await wrong(options, kind, message);
    },
  );

  test("parts check themselves", () => {
    expect(() => gaussian({ features: 0 })).toThrow(
      "gaussian: features: expected an integer from 1 to 1048576, got 0",
    );
    expect(() => gaussian({ features: 2, noise: 1.1 })).toThrow(
      "gaussian: noise: expected a number >= 0 and <= 1, got 1.1",
    );
    expect(() => gaussian({ features: 2, aligned: [1] })).toThrow(
      "gaussian: aligned: expected 2 weights, got 1",
    );
    expect(() => gaussian({ features: 2, drift: { shifts: [1] } })).toThrow(
      "gaussian: drift.shifts[0]: expected an integer >= 2, got 1",
    );
    expect(() => blockRademacher(0)).toThrow("blockRademacher: length: expected an integer >= 1, got 0");
    expect(() => constant()).toThrow("constant: step size: expected at least one, got none");
    expect(() => root(0)).toThrow("root: step size: expected a finite number > 0, got 0");
    expect(() => adagrad(NaN)).toThrow(RangeError);
    expect(() => ogd({ step: 0.5, l2: 2 })).toThrow(
      "ogd: l2: expected step size times l2 below 1, got 0.5 x 2",
    );
    expect(() => ogd({ step: 0.5, radius: 0 })).toThrow("ogd: radius: expected a finite number > 0, got 0");
    expect(() => ogd({ step: root(0.5), interceptStep: 1 })).toThrow(
      /interceptStep: expected a constant step size beside it, got root/,
    );
    expect(() => ogd({ step: 0.5, gradient: "late" as "stale" })).toThrow(
      'ogd: gradient: expected stale or fresh, got "late"',
    );
    expect(() => huber(0)).toThrow("huber: delta: expected a finite number > 0, got 0");
    expect(() => hindsight({ radius: -1 })).toThrow(
      "hindsight: radius: expected a finite number > 0, got -1",
    );
    expect(() => fixed([NaN])).toThrow("fixed: weights[0]: expected a finite number, got NaN");
  });

  test("an intercept that the model does not have is no part of a comparator", async () => {
    await wrong({ comparator: fixed([5, 1, 0, 0]) }, RangeError, /intercept/);
  });

  test("a log's comparator must have a weight for each column", async () => {
    const rows = source([row([1, 2], 0), row([2, 1], 1)]);
    for (const weights of [
      [0, 1],
      [0, 1, 1, 1],
    ]) {
      await expect(async () => {
        for await (const checkpoint of replay({ rows, engine: ENGINE, comparator: fixed(weights) }))
          void checkpoint;
      }).rejects.toThrow(RangeError);
    }
  });
});

describe("divergence", () => {
  test("is reported with its round, and leaves the bits of the others alone", async () => {
    const options = { rounds: 3000, stream: VALUES, schedules: [pipelined(4)] };
    const steps = [0.01, 0.02, 3, 0.005];
    const together = await all({ ...options, update: ogd({ step: constant(...steps) }) });
    for (const step of [0.01, 0.005]) {
      const alone = await all({ ...options, update: ogd({ step }) });
      together.forEach((checkpoint, i) => {
        const own = checkpoint.runs.find(({ stepSize }) => stepSize === step);
        expect(JSON.stringify(own)).toBe(JSON.stringify(alone[i]!.runs[0]));
      });
    }
    const lost = together.at(-1)!.runs[2]!;
    expect(lost.diverged!.reason).toBe("the loss is not a finite number");
    const { round } = lost.diverged!;
    expect(Number.isNaN(lost.meanLoss)).toBe(true);
    // to the round: a run that ends just before it is finite, one that ends there is not
    const upTo = async (rounds: number) =>
      (await all({ ...options, rounds, update: ogd({ step: 3 }) })).at(-1)!.runs[0]!;
    expect(Number.isFinite((await upTo(round - 1)).meanLoss)).toBe(true);
    expect((await upTo(round)).diverged).toEqual(lost.diverged);
    expect(Number.isFinite((await upTo(round)).meanLoss)).toBe(false);
    // at checkpoints before, a finite but absurd mean loss is reported at the first checkpoint that saw it
    const absurd = together
      .map((c) => c.runs[2]!.diverged)
      .filter((d) => d?.reason.startsWith("mean loss over"));
    expect(absurd.length).toBeGreaterThan(0);
    expect(new Set(absurd.map((d) => d!.round)).size).toBe(1);
  });

  test("a run that is merely bad has not diverged", async () => {
    const { runs } = (await all({ rounds: 500, stream: STREAM, update: ogd({ step: 20 }) })).at(-1)!;
    expect(runs[0]!.diverged).toBeNull();
  });
});

describe("regret", () => {
  test("against the untrained model and a fixed one: the sum of differences, round by round", async () => {
    const at = async (comparator: SimulateOptions["comparator"]) =>
      (await all({ rounds: 400, stream: VALUES, update: ogd({ step: 0.05 }), comparator: comparator! })).at(
        -1,
      )!;
    const [zero, same] = [await at(untrained()), await at(fixed([0, 0, 0, 0]))];
    expect(zero.runs[0]!.regret).toBe(same.runs[0]!.regret);
    expect(zero.comparator.value).toBe(0);
    const { runs, comparator } = await at(fixed([0, 1, -1, 0.5]));
    expect(runs[0]!.regret! / 400).toBeCloseTo(runs[0]!.meanLoss - comparator.meanLoss, 12);
    expect(comparator.value / 400).toBeCloseTo(comparator.untrainedMeanLoss - comparator.meanLoss, 12);
    expect(runs[0]!.minGap).toBeLessThan(0);
    expect(runs[0]!.maxGap).toBeGreaterThan(0);
  });

  test("of the model that never changes against itself is 0", async () => {
    // no feedback ever arrives: the untrained model decides every round
    const never = deployments(() => []);
    const { runs } = (
      await all({
        rounds: 500,
        stream: STREAM,
        schedules: [never],
        update: ogd({ step: 0.1 }),
        comparator: untrained(),
      })
    ).at(-1)!;
    expect(runs[0]!.regret).toBe(0);
    expect(runs[0]!.pending).toBe(500);
  });
});

describe("the best fixed model in hindsight", () => {
  const dice = new Dice(4);
  const [n, d] = [300, 3];

  /** A log without scaling: its rows are at hand, so every claim can be checked against all of them. */
  function log(classes: boolean) {
    return Array.from({ length: n }, () => {
      const x = dice.normals(d).map((v, j) => (j + 1) * v + 0.3);
      const z = 0.5 + x[0]! - 0.3 * x[2]!;
      return row(x, classes ? Number(dice.uniform() < 1 / (1 + Math.exp(-z))) : z + dice.normal());
    });
  }

  async function found(
    rows: ReturnType<typeof log>,
    loss: ReturnType<typeof squared>,
    radius: number,
    tolerance: number = 1e-9,
  ) {
    const task = loss.task === "classification" ? ("classification" as const) : ("regression" as const);
    for await (const { done, runs, comparator } of replay({
      rows: source(rows, { task }),
      loss,
      scale: "none",
      engine: ENGINE,
      update: ogd({ step: constant(0.01) }),
      comparator: hindsight({ radius, tolerance }),
    })) {
      if (done) return { run: runs[0]!, comparator: comparator! };
    }
    throw new Error("no last checkpoint");
  }

  /** Total loss of weights u, intercept first. */
  const totalLoss = (rows: ReturnType<typeof log>, loss: ReturnType<typeof squared>, u: readonly number[]) =>
    total(
      rows.map(({ dense, outcome }) =>
        lossFunction(loss.name, loss.parameters[0]).value(dot(u, [1, ...dense]), outcome),
      ),
    );

  /** Solution of the normal equations by Gauss's elimination. */
  function leastSquares(rows: ReturnType<typeof log>): number[] {
    const m = d + 1;
    const a = Array.from({ length: m }, (_, i) => [
      ...Array.from({ length: m }, (_, j) =>
        total(rows.map(({ dense }) => [1, ...dense][i]! * [1, ...dense][j]!)),
      ),
      total(rows.map(({ dense, outcome }) => [1, ...dense][i]! * outcome)),
    ]);
    for (let i = 0; i < m; i++) {
      for (let k = 0; k < m; k++) {
        if (k === i) continue;
        const f = a[k]![i]! / a[i]![i]!;
        for (let j = i; j <= m; j++) a[k]![j]! -= f * a[i]![j]!;
      }
    }
    return a.map((line, i) => line[m]! / line[i]!);
  }

  test("squared loss: the solution of the normal equations", async () => {
    const rows = log(false);
    const u = leastSquares(rows);
    const { run, comparator } = await found(rows, squared(), 100);
    expect(comparator.norm).toBeCloseTo(norm(u), 11);
    expect(comparator.meanLoss * n).toBeCloseTo(totalLoss(rows, squared(), u), 9);
    expect(run.regret).toBeCloseTo(run.meanLoss * n - totalLoss(rows, squared(), u), 9);
    expect(comparator.hindsight).toMatchObject({ radius: 100, converged: true });
    expect(comparator.hindsight!.gap).toBeLessThan(1e-9);
  });

  test.each([0.5, 0.05])(
    "squared loss in a ball of radius %d: stationary on the sphere, and nothing inside is better",
    async (radius) => {
      const rows = log(false);
      const { comparator } = await found(rows, squared(), radius);
      expect(comparator.norm).toBeCloseTo(radius, 12);
      expect(comparator.hindsight!.gap).toBeLessThan(1e-9);
      const best = comparator.meanLoss * n;
      for (let i = 0; i < 2000; i++) {
        const way = dice.normals(d + 1);
        const u = way.map((v) => (v * radius * (i % 2 ? 1 : dice.uniform())) / norm(way));
        expect(totalLoss(rows, squared(), u)).toBeGreaterThanOrEqual(best - 1e-9);
      }
    },
  );

  test("columns of very different size: the best model is found, or not said to be", async () => {
    // the outcome hangs on a column of size 1e-2 beside one of size 1e6: curvatures 16 decades apart
    const rows = Array.from({ length: n }, () => {
      const x = [1e6 * dice.normal(), 1e-2 * dice.normal(), dice.normal()];
      return row(x, 300 * x[1]!);
    });
    const { gap, converged } = (await found(rows, squared(), 1e4)).comparator.hindsight!;
    expect(converged, `gap ${gap}`).toBe(gap <= 1e-9);
  });

  test.each([
    ["log loss", logLoss(), 100],
    ["log loss on the sphere", logLoss(), 0.4],
    ["Huber loss", huber(0.5), 100],
    ["Huber loss on the sphere", huber(0.5), 0.3],
  ] as const)("%s: small duality gap, and no model near or far is better", async (_, loss, radius) => {
    const rows = log(loss.task === "classification");
    const { comparator, run } = await found(rows, loss, radius);
    const { gap, converged, passes } = comparator.hindsight!;
    expect(converged).toBe(true);
    expect(gap).toBeLessThanOrEqual(1e-9);
    expect(passes).toBeLessThan(25);
    expect(comparator.norm).toBeLessThanOrEqual(radius * (1 + 1e-12));
    // the gap is a proof that no model of the ball is better by more than 1e-9 a decision: try many
    const best = comparator.meanLoss * n;
    const descended = descend(rows, loss, radius);
    expect(norm(descended)).toBeCloseTo(comparator.norm!, 3);
    expect(Math.abs(totalLoss(rows, loss, descended) - best)).toBeLessThan(2e-3);
    for (let i = 0; i < 1000; i++) {
      const near = descended.map((v) => v + dice.normal() * 10 ** -(i % 5));
      const size = Math.max(1, norm(near) / radius);
      expect(
        totalLoss(
          rows,
          loss,
          near.map((v) => v / size),
        ),
      ).toBeGreaterThanOrEqual(best - 1e-9 * n);
    }
    expect(run.regret! / n).toBeCloseTo(run.meanLoss - comparator.meanLoss, 12);
  });

  /** The same minimum by another road: projected gradient descent over all rows, slow and sure. */
  function descend(rows: ReturnType<typeof log>, loss: ReturnType<typeof squared>, radius: number): number[] {
    const { slope } = lossFunction(loss.name, loss.parameters[0]);
    let u = Array<number>(d + 1).fill(0);
    for (let step = 0; step < 3000; step++) {
      const gradient = Array<number>(d + 1).fill(0);
      for (const { dense, outcome } of rows) {
        const x = [1, ...dense];
        const s = slope(dot(u, x), outcome);
        x.forEach((v, j) => (gradient[j]! += s * v));
      }
      u = u.map((v, j) => v - (0.15 * gradient[j]!) / n);
      const size = norm(u);
      if (size > radius) u = u.map((v) => (v * radius) / size);
    }
    return u;
  }

  test("utilities: against the sum of the gradients, on the sphere", async () => {
    const { runs, comparator } = (
      await all({
        rounds: 30,
        stream: squareWave(10),
        update: ogd({ step: 0.1 }),
        comparator: hindsight({ radius: 3 }),
      })
    ).at(-1)!;
    // 20 rounds of +1, 10 of -1: the best is -3 with loss -30
    expect(comparator.meanLoss * 30).toBeCloseTo(-30, 12);
    expect(comparator.norm).toBe(3);
    expect(runs[0]!.regret).toBeCloseTo(runs[0]!.meanLoss * 30 + 30, 12);
  });

  test("regret at the end is at least that against every fixed model", async () => {
    const options = { rounds: 2000, stream: VALUES, update: ogd({ step: 0.01 }) };
    const best = (await all({ ...options, comparator: hindsight({ radius: 2 }) })).at(-1)!.runs[0]!.regret!;
    for (let i = 0; i < 20; i++) {
      const way = dice.normals(3);
      const u = way.map((v) => (v * 2 * dice.uniform()) / norm(way));
      expect(
        (await all({ ...options, comparator: fixed([0, ...u]) })).at(-1)!.runs[0]!.regret!,
      ).toBeLessThanOrEqual(best + 1e-9);
    }
  });

  test("minimiser of a quadratic in a ball, against the conditions that characterise it", async () => {
    for (let trial = 0; trial < 500; trial++) {
      const m = dice.whole(1, 6);
      const rank = dice.whole(1, m + 2);
      const factors = Array.from({ length: rank }, () => dice.normals(m));
      const a = new Float64Array(m * m);
      for (const f of factors) f.forEach((v, i) => f.forEach((w, j) => (a[i * m + j]! += v * w)));
      // in the range of A, as gradients are
      const b = new Float64Array(m);
      for (const f of factors) {
        const c = dice.normal();
        f.forEach((v, i) => (b[i]! += c * v));
      }
      const radius = 10 ** dice.normal();
      const v = await minimiseInBall(a, b, radius);
      const slope = Array.from({ length: m }, (_, i) => dot(a.subarray(i * m, (i + 1) * m), v) - b[i]!);
      // Frank and Wolfe's gap bounds how much better any point of the ball can be; b'v is the size of what was gained
      const gap = dot(slope, v) + radius * norm(slope);
      expect(norm(v)).toBeLessThanOrEqual(radius * (1 + 1e-12));
      // A + mu I with mu = 1e-13 of A's size stands for a singular A: seen 1e-8 where A is nearly singular
      expect(gap).toBeLessThanOrEqual(1e-7 * Math.abs(dot(b, v)));
    }
  });
});

test("a loss that is not convex is simulated, measured, and not certified", async () => {
  const { runs } = (await all({ rounds: 500, stream: STREAM, loss: brier(), update: ogd({ step: 1 }) })).at(
    -1,
  )!;
  expect(runs[0]!.certificate!.notCovered).toMatch(/not convex/);
  expect(runs[0]!.regret).not.toBeNull();
});

test("progress says which pass it is, and goes forward within one", async () => {
  const heard: [number, number][] = [];
  const options = { rounds: 300_000, stream: STREAM, comparator: hindsight() };
  await all({ ...options, onProgress: (rounds, pass) => void heard.push([pass, rounds]) });
  expect(heard.at(-1)![0]).toBeGreaterThan(1);
  heard.slice(1).forEach(([pass, rounds], i) => {
    expect(pass).toBeGreaterThanOrEqual(heard[i]![0]);
    if (pass === heard[i]![0]) expect(rounds).toBeGreaterThanOrEqual(heard[i]![1]);
  });
});

test.each([
  [{ rounds: 10 }, /simulate: stream: expected what gaussian/],
  [
    { rounds: 10, stream: STREAM, schedules: [5] },
    /schedules\[0\]: expected what pipelined\(100\) returns, got 5/,
  ],
  [
    {
      rounds: 10,
      stream: STREAM,
      schedules: [deployments(() => [undefined] as never)],
      update: ogd({ step: 1 }),
    },
    /deployments: expected \{ round, learned \}, got undefined/,
  ],
])("what is not a descriptor is refused: %#", async (options, message) => {
  await expect(all(options as never)).rejects.toThrow(message);
});

test("a latency of more than a million rounds is played", async () => {
  const k = 1_500_000;
  const options = { rounds: k + 1000, stream: gaussian({ features: 1 }), schedules: [pipelined(k)] };
  const run = (await all({ ...options, update: ogd({ step: 1e-6 }) })).at(-1)!.runs[0]!;
  expect(run).toMatchObject({ latency: k, pending: k, diverged: null });
  expect(run.certificate!.holds).toBe(true);
  // the untrained model decided all but the last thousand rounds
  expect(run.meanLoss).toBeCloseTo(Math.log(2), 4);
});

test("the default step is the aware one", async () => {
  const [own, said] = [
    await all({ rounds: 100, stream: STREAM, schedules: [pipelined(3)] }),
    await all({ rounds: 100, stream: STREAM, schedules: [pipelined(3)], update: ogd({ step: aware() }) }),
  ];
  expect(own).toEqual(said);
});
