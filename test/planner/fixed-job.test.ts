import { expect, test } from "vitest";
import { updatesOf, withFixedJob } from "../../src/planner/fixed-job.ts";
import { replay } from "../../src/replay.ts";
import { periodic } from "../../src/schedules/periodic.ts";
import { linear } from "../../src/models/linear.ts";
import { ogd } from "../../src/updates/ogd.ts";
import { constant } from "../../src/updates/steps.ts";
import { Dice } from "../dice.ts";
import { ENGINE } from "../play-rows.ts";
import { row, type Row, source } from "../rows.ts";

const dice = new Dice(11);
const ROWS: Row[] = Array.from({ length: 500 }, () => {
  const [a, b] = [dice.normal(), dice.normal()];
  return row([a, b], 1 + 2 * a - b + 0.1 * dice.normal());
});

/** The definition: when weights go live they learn, of the rows that came up, the newest `job`. Returns the mean loss and the updates. */
function byDefinition(period: number, wait: number, job: number, step: number, fresh: boolean) {
  const w = [0, 0, 0];
  const score = (i: number): number => w[0]! + w[1]! * ROWS[i]!.dense[0]! + w[2]! * ROWS[i]!.dense[1]!;
  const played: number[] = [];
  let [learned, total, updates] = [0, 0, 0];
  ROWS.forEach(({ outcome }, s) => {
    const goal = Math.max(0, period * Math.floor((s - wait) / period));
    for (let i = Math.max(learned, goal - job); i < goal; i++, updates++) {
      const slope = (fresh ? score(i) : played[i]!) - ROWS[i]!.outcome;
      [1, ...ROWS[i]!.dense].forEach((x, j) => (w[j]! -= step * slope * x));
    }
    learned = goal;
    played.push(score(s));
    total += (played[s]! - outcome) ** 2 / 2;
  });
  return { loss: total / ROWS.length, updates };
}

test.each([
  [10, 0, 3, "fresh"],
  [10, 0, 3, "stale"],
  [7, 5, 1, "fresh"],
  [64, 20, 10, "stale"],
  [20, 0, 20, "fresh"],
  [20, 3, 50, "stale"],
] as const)(
  "period %i, %i rounds later, jobs of %i, %s gradients: the definition",
  async (p, wait, job, gradient) => {
    const exact = byDefinition(p, wait, job, 0.05, gradient === "fresh");
    expect(updatesOf(ROWS.length, p, wait, job)).toBe(exact.updates);
    const losses = new Set<number>();
    for (const blockSize of [1, 13, 1024]) {
      const all = replay({
        rows: source(ROWS),
        model: linear(),
        update: ogd({ step: constant(0.05), gradient }),
        schedules: [withFixedJob(periodic(p, wait), job)],
        scale: "none",
        blockSize,
        engine: ENGINE,
      });
      for await (const { done, runs } of all) if (done) losses.add(runs[0]!.meanLoss);
    }
    expect(losses.size).toBe(1);
    expect([...losses][0]).toBeCloseTo(exact.loss, 12);
  },
);

test("no theorem covers them", async () => {
  const all = replay({
    rows: source(ROWS),
    schedules: [withFixedJob(periodic(10), 3), periodic(10)],
    update: ogd({ step: constant(0.05), gradient: "fresh" }),
    comparator: { name: "untrained" },
    engine: ENGINE,
  });
  for await (const { done, runs } of all) {
    if (!done) continue;
    expect(runs[0]!.certificate!.notCovered).toBe("a retraining learns its newest rows only");
    expect(runs[1]!.certificate!.notCovered).toBeNull();
  }
});

/** The same for three classes by softmax and log loss. */
function classesByDefinition(rows: readonly Row[], period: number, job: number, step: number): number {
  const w = [0, 1, 2].map(() => [0, 0, 0]);
  const probabilities = (i: number): number[] => {
    const z = w.map((own) => [1, ...rows[i]!.dense].reduce((sum, x, j) => sum + own[j]! * x, 0));
    const e = z.map((score) => Math.exp(score - Math.max(...z)));
    return e.map((x) => x / e.reduce((a, b) => a + b));
  };
  let [learned, total] = [0, 0];
  rows.forEach(({ outcome }, s) => {
    const goal = period * Math.floor(s / period);
    for (let i = Math.max(learned, goal - job); i < goal; i++) {
      const p = probabilities(i);
      p.forEach((share, c) => {
        const slope = share - Number(c === rows[i]!.outcome);
        [1, ...rows[i]!.dense].forEach((x, j) => (w[c]![j]! -= step * slope * x));
      });
    }
    learned = goal;
    total -= Math.log(probabilities(s)[outcome]!);
  });
  return total / rows.length;
}

test.each([
  [10, 3],
  [64, 10],
])("several classes, period %i, jobs of %i: the definition, whatever the block", async (period, job) => {
  const rows = ROWS.map(({ dense, outcome }) => row(dense, outcome < -1 ? 0 : outcome < 2 ? 1 : 2));
  for (const blockSize of [7, 1024]) {
    const all = replay({
      rows: source(rows, { task: "multiclass", classes: ["a", "b", "c"] }),
      update: ogd({ step: constant(0.1), gradient: "fresh" }),
      schedules: [withFixedJob(periodic(period), job)],
      scale: "none",
      blockSize,
    });
    for await (const { done, runs } of all)
      if (done) expect(runs[0]!.meanLoss).toBeCloseTo(classesByDefinition(rows, period, job, 0.1), 11);
  }
});
