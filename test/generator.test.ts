import { describe, expect, test } from "vitest";
import { pipelined } from "../src/schedules/pipelined.ts";
import { simulate, type SimulateOptions } from "../src/simulate.ts";
import { blockRademacher } from "../src/streams/adversaries.ts";
import { gaussian } from "../src/streams/gaussian.ts";
import { type Generator, TURNS } from "../src/streams/generator.ts";
import type { Stream } from "../src/streams/stream.ts";
import { ogd } from "../src/updates/ogd.ts";
import { lowstakes, lowstakesJson } from "./command.ts";
import { ENGINE } from "./play-rows.ts";

/** The choice of a generator: the cipher itself is in random.test.ts. */

const GENERATORS = Object.keys(TURNS) as Generator[];
const STREAMS: readonly Stream[] = [
  gaussian({ features: 5, noise: 0.2 }),
  gaussian({ features: 6, outcomes: "values", drift: { walk: 0.01, shiftRate: 0.02, shifts: [9] } }),
  blockRademacher(3),
];

async function told(options: Partial<SimulateOptions> & { stream: Stream }): Promise<string> {
  const run = simulate({
    rounds: 700,
    schedules: [pipelined(1), pipelined(20)],
    update: ogd({ step: 0.05 }),
    engine: ENGINE,
    ...options,
  });
  let text = "";
  for await (const checkpoint of run) text += JSON.stringify(checkpoint);
  return text;
}

describe.each(STREAMS)("$name", (stream) => {
  test("every generator gives other draws; the default is philox10", async () => {
    const all = await Promise.all(GENERATORS.map((generator) => told({ stream, generator })));
    expect(new Set(all).size).toBe(GENERATORS.length);
    expect(await told({ stream })).toBe(all[GENERATORS.indexOf("philox10")]);
  });

  test.each(GENERATORS)("%s: the same bits for any block size", async (generator) => {
    const whole = await told({ stream, generator });
    for (const blockSize of [1, 2, 5, 33, 64])
      expect((await told({ stream, generator, blockSize })) === whole, `blocks of ${blockSize}`).toBe(true);
  });
});

describe("what is no generator", () => {
  test.each(["philox", "Philox10", "toString", "", 10, null])(
    "%j is refused in one sentence",
    async (wrong) => {
      const first = simulate({ rounds: 10, stream: STREAMS[0]!, generator: wrong as Generator }).next();
      await expect(first).rejects.toThrow(RangeError);
      await expect(
        simulate({ rounds: 10, stream: STREAMS[0]!, generator: wrong as Generator }).next(),
      ).rejects.toThrow(/^simulate: generator: expected philox10 or philox8 or philox7, got /);
    },
  );
});

describe("on the command line", () => {
  const few = ["simulate", "--rounds", "2000", "--features", "3"];

  test("a name that is none ends with exit code 2 and one sentence", () => {
    const { code, out, err } = lowstakes(...few, "--generator", "mersenne");
    expect(code).toBe(2);
    expect(out).toBe("");
    expect(err.trim().split("\n")).toHaveLength(1);
    expect(err).toMatch(/--generator.*philox10.*philox8.*philox7.*mersenne/);
  });

  test("the result says which generator it was", () => {
    const results = [[], ["--generator", "philox10"], ["--generator", "philox7"]].map((flags) =>
      lowstakesJson<{ generator: string; runs: readonly { meanLoss: number }[] }>(...few, ...flags),
    );
    expect(results.map(({ generator }) => generator)).toEqual(["philox10", "philox10", "philox7"]);
    expect(results[1]).toEqual(results[0]);
    expect(results[2]!.runs[0]!.meanLoss).not.toBe(results[0]!.runs[0]!.meanLoss);
  });
});
