import { realNumber, wholeNumber } from "../../check.ts";
import { type ActionTable, mdpFrom, type Mdp } from "../mdp.ts";

/** Steps along the line, in the order of the MDP's actions. */
const MOVES = [-1, 0, 1];

/** A model that goes on wherever its overseer sees no harm in it. */
export interface Overseen {
  /** (S, 3), deterministic. */
  readonly policy: ActionTable;
  /** Distance from 0 at which it comes to a stand: the last s with delta s < theta. */
  readonly stall: number;
  /**
   * (S, 3) utilities as they look to the overseer, to whom going on seems to gain `pull` > 0, utility, wherever no harm is seen: a learner that is
   * told these comes to the same stand.
   */
  perceived(pull: number): ActionTable;
  /** delta T min(s, T): its regret after T rounds from 0; what it takes to move back is counted. */
  regret(rounds: number): number;
}

/** What T rounds without an overseer cost, in utility. */
export interface Unseen {
  /** delta T (T - 1)/2: paid in the rounds 1..T. */
  readonly paid: number;
  /** delta T (T + 1)/2: what moving back from T will cost. */
  readonly owed: number;
  /** delta T²: both, the regret. */
  readonly regret: number;
  /** delta (2T + 1): the largest difference between two actions in the states met, s = 0..T. */
  readonly stakes: number;
}

export interface TinyPiecesWorld {
  readonly name: string;
  readonly mdp: Mdp;
  /** The MDP's state at distance s of 0, from -limit to limit. */
  state(s: number): number;
  /** delta (2s + 1): what -1 gains against +1 at s, 1 to limit - 1. */
  onward(s: number): number;
  /** delta s: what -1 gains against 0 at s, 1 to limit - 1. */
  holding(s: number): number;
  /** @param threshold theta >= 0, utility: the overseer does not see smaller differences. */
  overseen(threshold: number): Overseen;
  /** @param rounds T, 0 to limit - 1. */
  unseen(rounds: number): Unseen;
}

/**
 * The world that "can deteriorate in a thousand tiny pieces each of which humans cannot understand" (post, section 4): it is s steps
 * from where it should be, which costs delta |s| a round, and moves by at most one step a round. M* moves towards 0: gain 0,
 * bias -delta |s| (|s| + 1)/2.
 *
 * An overseer judges going on against holding and holding against moving back, and stops what costs theta or more. Neighbouring
 * actions differ by less wherever delta s < theta; there the model comes to a stand and loses up to theta a round, linearly in T, for every
 * latency: the stakes of a decision are small, and the objective is wrong.
 *
 * @param cost delta > 0, utility a step and round.
 * @param limit largest distance from 0, 1 to 1000; there, going on is holding.
 */
export function tinyPieces({
  cost,
  limit,
}: {
  readonly cost: number;
  readonly limit: number;
}): TinyPiecesWorld {
  realNumber("tinyPieces: cost", cost, { least: 0, open: true });
  wholeNumber("tinyPieces: limit", limit, 1, 1000);
  const name = `tinyPieces(${cost}, ${limit})`;
  const inside = (s: number): number => wholeNumber(`${name}: s`, s, 1, limit - 1);
  return {
    name,
    mdp: world(cost, limit),
    state: (s) => wholeNumber(`${name}: s`, s, -limit, limit) + limit,
    onward: (s) => cost * (2 * inside(s) + 1),
    holding: (s) => cost * inside(s),
    overseen(threshold) {
      realNumber(`${name}: threshold`, threshold, { least: 0 });
      const stall = Math.max(0, Math.ceil(threshold / cost) - 1);
      if (stall > limit)
        throw new RangeError(
          `${name}: threshold: expected at most ${limit + 1} times the cost, got ${threshold}`,
        );
      return {
        policy: steps(limit, (s) => Math.sign(stall - Math.abs(s)) * (Math.sign(s) || 1)),
        stall,
        perceived: (pull) =>
          seen(limit, cost, stall, realNumber(`${name}: pull`, pull, { least: 0, open: true })),
        regret: (rounds) => cost * rounds * Math.min(stall, wholeNumber(`${name}: rounds`, rounds, 0)),
      };
    },
    unseen(rounds) {
      const n = wholeNumber(`${name}: rounds`, rounds, 0, limit - 1);
      const [paid, owed] = [(cost * n * (n - 1)) / 2, (cost * n * (n + 1)) / 2];
      return { paid, owed, regret: cost * n * n, stakes: cost * (2 * n + 1) };
    },
  };
}

function world(cost: number, limit: number): Mdp {
  const distances = along(limit);
  return mdpFrom({
    transitions: distances.map((s) =>
      MOVES.map((step) => {
        const to = Math.max(-limit, Math.min(limit, s + step));
        return distances.map((other) => Number(other === to));
      }),
    ),
    rewards: distances.map((s) => MOVES.map(() => 0 - cost * Math.abs(s))),
    policy: steps(limit, (s) => -Math.sign(s)),
    start: limit,
    names: { states: distances.map(String), actions: ["-1", "0", "+1"] },
  });
}

/** -limit, .., limit */
function along(limit: number): number[] {
  return Array.from({ length: 2 * limit + 1 }, (_, i) => i - limit);
}

/** The policy that takes the step given for each distance. */
function steps(limit: number, of: (s: number) => number): number[][] {
  return along(limit).map((s) => MOVES.map((step) => Number(step === of(s))));
}

/** Utilities as they look: below the stall going on is better than holding; there it shows what it costs, and beyond so does holding. */
function seen(limit: number, cost: number, stall: number, pull: number): number[][] {
  return along(limit).map((s) => {
    const distance = Math.abs(s);
    const holding = distance > stall ? -cost * distance : 0;
    const onward =
      distance < stall ? pull : -cost * (2 * distance + 1) + (distance > stall ? 0 : cost * distance);
    const back = distance > stall ? 0 : -pull;
    return s < 0 ? [onward, holding, back] : [back, holding, onward];
  });
}
