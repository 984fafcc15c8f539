import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { openLog } from "../../src/data/open.ts";
import { plan } from "../../src/plan.ts";
import type { PlanPoint } from "../../src/planner/result.ts";
import { ogd } from "../../src/updates/ogd.ts";
import { constant } from "../../src/updates/steps.ts";
import { ENGINE } from "../play-rows.ts";

const LOG = "../shared/data/elec2/electricity.csv";

/** Eight step sizes a decade. */
const STEPS = Array.from({ length: 25 }, (_, i) => 0.01 * 10 ** (i / 8));

const PERIODS = [2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96];

/** Mean loss over all rows at the step size that is best in hindsight. */
function leastLoss({ surface }: PlanPoint, prefix: number, suffix: number): number {
  const losses = surface.map(
    (one) => (prefix * one.prefixLoss + suffix * one.suffixLoss!) / (prefix + suffix),
  );
  return Math.min(...losses.filter((loss) => !Number.isNaN(loss)));
}

test.skipIf(!existsSync(LOG))(
  "Elec2: the loss at period p is that at latency (p + 1)/2 within 3 %, stale gradients, no scaling",
  async () => {
    const latencies = PERIODS.flatMap((p) => [Math.floor((p + 1) / 2), Math.ceil((p + 1) / 2)]);
    const { points, prefix, suffix } = await plan({
      rows: await openLog(LOG, { target: "class", workers: 0 }),
      scale: "none",
      update: ogd({ step: constant(...STEPS), gradient: "stale" }),
      periods: PERIODS,
      latencies,
      job: 0,
      engine: ENGINE,
    });
    const loss = (kind: PlanPoint["kind"], label: number): number =>
      leastLoss(
        points.find((point) => point.kind === kind && point.label === label)!,
        prefix,
        suffix,
      );
    for (const p of PERIODS) {
      const k = (p + 1) / 2;
      const between = (loss("pipelined", Math.floor(k)) + loss("pipelined", Math.ceil(k))) / 2;
      expect(Math.abs(loss("periodic", p) / between - 1)).toBeLessThan(0.03);
    }
  },
);

test.skipIf(!existsSync(LOG))(
  "Elec2: three columns wake up at row 17,425, and that is the one shift, with what it cost",
  async () => {
    const { shifts } = await plan({
      rows: await openLog(LOG, { target: "class", workers: 0 }),
      retrainCost: 1,
      job: 0,
      engine: ENGINE,
    });
    expect(shifts!.list).toHaveLength(1);
    const { row, size, costs } = shifts!.list[0]!;
    // a strip has 40 rows
    expect(Math.abs(row - 17_425)).toBeLessThanOrEqual(40);
    expect(size).toBeGreaterThan(10);
    // periodic(1) loses 16.4 a row in the 320 rows from 17,252 on
    expect(costs[0]!.cost).toBeGreaterThan(5000);
    expect(costs[0]!.back).toBe(true);
    // the slower ones feel it later
    for (const { cost } of costs) expect(cost).toBeGreaterThan(100);
  },
);
