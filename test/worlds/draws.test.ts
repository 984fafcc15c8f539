import fc from "fast-check";
import { expect, test } from "vitest";
import { philox, uniforms, words } from "../../src/worlds/draws.ts";
import { philox as byDefinition, words as wordsByDefinition } from "../philox.ts";

const word = fc.integer({ min: 0, max: 2 ** 32 - 1 });

test("Philox4x32-10: known answers of Random123", () => {
  const zero = philox([0, 0, 0, 0], [0, 0]);
  expect(zero).toEqual([0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]);
  const pi = philox([0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0]);
  expect(pi).toEqual([0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1]);
});

test("Philox4x32-10 is what whole numbers give", () => {
  fc.assert(
    fc.property(fc.tuple(word, word, word, word), fc.tuple(word, word), (counter, key) => {
      expect(philox(counter, key)).toEqual(byDefinition(10, counter, key));
    }),
    { numRuns: 500 },
  );
});

test("words are those of seed, sequence, round and coordinate", () => {
  const [seed, sequence, round] = [0x123456789abcdef0n, 2 ** 31 + 1, 7 * 2 ** 32 + 3];
  const expected = [0, 1, 2].flatMap((group) => wordsByDefinition(10, seed, sequence, BigInt(round), group));
  for (const count of [0, 1, 4, 9])
    expect([...words(seed, sequence, round, count)]).toEqual(expected.slice(0, count));
  expect([...uniforms(seed, sequence, round, 9)]).toEqual(
    expected.slice(0, 9).map((w) => (w + 0.5) / 2 ** 32),
  );
});
