import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { InputError } from "../../src/data/error.ts";
import { mdpFrom, readMdp } from "../../src/worlds/mdp.ts";
import { randomMdp } from "../../src/worlds/random-mdp.ts";

/** Two states, three actions; each test spoils one entry. */
function two(): Record<string, unknown> {
  const row = [0.25, 0.75];
  return {
    transitions: [
      [row, row, row],
      [row, row, row],
    ],
    rewards: [
      [1, 2, 3],
      [4, 5, 6],
    ],
    policy: [
      [0.5, 0.5, 0],
      [0, 0, 1],
    ],
    start: 1,
  };
}

function problem(json: unknown): string {
  try {
    mdpFrom(json, "world.json");
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return (error as Error).message;
  }
  return "no error";
}

test("what is left out is filled in", () => {
  const mdp = mdpFrom(two());
  expect(mdp.start).toEqual([0, 1]);
  expect(mdp.names).toEqual({ states: ["0", "1"], actions: ["0", "1", "2"] });
  expect(mdpFrom({ ...two(), names: { actions: ["a", "b", "c"] } }).names).toEqual({
    states: ["0", "1"],
    actions: ["a", "b", "c"],
  });
  expect(mdpFrom({ ...two(), start: [0.5, 0.5], author: "anybody" }).start).toEqual([0.5, 0.5]);
});

describe("bad input, one sentence each", () => {
  const good = [
    [0.25, 0.75],
    [0.25, 0.75],
    [0.25, 0.75],
  ];
  test.each<[string, unknown, string]>([
    ["no object", [], "world.json: expected an object, got an array"],
    ["null", null, "world.json: expected an object, got null"],
    [
      "nothing in it",
      {},
      "world.json, transitions: expected an array, one entry for each state, got nothing",
    ],
    [
      "no states",
      { ...two(), transitions: [] },
      "world.json, transitions: expected an array, one entry for each state, got an empty one",
    ],
    [
      "no actions",
      { ...two(), transitions: [[], []] },
      "world.json, transitions[0]: expected an array, one entry for each action, got an empty one",
    ],
    [
      "a sum that is not 1",
      { ...two(), transitions: [good, [...good.slice(0, 2), [0.5, 0.4]]] },
      "world.json, transitions[1][2]: expected probabilities that add up to 1, got a sum of 0.9",
    ],
    [
      "a sum farther from 1 than 1e-9",
      { ...two(), start: [0.5, 0.5 + 2 ** -28] },
      "world.json, start: expected probabilities that add up to 1, got a sum of 1.0000000037252903",
    ],
    [
      "a negative probability",
      { ...two(), transitions: [good, [[1.5, -0.5], ...good.slice(1)]] },
      "world.json, transitions[1][0][0]: expected a probability from 0 to 1, got 1.5",
    ],
    [
      "one that is negative alone",
      { ...two(), transitions: [good, [[-0.1, 1], ...good.slice(1)]] },
      "world.json, transitions[1][0][0]: expected a probability from 0 to 1, got -0.1",
    ],
    [
      "NaN",
      { ...two(), transitions: [[[0.5, NaN], ...good.slice(1)], good] },
      "world.json, transitions[0][0][1]: expected a probability from 0 to 1, got NaN",
    ],
    [
      "what JSON makes of NaN",
      { ...two(), transitions: [[[0.5, null], ...good.slice(1)], good] },
      "world.json, transitions[0][0][1]: expected a probability from 0 to 1, got null",
    ],
    [
      "a hole",
      { ...two(), transitions: [[Object.assign(new Array(2), [0.5]), ...good.slice(1)], good] },
      "world.json, transitions[0][0][1]: expected a probability from 0 to 1, got nothing",
    ],
    [
      "text",
      { ...two(), transitions: [[["0.5", 0.5], ...good.slice(1)], good] },
      'world.json, transitions[0][0][0]: expected a probability from 0 to 1, got "0.5"',
    ],
    [
      "a row short of a state",
      { ...two(), transitions: [good, [[1], ...good.slice(1)]] },
      "world.json, transitions[1][0]: expected 2 entries, one for each state, got 1",
    ],
    [
      "a state short of an action",
      { ...two(), transitions: [good, good.slice(1)] },
      "world.json, transitions[1]: expected 3 entries, one for each action, got 2",
    ],
    [
      "an action where a list of actions should be",
      { ...two(), transitions: [good, 0] },
      "world.json, transitions[1]: expected an array, one entry for each action, got 0",
    ],
    [
      "NaN for a reward",
      {
        ...two(),
        rewards: [
          [1, 2, 3],
          [4, NaN, 6],
        ],
      },
      "world.json, rewards[1][1]: expected a finite number, got NaN",
    ],
    [
      "an infinite reward",
      {
        ...two(),
        rewards: [
          [-Infinity, 2, 3],
          [4, 5, 6],
        ],
      },
      "world.json, rewards[0][0]: expected a finite number, got -Infinity",
    ],
    [
      "rewards of a state missing",
      { ...two(), rewards: [[1, 2, 3]] },
      "world.json, rewards: expected 2 entries, one for each state, got 1",
    ],
    [
      "a reward missing",
      { ...two(), rewards: [[1, 2, 3], [4]] },
      "world.json, rewards[1]: expected 3 entries, one for each action, got 1",
    ],
    [
      "no policy",
      { ...two(), policy: undefined },
      "world.json, policy: expected an array, one entry for each state, got nothing",
    ],
    [
      "a policy of three states",
      { ...two(), policy: [[1, 0, 0], [1, 0, 0], []] },
      "world.json, policy: expected 2 entries, one for each state, got 3",
    ],
    [
      "a policy of two actions",
      {
        ...two(),
        policy: [
          [0.5, 0.5],
          [0, 1],
        ],
      },
      "world.json, policy[0]: expected 3 entries, one for each action, got 2",
    ],
    [
      "a policy that is no distribution",
      {
        ...two(),
        policy: [
          [1, 0, 0],
          [1, 1, 0],
        ],
      },
      "world.json, policy[1]: expected probabilities that add up to 1, got a sum of 2",
    ],
    [
      "a start out of range",
      { ...two(), start: 2 },
      "world.json, start: expected a state from 0 to 1, got 2",
    ],
    ["a negative start", { ...two(), start: -1 }, "world.json, start: expected a state from 0 to 1, got -1"],
    [
      "a start between states",
      { ...two(), start: 0.5 },
      "world.json, start: expected a state from 0 to 1, got 0.5",
    ],
    [
      "no start",
      { ...two(), start: undefined },
      "world.json, start: expected an array, one entry for each state, got nothing",
    ],
    [
      "a start of too many states",
      { ...two(), start: [0.5, 0.25, 0.25] },
      "world.json, start: expected 2 entries, one for each state, got 3",
    ],
    ["names that are none", { ...two(), names: 3 }, "world.json, names: expected an object, got 3"],
    [
      "too few names",
      { ...two(), names: { states: ["a"] } },
      "world.json, names.states: expected 2 entries, one for each state, got 1",
    ],
    [
      "a number for a name",
      { ...two(), names: { actions: ["a", 1, "c"] } },
      "world.json, names.actions[1]: expected a string, got 1",
    ],
  ])("%s", (_, json, message) => {
    expect(problem(json)).toBe(message);
  });
});

describe("probabilities", () => {
  const start = (values: number[]): readonly number[] =>
    mdpFrom({
      transitions: values.map(() => [[1, ...values.slice(1).map(() => 0)]]),
      rewards: values.map(() => [0]),
      policy: values.map(() => [1]),
      start: values,
    }).start;

  test("are divided by their sum where it is not 1", () => {
    const [a, b, c] = [0.3333333333, 0.3333333333, 0.3333333333];
    expect(start([a, b, c])).toEqual([1 / 3, 1 / 3, 1 / 3]);
  });

  test("are left alone where it is 1 up to rounding", () => {
    const tenths = Array.from({ length: 10 }, () => 0.1);
    expect(start(tenths)).toEqual(tenths);
  });

  test("are the same when they are read again", () => {
    for (let seed = 1; seed <= 200; seed++) {
      const { policy } = randomMdp({ states: 1, actions: 30, seed });
      const nearly = policy[0]!.map((p, i) => p * (1 + (i % 2 === 0 ? 9e-10 : -3e-10)));
      const once = start(nearly);
      expect(once).not.toEqual(nearly);
      expect(start([...once])).toEqual(once);
    }
  });
});

describe("files", () => {
  const mdp = randomMdp({ states: 7, actions: 3, seed: 5 });

  test("what JSON.stringify writes is read as it was, from bytes, a Blob, a path, gzipped", async () => {
    const folder = mkdtempSync(join(tmpdir(), "lowstakes-worlds-"));
    const text = JSON.stringify(mdp);
    writeFileSync(join(folder, "world.json"), text);
    writeFileSync(join(folder, "world.json.gz"), gzipSync(text));
    try {
      const sources = [
        new TextEncoder().encode(text),
        new Blob([text]),
        join(folder, "world.json"),
        join(folder, "world.json.gz"),
      ];
      for (const source of sources) expect(await readMdp(source)).toEqual(mdp);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test("messages name the file", async () => {
    const read = (text: string): Promise<unknown> => readMdp(new File([text], "world.json"));
    await expect(read("{")).rejects.toThrow(/^world\.json: expected JSON, but it does not parse: /);
    await expect(read(JSON.stringify({ ...mdp, start: 7 }))).rejects.toThrow(
      "world.json, start: expected a state from 0 to 6, got 7",
    );
    await expect(readMdp("nowhere.json")).rejects.toThrow(
      "nowhere.json: expected a file, but there is no such file",
    );
  });
});
