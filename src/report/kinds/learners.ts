import { readable } from "../numbers.ts";
import type { Section } from "../report.ts";
import type { Figure } from "../charts/figure.ts";

/** What every kind of result with learners has to say of them. */
interface Learner {
  readonly schedule: string;
  readonly stepSize: number;
}

/** A schedule is a name where it has one step size. */
export function namesOf(runs: readonly Learner[]): string[] {
  const several = new Set(runs.map(({ schedule }) => schedule)).size < runs.length;
  return runs.map(({ schedule, stepSize }) =>
    several ? `${schedule}, step ${readable(stepSize, 3)}` : schedule,
  );
}

/** For each schedule the index of the learner with the least score; what is not finite loses. */
export function bestOf<Run extends Learner>(runs: readonly Run[], score: (run: Run) => number): number[] {
  const best = new Map<string, number>();
  for (const [i, run] of runs.entries()) {
    const found = best.get(run.schedule);
    if (found === undefined || value(score(run)) < value(score(runs[found]!))) best.set(run.schedule, i);
  }
  return [...best.values()];
}

function value(score: number): number {
  return Number.isFinite(score) ? score : Infinity;
}

/** A section with the figures that there are; none where there is none. */
export function pictured(heading: string, ...figures: readonly (Figure | null)[]): Section[] {
  const drawn = figures.filter((figure) => figure !== null);
  return drawn.length > 0 ? [{ heading, figures: drawn }] : [];
}

/** Schedules that a sentence names one by one. */
const NAMED = 4;

/** Names of schedules in a sentence; of many the first and the last. */
export function schedulesIn(names: readonly string[]): string {
  return names.length <= NAMED
    ? listed(names)
    : `${names.length} schedules from ${names[0]} to ${names.at(-1)}`;
}

/** a, b and c */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
