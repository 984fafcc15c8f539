import { describe, expect, test } from "vitest";
import { experimentOf, experiments, type Verified, verify, type VerifyOptions } from "../../src/verify.ts";

async function all(options: VerifyOptions): Promise<Verified[]> {
  const found: Verified[] = [];
  for await (const one of verify(options)) found.push(one);
  return found;
}

const message = (options: object) =>
  all(options).then(
    () => "nothing",
    (error: Error) => `${error.name}: ${error.message}`,
  );

describe("verify", () => {
  test("yields what was asked for, in that order, with the settings used", async () => {
    const found = await all({ only: ["shift", "damage"], parameters: { shift: { every: 5000 } } });
    expect(found.map(({ id }) => id)).toEqual(["shift", "damage"]);
    expect(found[0]!.parameters).toEqual({
      latency: 16,
      step: 0.03,
      size: 2,
      every: 5000,
      shifts: 20,
      epsilon: 0.05,
    });
    expect(found[0]!.section).toBe(2);
    expect(found.every(({ holds }) => holds)).toBe(true);
  });

  test("deep: sizes ten times as large, where they have one", async () => {
    const [found] = await all({ only: ["goal-rate"], deep: true });
    expect(found!.parameters).toMatchObject({ latency: 16, rounds: 1_048_576, step: "oblivious" });
    expect(found!.holds).toBe(true);
    const [set] = await all({ only: ["damage"], deep: true, parameters: { damage: { latency: 3 } } });
    expect(set!.parameters["latency"]).toBe(3);
  });

  test("seeds are seeds", async () => {
    const of = (seed: number) =>
      all({ only: ["catastrophe"], parameters: { catastrophe: { seed, rounds: 5000 } } });
    expect(await of(1)).toEqual(await of(1));
    expect((await of(1))[0]!.measurements[1]).not.toEqual((await of(2))[0]!.measurements[1]);
  });

  test("a signal ends it: what was done stays, the experiment at hand is left out", async () => {
    const controller = new AbortController();
    const found: string[] = [];
    let due = Infinity;
    const options: VerifyOptions = {
      only: ["damage", "telescoping"],
      parameters: { telescoping: { rounds: 1e9 } },
      signal: controller.signal,
      onProgress: ({ id, decisions }) => {
        if (id !== "telescoping" || decisions < 1e5 || due < Infinity) return;
        due = performance.now();
        controller.abort();
      },
    };
    for await (const { id } of verify(options)) found.push(id);
    expect(found).toEqual(["damage"]);
    expect(performance.now() - due).toBeLessThan(1000);
    controller.abort();
    expect(await all({ signal: controller.signal })).toEqual([]);
  });

  test.each(["regret-rate", "goal-rate", "additive"])(
    "a signal ends %s within its simulations",
    async (id) => {
      const controller = new AbortController();
      let decisions = 0;
      const found = await all({
        only: [id],
        deep: true,
        signal: controller.signal,
        onProgress: (progress) => {
          decisions = Math.max(decisions, progress.decisions);
          if (decisions > 0) controller.abort();
        },
      });
      expect(found).toEqual([]);
      expect(decisions).toBeGreaterThan(0);
    },
  );

  test("progress says how far it is", async () => {
    const seen = new Set<string>();
    await all({
      only: ["damage", "telescoping"],
      onProgress: ({ done, planned, id }) => seen.add(`${done}/${planned} ${id}`),
    });
    expect([...seen]).toContain("1/2 telescoping");
  });
});

describe("what is wrong is said before anything runs", () => {
  test.each([
    [
      { only: ["shft"] },
      /^RangeError: verify: expected one of irreversible, .*, got "shft" \(nearest: shift\)$/,
    ],
    [{ parameters: { shfit: {} } }, /got "shfit" \(nearest: shift\)$/],
    [
      { parameters: { shift: { evry: 3 } } },
      /^RangeError: verify: shift: expected one of latency, step, .*, got "evry" \(nearest: every\)$/,
    ],
    [
      { parameters: { shift: { every: 1.5 } } },
      /^RangeError: verify: shift: every: expected an integer from 1 to 10000000, got 1\.5$/,
    ],
    [
      { parameters: { shift: { every: "often" } } },
      /^TypeError: verify: shift: every: expected .*, got "often"$/,
    ],
    [
      { parameters: { shift: { step: 3 } } },
      /^RangeError: verify: shift: step: expected a number >= 0\.000001 and <= 2, got 3$/,
    ],
    [
      { parameters: { damage: { stakes: 1 } } },
      /^RangeError: verify: damage: stakes: expected utilities or rewards, got 1$/,
    ],
    [{ workers: 0 }, /^RangeError: verify: workers: expected an integer from 1 to 1024, got 0$/],
    [
      { only: ["goal-rate"], parameters: { "goal-rate": { rounds: 70_000 } } },
      /^RangeError: verify: goal-rate: rounds\/\(64 latency\): expected an integer/,
    ],
  ])("%j", async (options, expected) => {
    expect(await message(options)).toMatch(expected);
  });
});

test("experiments are to be had by name", () => {
  expect(experimentOf("shift").section).toBe(2);
  expect(experiments().map(({ section }) => section)).toEqual(
    experiments()
      .map(({ section }) => section)
      .sort(),
  );
});
