import { openLog, plan, untrained } from "../../src/index.ts";
import type { PlanResult } from "../../src/planner/result.ts";
import type { LogFile } from "../../src/results/document.ts";
import { Dice } from "../dice.ts";

const ROWS = 6000;

/** A log whose classes follow one feature and, after two thirds of it, the opposite of it. */
function turningLog(): Blob {
  const dice = new Dice(11);
  const lines = Array.from({ length: ROWS }, (_, s) => {
    const x = dice.normal();
    const score = (s < (2 / 3) * ROWS ? 4 : -4) * x;
    return `${x},${dice.uniform() < 1 / (1 + Math.exp(-score)) ? 1 : 0}`;
  });
  return new Blob([`x,late\n${lines.join("\n")}\n`]);
}

/** A plan for it with everything that a plan can have: a cost of retraining, jobs of one size, a shift, stakes and a value. */
export async function turningPlan(): Promise<PlanResult> {
  const rows = await openLog(turningLog(), { target: "late" });
  const retrained = { periods: [1, 10, 100], retrainCost: 0.5, training: 3 };
  return plan({ rows, ...retrained, comparator: untrained(), stakes: 1, value: 0.1, scale: "none" });
}

export const PLANNED: LogFile = { name: "log.csv", rows: ROWS, sha256: "0".repeat(64) };
