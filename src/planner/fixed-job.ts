import type { Schedule } from "../schedules/schedule.ts";

/**
 * Retrainings that are jobs of one size: each learns the newest `job` rows of its period and no others. In deployments of this kind
 * retraining less often also means fewer updates, which a comparison of periods must not take for the price of waiting.
 */

/** @param job updates of one retraining; integer >= 1, below the period. */
export function withFixedJob(schedule: Schedule, job: number): Schedule {
  return { ...schedule, name: `${schedule.name}, jobs of ${job}`, job };
}

/** Updates made by the end of `rounds` rounds. @param wait rounds from the end of a period to the deployment. */
export function updatesOf(rounds: number, period: number, wait: number, job: number): number {
  return Math.min(job, period) * Math.max(0, Math.floor((rounds - 1 - wait) / period));
}
