import { expect, test } from "vitest";
import { alignedChain, reachable } from "../../src/worlds/chain.ts";
import { closedClasses } from "../../src/worlds/closed-classes.ts";
import { randomMdp } from "../../src/worlds/random-mdp.ts";
import { Dice } from "../dice.ts";

/** leads[s][t]: whether s leads to t in any number of steps, 0 included (Warshall 1962). */
function closure(rows: readonly ArrayLike<number>[]): boolean[][] {
  const n = rows.length;
  const leads = rows.map((row, s) => Array.from(row, (p, t) => p > 0 || s === t));
  for (let via = 0; via < n; via++)
    for (let s = 0; s < n; s++)
      for (let t = 0; t < n; t++) leads[s]![t] ||= leads[s]![via]! && leads[via]![t]!;
  return leads;
}

/** States whose every successor leads back, together with all of these. */
function byClosure(rows: readonly ArrayLike<number>[]): number[][] {
  const leads = closure(rows);
  const from = leads.map((row) => row.flatMap((is, t) => (is ? [t] : [])));
  return from.filter((to, s) => to.every((t) => leads[t]![s]) && to[0] === s);
}

test("closed classes are those of the transitive closure", () => {
  const dice = new Dice(2);
  const seen = new Set<number>();
  for (let i = 0; i < 2000; i++) {
    const n = dice.whole(1, 12);
    const edges = dice.whole(0, 2 * n);
    const rows = Array.from({ length: n }, () => new Float64Array(n));
    for (let e = 0; e < edges; e++) rows[dice.whole(0, n - 1)]![dice.whole(0, n - 1)] = 1;
    const classes = closedClasses(rows);
    expect(classes).toEqual(byClosure(rows));
    seen.add(classes.length);
  }
  expect(seen.size).toBeGreaterThan(5);
});

test("a chain may be long", () => {
  const n = 3000;
  const rows = Array.from({ length: n }, (_, s) => {
    const row = new Float64Array(n);
    row[Math.min(s + 1, n - 1)] = 1;
    return row;
  });
  expect(closedClasses(rows)).toEqual([[n - 1]]);
});

test("states that can be met are those that any actions lead to from where it starts", () => {
  for (let seed = 1; seed <= 100; seed++) {
    const mdp = randomMdp({ states: 10, actions: 2, branching: 1, seed });
    const any = mdp.transitions.map((rows) => rows[0]!.map((p, next) => p + rows[1]![next]!));
    expect([...reachable(mdp)]).toEqual(closure(any)[0]!.map(Number));
  }
});

test("the aligned chain mixes actions by their probabilities", () => {
  const mdp = randomMdp({ states: 3, actions: 2, seed: 4 });
  const { transitions, rewards } = alignedChain(mdp);
  const [p, q] = mdp.policy[1]!;
  const [a, b] = mdp.transitions[1]!;
  expect(transitions[1]![2]).toBeCloseTo(p! * a![2]! + q! * b![2]!, 15);
  expect(rewards[1]).toBeCloseTo(p! * mdp.rewards[1]![0]! + q! * mdp.rewards[1]![1]!, 15);
});
