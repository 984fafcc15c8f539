import type { Experiment } from "./experiment.ts";
import { additive } from "./experiments/additive.ts";
import { catastrophe } from "./experiments/catastrophe.ts";
import { convexity } from "./experiments/convexity.ts";
import { damage } from "./experiments/damage.ts";
import { goalRate } from "./experiments/goal-rate.ts";
import { horizon } from "./experiments/horizon.ts";
import { irreversible } from "./experiments/irreversible.ts";
import { latency } from "./experiments/latency.ts";
import { performative } from "./experiments/performative.ts";
import { regretRate } from "./experiments/regret-rate.ts";
import { schedules } from "./experiments/schedules.ts";
import { shift } from "./experiments/shift.ts";
import { slowerRetraining } from "./experiments/slower-retraining.ts";
import { stakes } from "./experiments/stakes.ts";
import { subjective } from "./experiments/subjective.ts";
import { tampering } from "./experiments/tampering.ts";
import { telescoping } from "./experiments/telescoping.ts";
import { tinyPieces } from "./experiments/tiny-pieces.ts";
import { transformed } from "./experiments/transformed.ts";
import { unbiased } from "./experiments/unbiased.ts";

/** Every experiment of the folder, in the order of the post. */
export const EXPERIMENTS: readonly Experiment[] = [
  irreversible,
  tampering,
  slowerRetraining,
  shift,
  performative,
  catastrophe,
  tinyPieces,
  stakes,
  latency,
  goalRate,
  damage,
  horizon,
  telescoping,
  regretRate,
  unbiased,
  additive,
  schedules,
  subjective,
  convexity,
  transformed,
];
