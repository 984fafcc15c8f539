import { InputError } from "../data/error.ts";
import { openFile, type Source } from "../data/file.ts";
import { Entry } from "./entry.ts";

/** A number for each action of each state, (S, A): a policy, rewards, action values. */
export type ActionTable = readonly (readonly number[])[];

/**
 * A finite Markov decision process with its aligned model M*: a world in which decisions have consequences (docs/worlds.md).
 * States are 0..S-1, actions 0..A-1. It is plain data: `readMdp` reads the same numbers from what `JSON.stringify` writes.
 */
export interface Mdp {
  /** (S, A, S) transitions[s][a][s']: probability that action a leads from s to s'. */
  readonly transitions: readonly ActionTable[];
  /** (S, A) rewards[s][a]: expected reward of a in s, in the unit of utility. */
  readonly rewards: ActionTable;
  /** (S, A) policy[s][a]: probability that M* chooses a in s. */
  readonly policy: ActionTable;
  /** (S,) distribution of the state before round 1. */
  readonly start: readonly number[];
  /** For messages and reports; their numbers where none were given. */
  readonly names: { readonly states: readonly string[]; readonly actions: readonly string[] };
}

/**
 * Checks a value such as `JSON.parse` returns: `transitions`, `rewards`, `policy` and `start` (a state's number or a
 * distribution) as in `Mdp`, and `names: { states, actions }` or one of them if they have names. Other members are not looked at.
 * Probabilities must add up to 1 within 1e-9 and are divided by their sum where it is not 1 up to rounding.
 *
 * @param file what the value is called in messages.
 * @throws InputError that says which entry is wrong: `world.json, transitions[3][1]: expected probabilities that add up to 1, ..`.
 */
export function mdpFrom(json: unknown, file = "mdp"): Mdp {
  const all = new Entry(file, json);
  const rows = all.field("transitions").list("state");
  const states = rows.length;
  const actions = rows[0]!.list("action").length;
  const transitions = rows.map((row) =>
    row.list("action", actions).map((next) => next.distribution("state", states)),
  );
  const rewards = all.field("rewards").list("state", states);
  const policy = all.field("policy").list("state", states);
  return {
    transitions,
    rewards: rewards.map((row) => row.numbers("action", actions)),
    policy: policy.map((row) => row.distribution("action", actions)),
    start: startOf(all.field("start"), states),
    names: {
      states: namesOf(all.field("names"), "state", states),
      actions: namesOf(all.field("names"), "action", actions),
    },
  };
}

/**
 * Reads an MDP from a JSON file, which may be gzipped.
 *
 * @param source a path, a Blob or bytes.
 * @throws InputError where the file is no JSON or no MDP (see `mdpFrom`).
 */
export async function readMdp(source: Source, name?: string): Promise<Mdp> {
  const file = await openFile(source, name);
  const decoder = new TextDecoder();
  let text = "";
  for await (const piece of file.bytes()) text += decoder.decode(piece, { stream: true });
  return mdpFrom(parse(file.name, text + decoder.decode()), file.name);
}

function parse(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InputError({ in: file }, `expected JSON, but it does not parse: ${(error as Error).message}`);
  }
}

function startOf(start: Entry, states: number): number[] {
  if (!start.isNumber) return start.distribution("state", states);
  const first = start.index("state", states);
  return Array.from({ length: states }, (_, state) => Number(state === first));
}

function namesOf(names: Entry, one: "state" | "action", count: number): string[] {
  const given = names.missing ? names : names.field(`${one}s`);
  if (given.missing) return Array.from({ length: count }, (_, i) => String(i));
  return given.list(one, count).map((name) => name.text());
}

/** A policy (S, A) from code, checked like that of an MDP. @throws InputError. */
export function policyFrom(what: string, policy: unknown, mdp: Mdp): ActionTable {
  const rows = new Entry(what, policy).list("state", mdp.names.states.length);
  return rows.map((row) => row.distribution("action", mdp.names.actions.length));
}
