import { describe, expect, test } from "vitest";
import { plan } from "../../src/plan.ts";
import { linear } from "../../src/models/linear.ts";
import { replay } from "../../src/replay.ts";
import type { ReplayCheckpoint } from "../../src/result.ts";
import { periodic } from "../../src/schedules/periodic.ts";
import { pipelined } from "../../src/schedules/pipelined.ts";
import { ogd } from "../../src/updates/ogd.ts";
import { constant } from "../../src/updates/steps.ts";
import { planText } from "../../src/report/plan.ts";
import { Dice } from "../dice.ts";
import { row } from "../rows.ts";
import { daily, ids, jump, planned, turning } from "./logs.ts";

const TURNING = turning(6000, 0.004, 1);

describe("a log whose best model turns", () => {
  const options = planned(TURNING, "classification", {
    periods: [1, 10, 100, 300],
    latencies: [50],
    retrainCost: 2,
    seed: 3,
  });
  const result = plan(options);

  test("points are those of a replay, in the order of the effective latency, step sizes those of the later half of its prefix", async () => {
    const { points } = await result;
    expect(points.map(({ schedule }) => schedule)).toEqual([
      "periodic(1)",
      "periodic(10)",
      "pipelined(50)",
      "periodic(100)",
      "periodic(300)",
    ]);
    const schedules = [periodic(1), periodic(10), pipelined(50), periodic(100), periodic(300)];
    const replayed = async (prefix: number): Promise<ReplayCheckpoint> => {
      let last: ReplayCheckpoint | undefined;
      for await (const checkpoint of replay({ ...options, schedules, prefix })) last = checkpoint;
      return last!;
    };
    const [half, last] = [await replayed(0.05), await replayed(0.1)];
    expect((await result).chose).toBe(300);
    points.forEach((point) => {
      const choiceLoss = (at: number): number =>
        (600 * last.runs[at]!.prefix.meanLoss - 300 * half.runs[at]!.prefix.meanLoss) / 300;
      const own = [...last.runs.keys()].filter((at) => last.runs[at]!.schedule === point.schedule);
      const [best] = own.sort((a, b) => choiceLoss(a) - choiceLoss(b));
      const run = last.runs[best!]!;
      expect(point.stepSize).toBe(run.stepSize);
      expect(point.choiceLoss).toBeCloseTo(choiceLoss(best!), 12);
      expect(point.prefixLoss).toBe(run.prefix.meanLoss);
      expect(point.figures).toEqual(run.suffix);
      expect(point.effectiveLatency).toBe(run.effectiveLatency);
      expect(point.suffixLoss!.value).toBeCloseTo(run.suffix.meanLoss, 13);
      expect(point.surface).toHaveLength(8);
    });
  });

  test("what is lost by waiting grows, each step known beyond its interval", async () => {
    const { points, best } = await result;
    expect(best).toBe(0);
    const own = points.filter(({ kind, label }) => kind === "periodic" && label > 10);
    own.forEach(({ increase }) => expect(increase!.low).toBeGreaterThan(0));
    own.slice(1).forEach(({ increase }, i) => expect(increase!.low).toBeGreaterThan(own[i]!.increase!.high));
  });

  test("the period chosen is the best for its cost, and break-even costs say when", async () => {
    const { points, retraining } = await result;
    const { chosen, breakEven, cost, indifferent } = retraining!;
    const totals = points.map(({ choiceLoss, label, kind }) =>
      kind === "periodic" ? choiceLoss + cost / label : Infinity,
    );
    expect(totals[chosen]).toBe(Math.min(...totals));
    expect(indifferent).toContain(chosen);
    expect(points[chosen]!.retraining!.increase).toBeNull();
    for (const { shorter, longer, cost: even } of breakEven) {
      const [p, q] = [points[shorter]!, points[longer]!];
      const total = ({ suffixLoss, label }: typeof p): number => suffixLoss!.value + even.value / label;
      expect(total(p)).toBeCloseTo(total(q), 12);
      expect(even.low).toBeLessThanOrEqual(even.value);
      expect(even.high).toBeGreaterThanOrEqual(even.value);
    }
  });

  test("which period is best at which cost is said, and which never are", async () => {
    const { points, retraining } = await result;
    const { envelope } = retraining!;
    expect(points[envelope[0]!.point]!.label).toBe(1);
    envelope.slice(1).forEach(({ point, from }, i) => {
      const total = (at: number): number => points[at]!.suffixLoss!.value + from!.value / points[at]!.label;
      expect(total(point)).toBeCloseTo(total(envelope[i]!.point), 12);
      expect(from!.low).toBeLessThan(from!.high);
    });
    const bent = {
      ...(await result),
      retraining: { ...retraining!, envelope: [envelope[0]!, envelope.at(-1)!] },
    };
    expect(planText(bent, 200)).toContain("Never best at any cost: 10, 100.");
    expect(planText(bent, 200)).toMatch(/best from\nperiod +a cost of\n +1 +0\n/);
  });

  test("jobs of one size make fewer updates, and lose more for it", async () => {
    const { points } = await result;
    const jobs = points.flatMap(({ label, compute }) =>
      compute!.fixedJob ? [[label, compute!] as const] : [],
    );
    expect(jobs.map(([label]) => label)).toEqual([10, 100, 300]);
    for (const [label, { updates, fixedJob }] of jobs) {
      expect(updates).toBe(6000 - label);
      expect(fixedJob!.updates).toBe(6000 / label - 1);
      if (label < 300) expect(fixedJob!.increase.low).toBeGreaterThan(0);
    }
  });

  test("the same bits whatever the block, other intervals for another seed", async () => {
    const text = JSON.stringify(await result);
    expect(JSON.stringify(await plan({ ...options, blockSize: 7 }))).toBe(text);
    const other = await plan({ ...options, seed: 4 });
    expect(other.points[1]!.increase!.value).toBe((await result).points[1]!.increase!.value);
    expect(other.points[1]!.increase!.low).not.toBe((await result).points[1]!.increase!.low);
  });

  test("training and feedback delay add to every latency; feedback a row later is there for the next row", async () => {
    const { points } = await plan({ ...options, training: 30, feedbackDelay: 21, job: 0 });
    points.forEach(({ kind, label, steadyLatency, effectiveLatency, latency, compute }) => {
      expect(steadyLatency).toBe((kind === "periodic" ? (label + 1) / 2 : label) + 50);
      expect(latency).toBe(label + 50);
      expect(Math.abs(effectiveLatency / steadyLatency - 1)).toBeLessThan(0.06);
      expect(compute!.fixedJob).toBeNull();
    });
  });
});

test("a feedback delay of n rows is that of logs in which every row has a delay of n", async () => {
  for (const n of [0, 1, 5]) {
    const own = { latencies: [1, 20], update: ogd({ step: constant(0.1), gradient: "fresh" }) };
    const late = TURNING.slice(0, 1000).map((one) => ({ ...one, delay: n }));
    const stated = await plan(
      planned(TURNING.slice(0, 1000), "classification", { ...own, feedbackDelay: n }),
    );
    const logged = await plan(planned(late, "classification", own));
    logged.points.forEach(({ suffixLoss, effectiveLatency }, i) => {
      expect(stated.points[i]!.suffixLoss).toEqual(suffixLoss);
      expect(stated.points[i]!.effectiveLatency).toBe(effectiveLatency);
    });
  }
});

describe("shifts", () => {
  // Σ of losses behind a jump of size D is D²/2 S(eta, k - 1), S the sum of squares of the impulse response: section 5.3 of the setting
  test.each([
    [4, 0.1, 2, 14.3158148],
    [2, 0.1, 3, (4.5 * 1.1) / (0.1 * 0.9 * 2.1)],
  ])("latency %i, step %f, jump of %f: the closed form", async (k, step, size, exact) => {
    const { shifts, points } = await plan(
      planned(jump(4400, 2000, size), "regression", {
        model: linear(),
        update: ogd({ step: constant(step), gradient: "stale" }),
        latencies: [k],
      }),
    );
    const worse = shifts!.list.filter(({ size }) => size > 0);
    expect(worse[0]!.row).toBe(2001);
    expect(worse).toHaveLength(1);
    expect(worse[0]!.costs[0]!.cost).toBeCloseTo(exact, 6);
    expect(shifts!.meanCost[0]).toBeCloseTo(exact, 6);
    expect(shifts!.rate).toBe(1 / 3960);
    expect(points[0]!.course.filter((loss) => loss === 0).length).toBeGreaterThan(40);
  });

  test("what they cost is held against the value at stake", async () => {
    const rows = jump(4400, 2000, 2);
    const of = async (value: number) =>
      plan(
        planned(rows, "regression", {
          update: ogd({ step: constant(0.1), gradient: "stale" }),
          latencies: [4],
          comparator: { name: "untrained" },
          value,
          stakes: 2,
          epsilon: 0.5,
        }),
      );
    const dear = await of(0.005);
    expect(dear.shifts!.share[0]).toBeCloseTo(14.3158148 / 3960 / 0.005, 6);
    expect(dear.verdict!.word).toBe("NOT LOW-STAKES");
    expect(dear.verdict!.reasons.join()).toMatch(/^adapting to shifts costs 0.723 of the value at stake/);
    expect((await of(5)).verdict!.reasons.join()).not.toMatch(/adapting/);
  });
});

describe("verdict", () => {
  const rows = turning(4000, 0, 2);
  const of = (own: object) => plan(planned(rows, "classification", { periods: [1, 10], ...own }));

  test("the words follow from S1 and S2", async () => {
    const low = await of({ stakes: 8, value: 1000 });
    expect(low.verdict).toMatchObject({
      word: "LOW-STAKES",
      reasons: [],
      epsilon: 0.05,
      stakesFrom: "stated",
    });
    const { meaning } = low.points[low.verdict!.point]!;
    expect(low.verdict!.ratio).toBe(meaning!.s3);
    expect(meaning!.s1).toBeCloseTo((8 * low.points[low.verdict!.point]!.latency) / (1000 * 4000), 15);
    expect((await of({ stakes: 1, value: 0.1 })).verdict!.word).toBe("NOT MEANINGFUL");
    expect((await of({ stakes: 1e4, value: 1 })).verdict!.word).toBe("NOT LOW-STAKES");
  });

  test("nothing stated, no verdict", async () => {
    const { verdict, comparator, points } = await of({});
    expect([verdict, comparator, points[0]!.meaning, points[0]!.regret]).toEqual([null, null, null, null]);
  });
});

describe("pitfalls", () => {
  test("always: logs that the model changes, and stakes that no log shows", async () => {
    const result = await plan(planned(turning(6000, 0, 3), "classification", { periods: [1, 10] }));
    expect(ids(result)).toEqual(expect.arrayContaining(["exogenous", "stakes-unseen"]));
    expect(result.pitfalls.find(({ id }) => id === "stakes-unseen")!.numbers["rate"]).toBe(3 / 6000);
    for (const absent of ["seasonal", "not-monotone", "diverged", "one-step-size", "short-prefix"] as const)
      expect(ids(result)).not.toContain(absent);
  });

  test("seasons: the last outcome is a better guess a day later, and so is the model", async () => {
    const result = await plan(
      planned(daily(8000, 1), "classification", {
        latencies: [1, 12, 24],
        update: ogd({ step: constant(0.1, 0.3, 1), gradient: "fresh" }),
      }),
    );
    expect(ids(result)).toEqual(expect.arrayContaining(["seasonal", "not-monotone", "baseline-better"]));
    const { numbers } = result.pitfalls.find(({ id }) => id === "seasonal")!;
    expect([numbers["shorter"], numbers["longer"]]).toEqual([12, 24]);
    expect(numbers["before"]).toBeCloseTo(0.82, 1);
    expect(numbers["after"]).toBeCloseTo(0.18, 1);
  });

  test("no season where there is none, though old guesses happen to be luckier: what repeats a guess is no new evidence", async () => {
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      const dice = new Dice(seed);
      const coins = Array.from({ length: 6000 }, () => row([0], dice.uniform() < 0.2 ? 1 : 0));
      const result = await plan(planned(coins, "classification", { periods: [10, 100, 500], job: 0 }));
      expect(ids(result)).not.toContain("seasonal");
    }
  });

  test("of a handful of rows nothing is told apart", async () => {
    const result = await plan(
      planned(turning(20, 0, 5), "classification", { periods: [1, 2, 3], prefix: 0.2, job: 0 }),
    );
    expect(result.retraining!.indifferent).toEqual([0, 1, 2]);
    expect(ids(result)).toContain("not-told-apart");
    for (const absent of ["not-monotone", "seasonal"] as const) expect(ids(result)).not.toContain(absent);
    const sentence = result.pitfalls.find(({ id }) => id === "not-told-apart")!.sentence;
    expect(planText(result, 200)).toContain("There are too few rows for intervals.");
    expect(sentence).toContain("the 16 rows after the prefix are too few for intervals");
  });

  test("no advice where the learner chosen diverged", async () => {
    const steps = ogd({ step: constant(0.5, 1.9), gradient: "stale" });
    const log = jump(3000, 1000, 1e200);
    const result = await plan(planned(log, "regression", { periods: [10, 50], update: steps, job: 0 }));
    const text = planText(result, 120);
    expect(text).toMatch(/^No advice: .* diverged/);
    expect(text).not.toContain("NaN");
    expect(text).not.toContain("[-, -]");
  });

  test("learners: one step size, the end of the grid, divergence", async () => {
    const one = await plan(
      planned(TURNING.slice(0, 4000), "classification", {
        periods: [1, 300],
        update: ogd({ step: constant(0.1), gradient: "fresh" }),
      }),
    );
    expect(ids(one)).toEqual(expect.arrayContaining(["one-step-size", "short-prefix"]));
    const { pitfalls } = await plan(
      planned(jump(3000, 1000, 100), "regression", {
        latencies: [1, 50],
        update: ogd({ step: constant(0.01, 0.5, 1.9), gradient: "stale" }),
      }),
    );
    expect(pitfalls.map(({ id }) => id)).toContain("diverged");
    expect(pitfalls.find(({ id }) => id === "edge-of-grid")!.numbers).toEqual({ smallest: 2, largest: 0 });
  });

  test("the prefix is another world", async () => {
    const rows = [...turning(500, 0, 5), ...turning(4500, 0.05, 6)];
    const result = await plan(planned(rows, "classification", { periods: [1, 10, 100] }));
    expect(ids(result)).toContain("prefix-unlike-suffix");
    expect(ids(result)).toContain("hindsight");
  });

  test("periods that cannot be told apart", async () => {
    const rows = turning(3000, 0, 7).map(({ dense }, i) => row(dense, i % 2));
    const result = await plan(planned(rows, "classification", { periods: [1, 2, 3] }));
    expect(ids(result)).toContain("not-told-apart");
    expect(result.retraining!.indifferent.length).toBeGreaterThan(1);
  });

  test("stakes stated too low", async () => {
    const result = await plan(
      planned(TURNING.slice(0, 3000), "classification", { periods: [1], stakes: 0.01, value: 1 }),
    );
    expect(result.pitfalls.find(({ id }) => id === "stakes-exceeded")!.numbers["stakes"]).toBe(0.01);
  });
});

describe("an interrupted plan says what it found", () => {
  const stopped = (after: number) => {
    const control = new AbortController();
    return plan(
      planned(turning(20_000, 0.001, 4), "classification", {
        periods: [1, 10],
        blockSize: 64,
        signal: control.signal,
        onProgress: (rounds) => void (rounds > after && control.abort()),
      }),
    );
  };

  test("on the rows judged so far", async () => {
    const { interrupted, rounds, prefix, suffix, points } = await stopped(2500);
    expect(interrupted).toBe(true);
    expect(rounds).toBeLessThan(20_000);
    expect([prefix, suffix]).toEqual([2000, rounds - 2000]);
    points.forEach(({ suffixLoss, figures }) => expect(suffixLoss!.value).toBeCloseTo(figures!.meanLoss, 13));
  });

  test("or within the prefix, without judging", async () => {
    const result = await stopped(-1);
    expect(result.prefix).toBe(result.rounds);
    expect(result).toMatchObject({ interrupted: true, suffix: 0, shifts: null });
    result.points.forEach(({ suffixLoss, increase }) => expect([suffixLoss, increase]).toEqual([null, null]));
  });
});

test.each([
  [{ periods: [] }, "plan: periods: expected at least one, got none"],
  [{ periods: [1, 0] }, "plan: periods[1]: expected an integer from 1 to 2147483647, got 0"],
  [{ latencies: [1.5] }, "plan: latencies[0]: expected an integer from 1 to 2147483647, got 1.5"],
  [{ retrainCost: -1 }, "plan: retrainCost: expected a finite number >= 0, got -1"],
  [{ training: -1 }, "plan: training: expected an integer"],
  [{ feedbackDelay: 0.5 }, "plan: feedbackDelay: expected an integer"],
  [{ job: -1 }, "plan: job: expected an integer"],
  [{ seed: -1 }, "plan: seed: expected an integer"],
  [{ periods: 5 as never }, "plan: periods: expected an array, got 5"],
  [{ prefix: 1 }, "plan: prefix: expected a number > 0 and < 1, got 1"],
  [{ rows: undefined as never }, 'plan: rows: expected what openLog("log.csv"'],
] as const)("refuses %j", async (own, message) => {
  await expect(plan(planned(TURNING, "classification", own))).rejects.toThrow(message);
});
