import fc from "fast-check";
import { readdirSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { verifyText } from "../../src/report/verify.ts";
import { experiments, type Verified, verify } from "../../src/verify.ts";
import type { Settings } from "../../src/verify/parameters.ts";

/** Every experiment holds, at its usual parameters and at others, and each can fail. */

async function run(id: string, set: Settings = {}): Promise<Verified> {
  for await (const found of verify({ only: [id], parameters: { [id]: set } })) return found;
  throw new Error("nothing was found");
}

/** What does not hold, with its numbers, so that a failing test says which. */
const wrong = ({ measurements }: Verified) => measurements.filter(({ holds }) => !holds);

const ids = experiments().map(({ id }) => id);

test("the registry is the folder", () => {
  const files = readdirSync("src/verify/experiments").map((file) => file.replace(".ts", ""));
  expect([...ids].sort()).toEqual(files.sort());
});

/** All of them at their usual parameters. */
const all: Verified[] = [];
beforeAll(async () => {
  for await (const one of verify()) all.push(one);
});

describe.each(experiments())("$id", ({ id, section, statement, definition, formula, source, ...of }) => {
  test("says what it is", () => {
    expect([1, 2, 3, 4, 5, 6, 7, 8]).toContain(section);
    for (const text of [definition, formula, source]) expect(text.length).toBeGreaterThan(20);
    expect(statement.length).toBeLessThanOrEqual(110);
    for (const { about } of Object.values(of.parameters)) expect(about).not.toBe("");
    expect(of.breaks.length).toBeGreaterThan(0);
  });

  test("holds", () => {
    const found = all.find((one) => one.id === id)!;
    expect(wrong(found)).toEqual([]);
    expect(found.holds).toBe(true);
    for (const { what } of found.measurements) expect(what.length).toBeLessThanOrEqual(40);
  });

  test.each(of.breaks)("does not hold: $why", async ({ set }) => {
    const found = await run(id, set);
    expect(found.holds).toBe(false);
    expect(wrong(found)).not.toEqual([]);
  });
});

test("the table of all of them is one table of 120 columns", () => {
  const text = verifyText({ experiments: all, planned: all.length, interrupted: false }, 120);
  expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(120);
  expect(text.match(/^section, experiment/gm)).toHaveLength(1);
  for (const { id, section } of all) expect(text).toMatch(new RegExp(`^${section} ${id}: `, "m"));
  expect(text).toMatch(new RegExp(`\n${all.length} statements, \\d+ measurements: all hold\\.\n$`));
});

describe("other parameters", () => {
  const whole = (min: number, max: number) => fc.integer({ min, max });
  const real = (min: number, max: number) => fc.double({ min, max, noNaN: true });
  const seed = whole(0, 1e6);
  const settings: Record<string, fc.Arbitrary<Settings>> = {
    irreversible: fc.record({
      rounds: whole(20_000, 30_000),
      repair: real(0.2, 1),
      cost: real(0.01, 100),
      latency: whole(1, 4),
    }),
    tampering: fc.record({
      rounds: whole(50_000, 90_000),
      latency: whole(1, 8),
      few: real(0.1, 1),
      share: real(0.05, 0.5),
    }),
    shift: fc
      .record({ latency: whole(1, 30), share: real(0.05, 0.8), size: real(0.01, 100) })
      .map(({ latency, share, size }) => {
        const threshold = 2 * Math.sin(Math.PI / (2 * (2 * latency - 1)));
        return { latency, step: share * threshold, size, every: 20_000, shifts: 4 };
      }),
    performative: fc.record({ answer: real(0, 0.9), step: real(0.05, 1), misled: fc.constant(1) }),
    catastrophe: fc.record({
      probability: real(0.005, 0.5),
      cost: real(0.1, 50),
      explorations: whole(5_000, 20_000),
      seed,
    }),
    "tiny-pieces": fc.record({
      cost: real(0.005, 0.05),
      threshold: real(0.06, 0.4),
      rounds: whole(10_000, 20_000),
      latency: whole(2, 40),
    }),
    stakes: fc.record({
      latency: whole(1, 200),
      waves: whole(1, 20),
      declared: real(1, 10),
      states: whole(2, 12),
      seed,
    }),
    latency: fc
      .record({
        latency: whole(1, 300),
        period: whole(1, 200),
        training: whole(0, 100),
        rounds: whole(2, 5000),
        seed,
      })
      .map((set) => ({ ...set, allowed: Math.max(set.latency, set.period + set.training) })),
    "goal-rate": fc
      .record({ quarter: whole(1, 8), times: whole(1, 3) })
      .map(({ quarter, times }) => ({ latency: 4 * quarter, rounds: 64 * 16 * quarter ** 2 * times })),
    damage: fc.record({
      latency: whole(1, 60),
      repair: real(0.01, 1),
      cost: real(0.01, 100),
      states: whole(2, 25),
      seed,
    }),
    horizon: fc.record({
      latency: whole(1, 8),
      value: real(0.2, 1),
      epsilon: real(0.04, 0.2),
      margin: real(0.1, 0.5),
    }),
    telescoping: fc.record({ rounds: fc.constant(40_000), states: whole(2, 12), actions: whole(2, 6), seed }),
    "regret-rate": fc
      .record({ root: fc.constantFrom(2, 4), seed })
      .map((set) => ({ latency: set.root ** 2, rounds: 1024, replicates: 100, seed: set.seed })),
    unbiased: fc.record({ latency: whole(2, 60), mean: real(0.05, 0.9), replicates: fc.constant(30), seed }),
    additive: fc.record({
      latency: whole(2, 12),
      rounds: fc.constant(1024),
      replicates: fc.constant(100),
      seed,
    }),
    "slower-retraining": fc.record({
      rounds: fc.constant(4096),
      replicates: fc.constant(60),
      beta: real(0.3, 0.7),
      seed,
    }),
    subjective: fc.record({
      latency: whole(1, 12),
      step: real(0.005, 0.06),
      rounds: whole(500, 2000),
      replicates: fc.constant(100),
      seed,
    }),
    convexity: fc.record({ step: real(0.05, 0.2), turns: whole(3, 12) }),
    transformed: whole(150, 3000).map((eighth) => ({ rounds: 8 * eighth })),
    schedules: fc.record({ latency: whole(2, 60), rounds: whole(5000, 10_000), seed }),
  };

  test("are tried for every experiment", () => expect(Object.keys(settings).sort()).toEqual([...ids].sort()));

  test.each(Object.entries(settings))("%s", async (id, some) => {
    await fc.assert(
      fc.asyncProperty(some, async (set) => {
        expect(wrong(await run(id, set))).toEqual([]);
      }),
      { numRuns: 6, seed: 1, endOnFailure: true },
    );
  });
});
