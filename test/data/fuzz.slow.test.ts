import { tableFromArrays, tableToIPC } from "apache-arrow";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { collect, failure } from "./collect.ts";
import { Dice } from "./dice.ts";
import { fuzz } from "./fuzz.ts";
import { openLog } from "../../src/data/open.ts";

const MINUTES = { timeout: 600_000 };

test.each(["csv", "jsonl", "vw", "libsvm"] as const)("%s: 30,000 mutated inputs", MINUTES, async (format) => {
  const { read, refused } = await fuzz(format, 30_000, new Dice(17));
  expect(Math.min(read, refused)).toBeGreaterThan(2000);
});

const x = Float64Array.from({ length: 50 }, (_, i) => i / 4);
const y = Int32Array.from({ length: 50 }, (_, i) => i % 2);
const words = Array.from({ length: 50 }, (_, i) => `w${i % 5}`);
const BINARIES: Readonly<Record<string, Uint8Array>> = {
  "Arrow file": tableToIPC(tableFromArrays({ x, y, words }), "file"),
  "Arrow stream": tableToIPC(tableFromArrays({ x, y, words }), "stream"),
};

test.each(Object.keys(BINARIES))("%s: damaged bytes are rows or a sentence", MINUTES, async (name) => {
  const dice = new Dice(23);
  let refused = 0;
  for (let i = 0; i < 5000; i++) {
    const damaged = BINARIES[name]!.slice(0, dice.below(4) ? undefined : dice.below(BINARIES[name]!.length));
    for (let turn = dice.below(4); turn >= 0 && damaged.length > 0; turn--)
      damaged[dice.below(damaged.length)] = dice.below(256);
    if ((await failure(damaged, { target: "y", features: "x, words", format: "arrow" })) !== "no error")
      refused++;
  }
  expect(refused).toBeGreaterThan(2500);
});

test("gzip: damaged bytes are the same rows or a sentence", MINUTES, async () => {
  const dice = new Dice(29);
  const whole = gzipSync(
    `x,y\n${Array.from({ length: 300 }, (_, i) => `${dice.unit()},${i % 2}\n`).join("")}`,
  );
  const rows = JSON.stringify(await collect(await openLog(whole, { target: "y", format: "csv" })));
  for (let i = 0; i < 5000; i++) {
    const damaged = Uint8Array.from(whole);
    // behind the magic bytes, without which it is no gzip
    damaged[2 + dice.below(whole.length - 2)]! ^= 1 + dice.below(255);
    const source = await openLog(damaged, { target: "y", format: "csv" }).catch((error: Error) => error);
    if (source instanceof Error) expect(source.name).toBe("InputError");
    else expect(JSON.stringify(await collect(source))).toBe(rows);
  }
});
