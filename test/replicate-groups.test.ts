import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import * as sources from "../src/index.ts";
import type { ReplicateOptions } from "../src/index.ts";
import { groupSizes } from "../src/simulate/groups.ts";
import { planOf } from "../src/simulate/plan.ts";
import { ENGINE } from "./play-rows.ts";
import { type Api, textOf } from "./worker-cases.ts";

/** Which replicates share lanes, and that nothing that is said of them depends on it. */

const { choices, constant, deployments, gaussian, growing, hindsight, ogd, periodic, pipelined } = sources;

const EXPERIMENT = {
  rounds: 900,
  stream: gaussian({ features: 3, drift: { walk: 0.01, shiftRate: 0.01 } }),
  schedules: [pipelined(1), periodic(30)],
  update: ogd({ step: constant(0.03, 0.3) }),
  seed: 9,
};

describe("sizes of groups", () => {
  const sizes = (n: number, players: number, options: Partial<ReplicateOptions> = {}) =>
    groupSizes(n, players, planOf("test", { ...EXPERIMENT, ...options }));

  test("as few as lanes allow, the same number for each player, of about one size", () => {
    expect(sizes(1, 1)).toEqual([1]);
    expect(sizes(8, 1)).toEqual([8]);
    expect(sizes(9, 1)).toEqual([5, 4]);
    expect(sizes(64, 2)).toEqual(Array(8).fill(8));
    expect(sizes(20, 2)).toEqual([5, 5, 5, 5]);
    expect(sizes(16, 3)).toEqual([6, 6, 4]);
    for (const n of [2, 7, 100, 1001])
      for (const players of [1, 2, 5]) {
        const groups = sizes(n, players);
        expect(groups.reduce((sum, size) => sum + size)).toBe(n);
        expect(Math.max(...groups)).toBeLessThanOrEqual(8);
      }
  });

  test("one after the other where lanes do not pay or rows have no room", () => {
    const alone = (options: Partial<ReplicateOptions>) =>
      expect(sizes(8, 1, options)).toEqual(Array(8).fill(1));
    alone({ engine: ENGINE });
    alone({ update: ogd({ step: constant(...Array.from({ length: 6 }, (_, i) => (i + 1) / 100)) }) });
    alone({ schedules: [deployments(function* () {})] });
    alone({ rounds: 1e9, schedules: [pipelined(2e6)] });
    alone({ rounds: 1e9, schedules: [growing(0.9)] });
    // slopes wait too
    const stream = choices({ features: 1, actions: 128 });
    const update = ogd({ step: constant(0.1, 0.2, 0.3, 0.4, 0.5) });
    alone({ rounds: 130_000, stream, update, schedules: [pipelined(1e5)] });
    // two replicates do not fill the lanes that two learners take
    expect(sizes(2, 1)).toEqual([1, 1]);
    expect(sizes(2, 1, { update: ogd({ step: 0.1 }) })).toEqual([2]);
  });
});

describe("the same estimates, to the bit, one after the other and side by side, here and by threads", () => {
  test.each<[string, Omit<ReplicateOptions, "replicates">]>([
    ["drift", EXPERIMENT],
    [
      "values in a ball",
      {
        ...EXPERIMENT,
        stream: gaussian({ features: 4, outcomes: "values" }),
        update: ogd({ step: 0.1, radius: 0.8, gradient: "fresh" }),
      },
    ],
    [
      "the best model in hindsight",
      {
        ...EXPERIMENT,
        stream: gaussian({ features: 2, noise: 0.3 }),
        comparator: hindsight({ radius: 3 }),
      },
    ],
  ])("%s", async (_, options) => {
    const built = (await import(pathToFileURL(resolve("dist/src/index.js")).href)) as Api;
    const replicates = 13;
    const expected = await textOf(sources.replicate({ ...options, replicates, engine: ENGINE }));
    expect(expected.length).toBeGreaterThan(5000);
    expect((await textOf(sources.replicate({ ...options, replicates }))) === expected).toBe(true);
    for (const workers of [2, 3])
      expect((await textOf(built.replicate({ ...options, replicates, workers }))) === expected).toBe(true);
  });
});

test("progress is that of all replicates, and an abort leaves those that are finished", async () => {
  const seen: number[] = [];
  const stop = new AbortController();
  const onProgress = (rounds: number): void => {
    seen.push(rounds);
    if (rounds >= 8 * EXPERIMENT.rounds) stop.abort();
  };
  const options = { ...EXPERIMENT, replicates: 80, signal: stop.signal, onProgress };
  let last: sources.ReplicatesCheckpoint | undefined;
  for await (const checkpoint of sources.replicate(options)) last = checkpoint;
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
  expect(last).toMatchObject({ rounds: 900, done: true, interrupted: true, replicates: 8 });
});
