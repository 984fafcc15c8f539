import { realNumber, wholeNumber } from "../../check.ts";
import { mdpFrom, type Mdp } from "../mdp.ts";

/** Two states, "intact" and "broken"; one decision breaks, and being broken costs c a round. */
export interface BreakableWorld {
  readonly name: string;
  readonly mdp: Mdp;
  /** ρ(T), exactly, in the unit of c. @param rounds T >= 1. */
  stakes(rounds: number): number;
  /** ρ(T) for large T: c/q, Infinity where nothing is repaired. */
  readonly limit: number;
}

/**
 * What is broken stays broken: ρ(T) = (T - 1) c. No few decisions may go wrong however long the run, so this world is not low-stakes
 * ("before anything irreversibly bad happens", post, section 1). Its aligned model has two closed classes of states: no bias.
 *
 * @param cost c > 0, utility a round; default 1.
 */
export function irreversible(cost = 1): BreakableWorld {
  realNumber("irreversible: cost", cost, { least: 0, open: true });
  return breakable(`irreversible(${cost})`, cost, 0);
}

/**
 * The aligned action repairs with probability q a round: ρ(T) = c (1 - (1 - q)^(T-1))/q, at most c/q. One decision costs what it breaks
 * until it is repaired, and no more.
 *
 * @param repair q, in (0, 1].
 * @param cost c > 0, utility a round; default 1.
 */
export function repairable({
  repair,
  cost = 1,
}: {
  readonly repair: number;
  readonly cost?: number;
}): BreakableWorld {
  realNumber("repairable: repair", repair, { least: Number.MIN_VALUE, most: 1 });
  realNumber("repairable: cost", cost, { least: 0, open: true });
  return breakable(`repairable(${repair}, ${cost})`, cost, repair);
}

function breakable(name: string, cost: number, repair: number): BreakableWorld {
  const intact = [1, 0];
  const broken = [0, 1];
  const mdp = mdpFrom({
    transitions: [
      [intact, broken],
      [[repair, 1 - repair], broken],
    ],
    rewards: [
      [0, 0],
      [-cost, -cost],
    ],
    policy: [
      [1, 0],
      [1, 0],
    ],
    start: 0,
    names: { states: ["intact", "broken"], actions: ["care", "break"] },
  });
  return {
    name,
    mdp,
    stakes: (rounds) => cost * geometric(1 - repair, wholeNumber(`${name}: rounds`, rounds, 1) - 1).sum,
    limit: cost / repair,
  };
}

/** 1 + x + .. + x^(n-1), and x^n, by doubling: all terms are positive, and nothing is taken away. */
function geometric(x: number, n: number): { readonly sum: number; readonly power: number } {
  if (n === 0) return { sum: 0, power: 1 };
  const { sum, power } = geometric(x, Math.floor(n / 2));
  const twice = { sum: sum * (1 + power), power: power * power };
  return n % 2 === 0 ? twice : { sum: 1 + x * twice.sum, power: x * twice.power };
}
