import type { ActionTable, Mdp } from "../../src/worlds/mdp.ts";
import { Telescope, type ValuesAt } from "../../src/worlds/telescope.ts";
import type { Dice } from "../dice.ts";

/** An index drawn from a distribution; what has probability 0 is never drawn. */
export function draw(distribution: readonly number[], dice: Dice): number {
  let left = dice.uniform();
  let last = 0;
  for (let i = 0; i < distribution.length; i++) {
    if (distribution[i] === 0) continue;
    if (left < distribution[i]!) return i;
    left -= distribution[i]!;
    last = i;
  }
  return last;
}

/** Plays a path with the models given, and adds it up. `noise`: standard deviation of rewards. */
export function play(
  mdp: Mdp,
  valuesAt: ValuesAt,
  policyAt: (round: number) => ActionTable,
  { rounds, dice, noise = 0 }: { rounds: number; dice: Dice; noise?: number },
): Telescope {
  const telescope = new Telescope(mdp, valuesAt, draw(mdp.start, dice));
  for (let t = 1; t <= rounds; t++) {
    const { state } = telescope;
    const action = draw(policyAt(t)[state]!, dice);
    const next = draw(mdp.transitions[state]![action]!, dice);
    const reward = mdp.rewards[state]![action]!;
    telescope.play(action, next, noise === 0 ? undefined : reward + noise * dice.normal());
  }
  return telescope;
}
