import { SEQUENCE, uniforms } from "../../worlds/draws.ts";
import type { ActionTable, Mdp } from "../../worlds/mdp.ts";
import { Telescope, type ValuesAt } from "../../worlds/telescope.ts";
import type { Lab } from "../lab.ts";

/** Rounds whose draws are made at once. */
const BLOCK = 512;

/**
 * Plays a path of a world with the models given and adds it up, on the host: about a microsecond a round.
 *
 * @param policyAt (S, A) the model that decides round t = 1..rounds.
 * @param path which of the paths that the seed has: each has draws of its own.
 */
export async function walk(
  mdp: Mdp,
  valuesAt: ValuesAt,
  policyAt: (round: number) => ActionTable,
  { rounds, seed, path = 0, lab }: { rounds: number; seed: bigint; path?: number; lab: Lab },
): Promise<Telescope> {
  const telescope = new Telescope(mdp, valuesAt, mdp.start.indexOf(Math.max(...mdp.start)));
  for (let from = 0; from < rounds; from += BLOCK) {
    const n = Math.min(BLOCK, rounds - from);
    await lab.rest(n);
    const draws = uniforms(seed, SEQUENCE.path, path * 2 ** 32 + from / BLOCK, 2 * n);
    for (let t = 0; t < n; t++) {
      const { state } = telescope;
      const action = drawn(policyAt(from + t + 1)[state]!, draws[2 * t]!);
      telescope.play(action, drawn(mdp.transitions[state]![action]!, draws[2 * t + 1]!));
    }
  }
  return telescope;
}

/** The first index whose cumulative probability exceeds a uniform draw; what has probability 0 is never drawn. */
function drawn(distribution: readonly number[], uniform: number): number {
  let [left, last] = [uniform, 0];
  for (let i = 0; i < distribution.length; i++) {
    if (distribution[i] === 0) continue;
    if (left < distribution[i]!) return i;
    left -= distribution[i]!;
    last = i;
  }
  return last;
}
