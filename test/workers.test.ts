import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Worker } from "node:worker_threads";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as sources from "../src/index.ts";
import type { SimulationCheckpoint } from "../src/index.ts";
import type * as CrewOfNode from "../src/threads/crew-node.ts";
import { type Api, CASES, textOf } from "./worker-cases.ts";

/** What threads play is what this one plays. Of the built package: threads run files, and those are built. */
const ENTRY = pathToFileURL(resolve("dist/src/index.js")).href;

let api: Api;
let threads = 0;
const count = (): void => void threads++;

beforeAll(async () => {
  api = (await import(ENTRY)) as Api;
  process.on("worker", count);
});

afterAll(() => {
  process.off("worker", count);
});

async function all<T>(checkpoints: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const checkpoint of checkpoints) list.push(checkpoint);
  return list;
}

/** A grid of two panels. */
const grid = () => ({
  rounds: 20_000,
  stream: api.gaussian({ features: 4 }),
  schedules: [api.pipelined(1), api.pipelined(50)],
});

describe("the same bits at every checkpoint", () => {
  test.each(CASES)("$name", async ({ run }) => {
    const before = threads;
    const alone = await textOf(run(api, 1));
    expect(threads).toBe(before);
    for (const workers of [2, 3]) expect(await textOf(run(api, workers))).toBe(alone);
    expect(threads).toBeGreaterThan(before + 3);
  });

  test("with kernels of the caller's", async () => {
    const engine = readFileSync("dist/engine.wasm");
    expect(await textOf(api.simulate({ ...grid(), engine, workers: 2 }))).toBe(
      await textOf(api.simulate(grid())),
    );
  });

  test("where no thread can be started, and nobody notices", async () => {
    // in the sources there is no built file for a thread to run
    for (const { run } of CASES.slice(0, 2))
      expect(await textOf(run(sources, 2))).toBe(await textOf(run(sources, 1)));
  });
});

test("a thread that fails while it is being ended disturbs nobody", async () => {
  const started: Worker[] = [];
  const add = (worker: Worker): void => void started.push(worker);
  process.on("worker", add);
  const { nodeCrew } = (await import(new URL("threads/crew-node.js", ENTRY).href)) as typeof CrewOfNode;
  const crew = await nodeCrew(2);
  process.off("worker", add);
  crew.end();
  const ended = started.map((worker) => new Promise((resolve) => worker.once("exit", resolve)));
  expect(started.map((worker) => worker.emit("error", new Error("too late")))).toEqual([true, true]);
  await Promise.all(ended);
});

test("no more threads than there is work for, and none for a single panel", async () => {
  const before = threads;
  await all(api.simulate({ ...grid(), schedules: [api.pipelined(3)], workers: 8 }));
  await all(api.replicate({ ...grid(), schedules: [api.pipelined(3)], replicates: 1, workers: 8 }));
  expect(threads).toBe(before);
  await all(api.simulate({ ...grid(), workers: 8 }));
  expect(threads).toBe(before + 2);
});

describe("progress", () => {
  test("of a grid: never back, to the horizon; later passes after the first", async () => {
    const seen: [number, number][] = [];
    const onProgress = (rounds: number, pass: number) => void seen.push([rounds, pass]);
    await all(api.simulate({ ...grid(), comparator: api.hindsight(), workers: 2, onProgress }));
    const order = seen.map(([rounds, pass]) => pass * 1e9 + rounds);
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(seen.filter(([, pass]) => pass === 1).at(-1)).toEqual([20_000, 1]);
  });

  test("of replicates: the sum", async () => {
    const seen: number[] = [];
    const onProgress = (rounds: number) => void seen.push(rounds);
    await all(api.replicate({ ...grid(), replicates: 5, workers: 2, onProgress }));
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen.at(-1)).toBe(100_000);
  });
});

/** What takes how long is for a quiet machine to say: a busy one gets three tries. */
const BUSY = { retry: 2 };

describe("stopping", () => {
  test("an abort ends all threads within 50 ms, at a checkpoint that all have reached", BUSY, async () => {
    const controller = new AbortController();
    let due = Infinity;
    setTimeout(() => {
      due = performance.now();
      controller.abort();
    }, 1000);
    const options = { ...grid(), rounds: 1e12, update: api.ogd({ step: 0.01 }) };
    const checkpoints = await all(api.simulate({ ...options, workers: 2, signal: controller.signal }));
    expect(performance.now() - due).toBeLessThan(50);
    const last = checkpoints.at(-1)!;
    expect(last).toMatchObject({ done: true, interrupted: true });
    expect(last.rounds).toBeGreaterThan(1000);
    expect(checkpoints.slice(0, -1).some(({ done, interrupted }) => done || interrupted)).toBe(false);
    let same: SimulationCheckpoint | undefined;
    for await (const checkpoint of api.simulate(options)) {
      if (checkpoint.rounds < last.rounds) continue;
      same = checkpoint;
      break;
    }
    expect({ ...last, done: false, interrupted: false }).toEqual(same);
  });

  test("aborted before it began: nothing was played", async () => {
    const options = { ...grid(), workers: 2, signal: AbortSignal.abort() };
    expect(await all(api.simulate(options))).toMatchObject([{ rounds: 0, done: true, interrupted: true }]);
    expect(await all(api.replicate({ ...options, replicates: 4 }))).toMatchObject([
      { rounds: 0, done: true, interrupted: true, replicates: 1 },
    ]);
  });

  test("an abort of replicates: those that are finished, in order", async () => {
    const controller = new AbortController();
    const onProgress = (rounds: number) => void (rounds > 400_000 && controller.abort());
    const options = { ...grid(), workers: 2 };
    const some = await all(
      api.replicate({ ...options, replicates: 1000, onProgress, signal: controller.signal }),
    );
    const { replicates, interrupted, runs } = some.at(-1)!;
    expect(interrupted).toBe(true);
    expect(replicates).toBeGreaterThan(1);
    expect(replicates).toBeLessThan(40);
    expect(runs).toEqual((await all(api.replicate({ ...options, replicates }))).at(-1)!.runs);
  });

  test("left early: the next run is as ever", async () => {
    for await (const { rounds } of api.simulate({ ...grid(), rounds: 1e12, workers: 2 }))
      if (rounds > 100) break;
    expect(await all(api.simulate({ ...grid(), workers: 2 }))).toEqual(await all(api.simulate(grid())));
  });
});

describe("errors", () => {
  const failure = async (work: AsyncIterable<unknown>): Promise<unknown> => {
    try {
      await all(work);
    } catch (error) {
      return { kind: (error as object).constructor, message: (error as Error).message };
    }
    return "no error";
  };

  test("of a thread reach the caller as they are", async () => {
    const options = {
      ...grid(),
      rounds: 1e9,
      stream: api.gaussian({ features: 4000 }),
      schedules: [api.pipelined(1e6), api.pipelined(2e6)],
    };
    const here = await failure(api.simulate(options));
    expect(here).toMatchObject({ kind: RangeError });
    expect(await failure(api.simulate({ ...options, workers: 2 }))).toEqual(here);
    expect(await failure(api.replicate({ ...options, replicates: 2, workers: 2 }))).toEqual(here);
  });

  test("of what stays here end the threads", async () => {
    const wrong = api.deployments(function* () {
      yield { round: 500, learned: 600 };
    });
    const options = { ...grid(), rounds: 1e9, schedules: [...grid().schedules, wrong] };
    const run = failure(api.simulate({ ...options, update: api.ogd({ step: 0.1 }), workers: 2 }));
    expect(await run).toMatchObject({ message: expect.stringMatching(/got round 500, learned 600/) });
  });

  test("a thread that dies is one, and no endless wait", async () => {
    const worker = new Promise<Worker>((found) => process.once("worker", found));
    const run = async (): Promise<void> => {
      for await (const { rounds } of api.simulate({ ...grid(), rounds: 1e12, workers: 2 }))
        if (rounds < 20) await (await worker).terminate();
    };
    await expect(run()).rejects.toThrow("the thread that plays has ended");
  });

  test("a thread that dies while it starts: this one plays", async () => {
    process.once("worker", (worker: Worker) => void worker.terminate());
    expect(await all(api.simulate({ ...grid(), workers: 2 }))).toEqual(await all(api.simulate(grid())));
  });
});

describe("what is left running: nothing", () => {
  /** What a process prints that runs this program; it is killed after 20 s. */
  function run(program: string): string {
    const preamble = `
      import { gaussian, pipelined, replicate, simulate } from ${JSON.stringify(ENTRY)};
      const options = {
        rounds: 1e12, stream: gaussian({ features: 4 }), schedules: [pipelined(1), pipelined(9)], workers: 2,
      };
      let threads = 0;
      process.on("worker", () => threads++);
      process.on("exit", () => console.log(threads, "exit"));
    `;
    const args = ["--input-type=module", "-e", preamble + program];
    return execFileSync(process.execPath, args, { encoding: "utf8", timeout: 20_000 });
  }

  test.each([
    ["to the end", "for await (const at of simulate({ ...options, rounds: 1000 })); console.log('done');"],
    ["left early", "for await (const at of simulate(options)) break; console.log('done');"],
    [
      "left by an error",
      "try { for await (const at of simulate(options)) throw 1; } catch {} console.log('done');",
    ],
    ["abandoned", "await simulate(options).next(); console.log('done');"],
    [
      "aborted",
      `const stop = new AbortController();
       setTimeout(() => stop.abort(), 500);
       for await (const at of replicate({ ...options, replicates: 3, signal: stop.signal }))
         if (at.interrupted) console.log('done');`,
    ],
  ])("%s", (_, program) => {
    expect(run(program)).toBe("done\n2 exit\n");
  });
});
