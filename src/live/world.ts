import { ln } from "../elementary.ts";
import type { Stream } from "../streams/stream.ts";
import { mdpFrom, type Mdp } from "../worlds/mdp.ts";
import { toldStakes } from "./stakes.ts";
import { worldTable } from "./table.ts";
import { type Perceived, type Tampering, toldFrom } from "./told.ts";

/**
 * A world in which decisions have consequences, as a stream for policies with a score for each state and action. Each learner lives in a state of
 * its own, since its own decisions brought it there; those on one stream share the draws, of their actions and of where these lead. The utility of an
 * action is U[t](y): what it and M* from the next round on are expected to earn. Regret is the sum of the gaps to what M* is worth, and is true to
 * the rewards: T g + h(s_1) - h(s_{T+1}) - Σ r = Σ gaps - Σ luck, at any checkpoint and for every path (docs/worlds.md, 4).
 *
 * Where M* leaves several closed classes of states (`irreversible`), utilities and stakes grow with the time left, and the world is not low-stakes.
 *
 * @param mdp from 2 to 1,024 actions; memory is that of its transitions, time S³ once.
 * @param perceived what learners are told in place of the true utilities; regret is then accounted for both ways.
 * @param tampering rounds in which they are told something else again.
 * @throws InputError on what is no MDP; RangeError on other options.
 */
export function world(
  mdp: Mdp,
  {
    name,
    perceived,
    tampering,
  }: { readonly name?: string; readonly perceived?: Perceived; readonly tampering?: Tampering } = {},
): Stream {
  const checked = mdpFrom(mdp, "world");
  const [states, actions] = [checked.names.states.length, checked.names.actions.length];
  if (actions < 2 || actions > 1024)
    throw new RangeError(`world: mdp: expected from 2 to 1024 actions, got ${actions}`);
  const table = worldTable(checked, toldFrom("world", perceived, tampering, states, actions));
  const met = table.reachable.reduce((sum, is) => sum + is, 0);
  return {
    name: name ?? `world(${states} states, ${actions} actions)`,
    kernel: "world",
    features: 0,
    contexts: states,
    actions,
    outcomes: "choices",
    gradient: toldStakes(table, 1) / 2 || 1,
    // states that cannot be met cost nothing
    distance: Math.sqrt(2 * met * ln(actions)),
    aligned: { weights: [], norm: 0, noise: 0, drift: { walk: 0, shifts: [], shiftRate: 0 }, best: true },
    length: 0,
    table: null,
    world: table,
  };
}
