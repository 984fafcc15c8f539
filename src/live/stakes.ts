import { DECISION, GAP_GROWS, GAP_NOW } from "../../assembly/layout.ts";
import type { Difference } from "../engine/outputs-met.ts";
import type { OutputMet } from "../result.ts";
import { type Extent, extent } from "../worlds/stakes.ts";
import { span } from "../worlds/values.ts";
import type { WorldTable } from "./table.ts";

/**
 * ρ of a world for a horizon: the largest difference of utility that one decision can make, over all states and over those that can be met. Gaps
 * are linear in the time left, so that their spans are largest in the first round or in the last.
 *
 * @param rounds T >= 1.
 */
export function stakesOf(world: WorldTable, rounds: number): Extent {
  const spans = rows(world, ({ now, grows }) => [now, now + (rounds - 1) * grows]).map((gaps) =>
    Math.max(span(gaps.map(([last]) => last!)), span(gaps.map(([, first]) => first!))),
  );
  return extent(spans, world.reachable);
}

/** The same of what learners are told, over the states that can be met. */
export function toldStakes(world: WorldTable, rounds: number): number {
  const { told, reachable } = world;
  const largest = (table: Float64Array): number =>
    extent(
      rows(world, ({ row }) => table[row]!).map((row) => span(row)),
      reachable,
    ).reachable;
  const truth = stakesOf(world, rounds).reachable;
  if (told === null) return truth;
  const usual = told.perceived ? largest(told.perceived) : truth;
  if (!(told.from < told.until)) return usual;
  return Math.max(usual, told.tampered ? largest(told.tampered) : truth);
}

/** The worst and the best action in a state, with `left` rounds to follow. */
export function extremesIn({ names, decisions, gain }: WorldTable, state: number, left: number): Difference {
  const gaps = names.actions.map((_, action) => {
    const at = (state * names.actions.length + action) * DECISION;
    return decisions[at + GAP_NOW]! + left * decisions[at + GAP_GROWS]!;
  });
  const [worst, best] = [Math.max(...gaps), Math.min(...gaps)];
  const output = (gap: number): OutputMet => ({
    of: "action",
    state: names.states[state]!,
    action: names.actions[gaps.indexOf(gap)]!,
    score: null,
    loss: gap - gain,
  });
  return { difference: worst - best, outputs: [output(worst), output(best)] };
}

/** (S, A) something of each decision. */
function rows<T>(
  { names, decisions }: WorldTable,
  of: (decision: { readonly row: number; readonly now: number; readonly grows: number }) => T,
): T[][] {
  const actions = names.actions.length;
  return names.states.map((_, state) =>
    names.actions.map((_, action) => {
      const row = state * actions + action;
      const at = row * DECISION;
      return of({ row, now: decisions[at + GAP_NOW]!, grows: decisions[at + GAP_GROWS]! });
    }),
  );
}
