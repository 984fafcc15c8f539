import { expect, test } from "vitest";
import { NumberReader } from "../../src/data/number.ts";
import { quotient } from "../../src/data/quotient.ts";
import { Dice } from "./dice.ts";

const reader = new NumberReader();
const buffer = new Uint8Array(100);
const encoder = new TextEncoder();

function read(text: string): number {
  encoder.encodeInto(`${text},`, buffer);
  return reader.read(buffer, 0);
}

/** What differs from Number, or does not end where the text ends. */
function differences(texts: Iterable<string>): string[] {
  const wrong: string[] = [];
  for (const text of texts) {
    const value = read(text);
    if (!Object.is(value, Number(text)) || reader.at !== text.length)
      wrong.push(`${text}: ${value}, not ${Number(text)}`);
  }
  return wrong.slice(0, 10);
}

test("1.2 million random decimals of all shapes are what Number makes of them", () => {
  const dice = new Dice(1);
  const sign = (): string => ["", "-", "+"][dice.below(3)]!;
  const shapes: (() => string)[] = [
    () => sign() + dice.digits(1 + dice.below(20)),
    () => `${sign()}${dice.digits(1 + dice.below(6))}.${dice.digits(dice.below(20))}`,
    () => `${sign()}.${dice.digits(1 + dice.below(24))}`,
    () =>
      `${sign()}${dice.digits(1 + dice.below(18))}${"eE"[dice.below(2)]!}${sign()}${dice.digits(1 + dice.below(3))}`,
    () => `${sign()}0.${"0".repeat(dice.below(8))}${dice.digits(16 + dice.below(3))}`,
    () => String(dice.double()),
    () => (dice.unit() * 1000).toPrecision(15 + dice.below(4)),
    () => (dice.unit() * 2 ** dice.below(60)).toFixed(dice.below(6)),
  ];
  function* texts(): Generator<string> {
    for (let i = 0; i < 1_200_000; i++) yield shapes[i % shapes.length]!();
  }
  expect(differences(texts())).toEqual([]);
});

test("decimals half-way between two doubles, and a digit to either side, are rounded as Number rounds", () => {
  const dice = new Dice(2);
  const texts: string[] = [];
  for (let i = 0; i < 20_000; i++) {
    // m + 1/2 for m of 53 bits, and m / 2^k + half a unit, written out exactly where 18 digits suffice.
    const half = BigInt(2 ** 52 + dice.below(2 ** 30) * 2 ** 20) * 2n + 1n;
    const text = String(half * 5n);
    texts.push(`${text.slice(0, -1)}.${text.slice(-1)}`, String(half), String(half + 2n ** 54n));
    texts.push(`${String(half).slice(0, 3)}.${String(half).slice(3)}`);
  }
  expect(differences(texts)).toEqual([]);
});

test("edges of the exact ranges", () => {
  const powers = Array.from({ length: 50 }, (_, e) => [
    `1e${e}`,
    `1e-${e}`,
    `9007199254740993e-${e}`,
    `123456789012345678e${e - 30}`,
  ]);
  const edges = [
    "0",
    "-0",
    "-0.000",
    "00012",
    "999999999",
    "9999999999",
    "2147483648",
    "4294967296",
    "9007199254740991",
  ];
  const more = [
    "9007199254740992",
    "9007199254740993",
    "1e999",
    "-1e999",
    "1e-999",
    "4.9e-324",
    "1.7976931348623157e308",
  ];
  expect(
    differences([...powers.flat(), ...edges, ...more, "1.", ".5", "0e0", "0e500", "0.1e1", "5e-324"]),
  ).toEqual([]);
});

test("what is not a number is not read, and an exponent without digits stays behind", () => {
  for (const text of ["", "-", "+", ".", "-.", "e5", "x", "--1"]) {
    expect([text, read(text), reader.at]).toEqual([text, NaN, 0]);
  }
  for (const [text, end] of Object.entries({
    "1e": 1,
    "1e+": 1,
    "1.5x": 3,
    "1-2": 1,
    "1.2.3": 3,
    "12345678901e": 11,
  })) {
    expect([text, read(text), reader.at]).toEqual([text, Number(text.slice(0, end)), end]);
  }
});

test("a quotient too near the middle is left to others", () => {
  // 2^53 + 1 lies exactly between two doubles.
  expect(quotient(900_719_925, 1e7, 4_740_993, 1)).toBeNaN();
  expect(quotient(900_719_925, 1e7, 4_740_993, 10)).toBe(900719925474099.3);
});
