import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { segmenter } from "../src/engine/segments.ts";
import { replay } from "../src/replay.ts";
import { deployments } from "../src/schedules/deployments.ts";
import { growing } from "../src/schedules/growing.ts";
import { periodic } from "../src/schedules/periodic.ts";
import { pipelined } from "../src/schedules/pipelined.ts";
import type { Deployment, Schedule } from "../src/schedules/schedule.ts";
import { loadKernels } from "../src/wasm/kernels.ts";
import { EngineMemory } from "../src/wasm/memory.ts";
import { ENGINE } from "./play-rows.ts";
import { schedules } from "./reference.ts";
import { row, source } from "./rows.ts";

const kernels = await loadKernels({ precision: "f64" }, ENGINE);
const memory = new EngineMemory(kernels.memory, kernels.heap_base());
const [UNTIL, SEEN] = [memory.take(4096 * 4), memory.take(4096 * 4)];

/** a(s) of rounds from + 1 to from + n, as the kernels or a generator write it, in blocks of at most `block`. */
function seen(schedule: Schedule, from: number, n: number, block: number = 1024): number[] {
  const fill = segmenter(kernels, schedule);
  const all: number[] = [];
  for (let at = from; at < from + n; at += block) {
    const rounds = Math.min(block, from + n - at);
    fill(memory, at, rounds, UNTIL, SEEN);
    const [until, goals] = [memory.i32(UNTIL, rounds), memory.i32(SEEN, rounds)];
    for (let t = 0, segment = 0; t < rounds; segment++) {
      if (until[segment]! <= t) throw new RangeError(`segment ${segment} of the block from ${at} is empty`);
      for (; t < until[segment]!; t++) all.push(at + goals[segment]!);
    }
  }
  return all;
}

const formula = (a: (s: number) => number, from: number, n: number): number[] =>
  Array.from({ length: n }, (_, i) => a(from + i + 1));

const KNOWN: [Schedule, (s: number) => number][] = [
  ...[1, 2, 3, 10, 1000, 5000].map((k): [Schedule, (s: number) => number] => [
    pipelined(k),
    schedules.pipelined(k),
  ]),
  ...[
    [1, 0],
    [1, 1],
    [2, 0],
    [7, 0],
    [7, 3],
    [3, 7],
    [10, 10],
    [1000, 0],
    [5000, 0],
    [50, 2500],
    [1024, 1024],
  ].map(([p, training]): [Schedule, (s: number) => number] => [
    periodic(p!, training!),
    schedules.periodic(p!, training!),
  ]),
  ...[0, 0.1, 0.25, 1 / 3, 0.5, 0.75, 0.99, 1].map((beta): [Schedule, (s: number) => number] => [
    growing(beta),
    schedules.growing(beta),
  ]),
];

describe.each(KNOWN.map(([schedule, a]) => [schedule.name, schedule, a] as const))("%s", (_, schedule, a) => {
  const rounds = 6000;
  const exact = formula(a, 0, rounds);

  test("a(s) is the formula, in blocks of any size", () => {
    for (const block of [1, 13, 1024]) expect(seen(schedule, 0, rounds, block)).toEqual(exact);
  });

  test("never sees the future, never forgets", () => {
    exact.forEach((learned, i) => {
      expect(learned).toBeGreaterThanOrEqual(i > 0 ? exact[i - 1]! : 0);
      expect(learned).toBeLessThanOrEqual(i); // a(s) <= s - 1
    });
  });

  test("staleness and largest latency, stated beforehand and measured", async () => {
    for (const n of [1, 2, 9, 100, 1023, 3000]) {
      const staleness = exact.slice(0, n).reduce((sum, learned, i) => sum + i - learned, 0);
      const latency = Math.max(...exact.slice(0, n).map((learned, i) => i + 1 - learned));
      if (schedule.staleness(n) !== undefined) expect(schedule.staleness(n)).toBe(staleness);
      const rows = source(Array.from({ length: n }, () => row([], 0)));
      for await (const { runs, done } of replay({ rows, schedules: [schedule], engine: ENGINE })) {
        if (!done) continue;
        expect(runs[0]!.effectiveLatency).toBe(1 + staleness / n);
        expect(runs[0]!.latency).toBe(latency);
        expect(runs[0]!.pending).toBe(n - exact[n - 1]!);
      }
      // what memory is laid out for: never too little, and for rules with a constant latency exactly as much
      expect(schedule.latency(n)).toBeGreaterThanOrEqual(latency);
      if (!Number.isNaN(schedule.label)) expect(schedule.latency(n)).toBe(latency);
    }
  });

  test("the same a(s) is what a replay reports with its predictions", async () => {
    const rows = source(Array.from({ length: rounds }, () => row([], 0)));
    const reported = new Float64Array(rounds).fill(-1);
    const onPredictions = (p: { round: number; seen: Float64Array }) => reported.set(p.seen, p.round - 1);
    for await (const checkpoint of replay({
      rows,
      schedules: [schedule],
      engine: ENGINE,
      onPredictions,
      blockSize: 700,
    }))
      void checkpoint;
    expect([...reported]).toEqual(exact);
  });
});

describe("no data item is seen early", () => {
  test("pipelined(k): a(s) <= s - k once there is anything to see", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), fc.integer({ min: 0, max: 2 ** 45 }), (k, from) => {
        seen(pipelined(k), from, 50).forEach((learned, i) =>
          expect(learned).toBe(Math.max(0, from + i + 1 - k)),
        );
      }),
    );
  });

  test("periodic(p, tau): whole periods only, at least tau rounds old, at most p + tau", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3000 }),
        fc.integer({ min: 0, max: 2000 }),
        fc.integer({ min: 0, max: 2 ** 45 }),
        (p, tau, from) => {
          seen(periodic(p, tau), from, 50).forEach((learned, i) => {
            const s = from + i + 1;
            expect(learned % p).toBe(0);
            expect(learned === 0 || s - 1 - learned >= tau).toBe(true);
            expect(s - learned).toBeLessThanOrEqual(p + tau);
          });
        },
      ),
    );
  });
});

describe("growing(1/2)", () => {
  test("is exact at perfect squares, where one rounding would change a(s) by 1, up to round 10^12", () => {
    for (const n of [
      1, 2, 3, 10, 99, 100, 1000, 1023, 1024, 46341, 65535, 65536, 123457, 999_983, 1_000_000,
    ]) {
      // rounds n², n² + 1
      expect(seen(growing(0.5), n * n - 1, 2)).toEqual([n * n - n, n * n + 1 - (n + 1)]);
      if (n > 1) expect(seen(growing(0.5), n * n - 2, 1)).toEqual([n * n - 1 - n]);
    }
  });

  test("other roots: cubes and fourth powers", () => {
    for (const n of [2, 7, 10, 100, 9999]) {
      expect(seen(growing(1 / 3), n ** 3 - 1, 1)[0]).toBe(n ** 3 - n);
      expect(seen(growing(0.25), n ** 3 - 1, 1)[0]).toBe(n ** 3 - Math.ceil(n ** 0.75 - 1e-9));
      if (n ** 4 < 1e15) expect(seen(growing(0.25), n ** 4 - 1, 1)[0]).toBe(n ** 4 - n);
    }
  });
});

describe("far out", () => {
  test("rounds near 10^12 and 2^52", () => {
    for (const from of [1e12, 2 ** 52 - 60]) {
      for (const [schedule, a] of KNOWN) {
        if (schedule.name.startsWith("growing") && schedule.name !== "growing(0)") continue; // 1e-14 of the definition's s^beta shows here
        expect(seen(schedule, from, 50), schedule.name).toEqual(formula(a, from, 50));
      }
    }
  });

  test("closed forms of the staleness at horizons that nobody can add up", () => {
    expect(pipelined(1).staleness(1e12)).toBe(0);
    expect(pipelined(2).staleness(1e12)).toBe(1e12 - 1);
    expect(periodic(2).staleness(1e12)).toBe(5e11);
    expect(periodic(1, 3).staleness(1e6)).toBe(3e6 - 6);
  });
});

describe("deployments", () => {
  const of = (...list: [round: number, learned: number][]): Schedule =>
    deployments(() => list.map(([round, learned]) => ({ round, learned })));

  test("before the first one the untrained model decides; each holds until the next", () => {
    const schedule = of([3, 2], [4, 2], [6, 5], [10, 5], [11, 9]);
    const exact = [0, 0, 2, 2, 2, 5, 5, 5, 5, 5, 9, 9, 9];
    for (const block of [1, 2, 3, 100]) expect(seen(schedule, 0, 13, block)).toEqual(exact);
  });

  test("of several before the same round the last counts", () => {
    expect(seen(of([5, 1], [5, 2], [5, 4], [6, 4]), 0, 7)).toEqual([0, 0, 0, 0, 4, 4, 4]);
  });

  test("the generator is called once a pass, may be endless, and is read no further than needed", () => {
    let [calls, read] = [0, 0];
    const schedule = deployments(() => {
      calls++;
      return (function* () {
        for (let round = 10; ; round += 10) {
          read++;
          yield { round, learned: round - 1 };
        }
      })();
    });
    expect(seen(schedule, 0, 100, 7)).toEqual(
      formula((s) => Math.max(0, 10 * Math.floor(s / 10) - 1), 0, 100),
    );
    expect([calls, read]).toEqual([1, 11]);
  });

  test.each<[string, [number, number][]]>([
    ["learned as large as the round", [[5, 5]]],
    ["learned larger than the round", [[5, 7]]],
    ["a negative number of rounds learned", [[5, -1]]],
    ["round 0", [[0, 0]]],
    ["a round that is no integer", [[2.5, 1]]],
    ["a number of rounds learned that is no integer", [[5, 1.5]]],
    ["not a number", [[NaN, 0]]],
    [
      "a round before the last one",
      [
        [5, 1],
        [4, 1],
        [9, 1],
      ],
    ],
    [
      "fewer rounds learned than the last one",
      [
        [5, 3],
        [6, 2],
        [9, 4],
      ],
    ],
    [
      "fewer rounds learned, later on",
      [
        [5, 3],
        [6, 4],
        [7, 3],
        [9, 8],
      ],
    ],
    [
      "a round before the last one, later on",
      [
        [5, 3],
        [6, 4],
        [9, 5],
        [8, 6],
      ],
    ],
  ])("refuses %s", async (_, list) => {
    expect(() => seen(of(...list), 0, 30)).toThrow(
      /^deployments: expected rounds that increase and 0 <= learned < round/,
    );
    const rows = source(Array.from({ length: 30 }, () => row([], 0)));
    await expect(async () => {
      for await (const checkpoint of replay({ rows, schedules: [of(...list)], engine: ENGINE }))
        void checkpoint;
    }).rejects.toThrow(RangeError);
  });

  test("refuses what is not a function", () => {
    expect(() => deployments([] as unknown as () => Iterable<Deployment>)).toThrow(TypeError);
  });

  test("a failing generator fails the run with its own error", async () => {
    const rows = source(Array.from({ length: 30 }, () => row([], 0)));
    const schedule = deployments(function* () {
      yield { round: 2, learned: 1 };
      throw new Error("no more models");
    });
    await expect(async () => {
      for await (const checkpoint of replay({ rows, schedules: [schedule], engine: ENGINE })) void checkpoint;
    }).rejects.toThrow("no more models");
  });
});

test("parameters out of range", () => {
  expect(() => pipelined(0)).toThrow(
    new RangeError("pipelined: latency: expected an integer from 1 to 2147483647, got 0"),
  );
  expect(() => pipelined(1.5)).toThrow(RangeError);
  expect(() => pipelined("3" as unknown as number)).toThrow(TypeError);
  expect(() => periodic(0)).toThrow(RangeError);
  expect(() => periodic(5, -1)).toThrow(RangeError);
  expect(() => periodic(2 ** 31 - 1, 1)).toThrow(RangeError);
  expect(() => growing(1.01)).toThrow(RangeError);
  expect(() => growing(-0.01)).toThrow(RangeError);
  expect(() => growing(NaN)).toThrow(RangeError);
});
