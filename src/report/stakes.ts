import type { ExceededStakes, LearnerResult, OutputMet, ReplicatedLearner } from "../result.ts";
import { grouped, significant } from "./numbers.ts";

/** Learners named in a note. */
const NAMED = 3;

/** What is said of learners that went beyond the stakes stated: the round and the two outputs. */
export function stakesNotes(runs: readonly LearnerResult[]): string[] {
  return notes(
    runs.flatMap(({ meaning, ...run }) =>
      meaning?.exceeded ? [{ ...run, stakes: meaning.stakes, exceeded: meaning.exceeded, where: "" }] : [],
    ),
  );
}

/** The same of learners in several replicates: the first of those that did. */
export function replicatesStakesNotes(runs: readonly ReplicatedLearner[]): string[] {
  return notes(
    runs.flatMap(({ exceeded, replicates, ...run }) =>
      exceeded
        ? [
            {
              ...run,
              stakes: exceeded.first.stakes,
              exceeded: exceeded.first,
              where: ` of replicate ${grouped(exceeded.first.replicate)}, the first of ${grouped(exceeded.replicates)} of ${grouped(replicates)}`,
            },
          ]
        : [],
    ),
  );
}

interface Beyond {
  readonly schedule: string;
  readonly stepSize: number;
  readonly stakes: number;
  readonly exceeded: ExceededStakes;
  readonly where: string;
}

function notes(beyond: readonly Beyond[]): string[] {
  if (beyond.length === 0) return [];
  const list = beyond.slice(0, NAMED).map(({ schedule, stepSize, exceeded, where }) => {
    const { round, difference, outputs } = exceeded;
    const [a, b] = outputs.map(output);
    return `${schedule}, step ${significant(stepSize, 3)}: by ${significant(difference, 4)} in round ${grouped(round)}${where} (${a}; ${b})`;
  });
  const more = beyond.length > list.length ? `; and ${beyond.length - list.length} more` : "";
  return [`Beyond the stakes stated, ${significant(beyond[0]!.stakes, 4)}: ${list.join("; ")}${more}.`];
}

function output({ of, score, loss, action, state, context }: OutputMet): string {
  if (of === "action") {
    const name = typeof action === "number" ? `action ${action}` : action;
    const place =
      state !== undefined ? ` in state ${state}` : context !== undefined ? ` in context ${context}` : "";
    return `${name}${place} is worth ${significant(0 - loss, 4)}`;
  }
  const name = { learner: "its output", comparator: "the comparator's", untrained: "the untrained model's" }[
    of
  ];
  return `${name} ${score === null ? "" : `of score ${significant(score, 4)} `}lost ${significant(loss, 4)}`;
}
