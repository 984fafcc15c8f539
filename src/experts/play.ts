import { checkpoints, type Control, drive, progressOf, type Stop } from "../engine/drive.ts";
import { lanes } from "../engine/session.ts";
import { ln } from "../elementary.ts";
import type { Schedule } from "../schedules/schedule.ts";
import { Field } from "./field.ts";
import type { FollowerAccounts, FollowerRules } from "./follower.ts";
import type { Plan } from "./plan.ts";

/** Where a replay of forecasts stands. */
export interface Standing extends Stop {
  readonly panels: readonly { readonly rules: FollowerRules; readonly accounts: FollowerAccounts }[];
  /** Of the experts, then of the mean of all forecasts. */
  readonly each: Float64Array;
  readonly slept: boolean;
}

/** Step sizes are tried at these multiples of what the theorem would choose. */
const AROUND = [1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8, 16];

/** Plays the log, and says where it stands at each checkpoint and at the end of the prefix. */
export async function* play(plan: Plan, control: Control): AsyncGenerator<Standing, void> {
  const { rows, split, schedules, step } = plan;
  const tuned = typeof step.sizes === "string" ? await rangeOfPrefix(plan) : null;
  const field = await Field.open(plan);
  for (const schedule of schedules)
    for (const steps of lanes(sizesFor(plan, schedule, tuned), "f64"))
      field.follow({ schedule, steps, root: step.rule === "root" });
  const { fill, close } = field.feed();
  try {
    const stops = [...new Set([...checkpoints(rows.rows), split])].sort((a, b) => a - b);
    for await (const stop of drive(field, fill, stops, progressOf(control, 1))) {
      yield {
        ...stop,
        panels: field.followers.map((one) => ({ rules: one.rules, accounts: one.accounts() })),
        each: field.accounts(),
        slept: field.slept,
      };
    }
  } finally {
    await close();
  }
}

/** Largest range of what is followed on the prefix: all that step sizes have to know beforehand. */
async function rangeOfPrefix(plan: Plan): Promise<number> {
  const field = await Field.open(plan);
  const { fill, close } = field.feed();
  try {
    for await (const stop of drive(field, fill, [plan.split], {})) if (stop.last) break;
    return field.range;
  } finally {
    await close();
  }
}

/** Step sizes stated, or multiples of √(8 ln N/(ρ² (T + 2Δ))), oblivious of Δ or aware of it. */
function sizesFor({ step, rows, names }: Plan, schedule: Schedule, range: number | null): readonly number[] {
  if (typeof step.sizes !== "string") return step.sizes;
  const stale = step.sizes === "aware" ? (schedule.staleness(rows.rows) ?? 0) : 0;
  const best = Math.sqrt((8 * ln(names.length)) / (rows.rows + 2 * stale)) / (range! > 0 ? range! : 1);
  return AROUND.map((factor) => factor * best);
}
