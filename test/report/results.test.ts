import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { beforeAll, describe, expect, test } from "vitest";
import { InputError } from "../../src/index.ts";
import { conforms, type Schema } from "../../src/results/conforms.ts";
import type { ResultDocument } from "../../src/results/document.ts";
import { growthOf, growthOfMean } from "../../src/results/growth.ts";
import { SCHEMA } from "../../src/results/schema.ts";
import { formatResult, parseResult } from "../../src/results/text.ts";
import { documents, simulationDocument } from "./documents.ts";

/** Result files: their schema, and that nothing is lost in them. */
let all: ResultDocument[];
beforeAll(async () => void (all = await documents()));

/** The schema with nothing allowed that it does not name. */
function strict(schema: Schema): Schema {
  return JSON.parse(JSON.stringify(schema), (_, value: Schema) =>
    value?.type === "object" && value.properties ? { additionalProperties: false, ...value } : value,
  ) as Schema;
}

describe("the schema", () => {
  test("is the one that is published", () => {
    expect(JSON.parse(readFileSync("schema/result.schema.json", "utf8"))).toEqual(SCHEMA);
  });

  test("holds for every kind, and names every field", () => {
    const valid = new Ajv({ allErrors: true }).compile(strict(SCHEMA));
    expect(all.map(({ kind }) => kind)).toEqual([
      "simulation",
      "replicates",
      "replay",
      "plan",
      "verification",
      "experts",
      "evaluation",
    ]);
    for (const document of all) {
      const read: unknown = JSON.parse(formatResult(document));
      expect({ kind: document.kind, valid: valid(read), errors: valid.errors }).toEqual({
        kind: document.kind,
        valid: true,
        errors: null,
      });
      expect(conforms(read, SCHEMA)).toBe(null);
    }
  });

  test("our own check finds what Ajv finds", () => {
    const valid = new Ajv().compile(SCHEMA);
    const text = formatResult(all[0]!);
    let wrong = 0;
    // one scalar of the document becomes an object
    for (let at = 0; at < 380; at += 4) {
      let count = 0;
      const broken: unknown = JSON.parse(text, (_, value: unknown) =>
        typeof value !== "object" && count++ === at ? { not: "a scalar" } : value,
      );
      expect(conforms(broken, SCHEMA) === null).toBe(valid(broken));
      if (!valid(broken)) wrong++;
    }
    expect(wrong).toBeGreaterThan(80);
  });
});

describe("reading", () => {
  test("gives back what was written, numbers that are not finite and typed arrays too", () => {
    for (const document of all) expect(parseResult(formatResult(document), "r.json")).toEqual(document);
    const [first] = all as [Extract<ResultDocument, { kind: "simulation" }>];
    const odd = { ...first, result: { ...first.result, rounds: NaN }, command: ["replay", "NaN"] };
    const read = parseResult(formatResult(odd), "r.json");
    expect(read.kind === "simulation" && read.result.rounds).toBe(NaN);
    expect(read.command).toEqual(["replay", "NaN"]);
    expect(read.configuration["radius"]).toBe(Infinity);
    expect(formatResult(read)).toBe(formatResult(odd));
  });

  const broken = (change: object): string =>
    JSON.stringify({ ...JSON.parse(formatResult(all[0]!)), ...change });
  test.each<[string, () => string, RegExp]>([
    ["no JSON", () => "hello", /^r\.json: expected a result file of lowstakes, got no JSON \(/],
    ["another JSON", () => "[1]", /^r\.json: expected a result file of lowstakes, written with --out/],
    ["another version", () => broken({ version: 2 }), /^r\.json: expected version 1 of the format, got 2; /],
    ["another kind", () => broken({ kind: "dream" }), /^r\.json, kind: expected "\w+", got "dream"$/],
    [
      "a number that is a list",
      () => broken({ overTime: { rounds: [[1]], runs: [] } }),
      /^r\.json, overTime\.rounds\[0\]: expected /,
    ],
    ["a part that is not there", () => broken({ result: undefined }), /^r\.json, result: expected a value/],
    [
      "a plan without a log: it has no course over time to miss",
      () =>
        JSON.stringify({ ...JSON.parse(formatResult(all.find(({ kind }) => kind === "plan")!)), data: 5 }),
      /^r\.json, data: expected /,
    ],
    [
      "a plan that is none",
      () =>
        JSON.stringify({ ...JSON.parse(formatResult(all.find(({ kind }) => kind === "plan")!)), result: 5 }),
      /^r\.json, result: expected object, got 5$/,
    ],
  ])("refuses %s, and says where", (_, text, message) => {
    expect(() => parseResult(text(), "r.json")).toThrow(InputError);
    expect(() => parseResult(text(), "r.json")).toThrow(message);
  });
});

describe("growth", () => {
  const rounds = Array.from({ length: 14 }, (_, i) => 2 ** (i + 4));

  test("of a power law is its exponent, fitted to the last six octaves", () => {
    const growth = growthOf(
      rounds,
      rounds.map((t) => (t < 500 ? t * t : 3 * t ** 0.7)),
    )!;
    expect(growth.exponent.mean).toBeCloseTo(0.7, 12);
    expect(growth.exponent.standardError).toBe(null);
    expect([growth.from, growth.to]).toEqual([2048, 131_072]);
  });

  test("of replicates has a standard error; of what is not positive there is none", () => {
    const paths = rounds.map((t) => Float64Array.of(t ** 0.5, 3 * t ** 0.5, 2 * t ** 0.6));
    const { exponent } = growthOfMean(rounds, paths)!;
    expect(exponent.mean).toBeGreaterThan(0.5);
    expect(exponent.mean).toBeLessThan(0.6);
    expect(exponent.standardError).toBeGreaterThan(0);
    expect(
      growthOf(
        rounds,
        rounds.map((t) => 1e4 - t),
      ),
    ).toBe(null);
    expect(growthOf(rounds.slice(0, 3), [1, 2, 3])).toBe(null);
  });

  test("of a simulation is that of its points", async () => {
    const { overTime } = await simulationDocument(3000);
    const [run] = overTime.runs;
    expect(run!.regret).toHaveLength(overTime.rounds.length);
    expect(run!.growth).toEqual(growthOf(overTime.rounds, run!.regret));
    expect(overTime.rounds.at(-1)).toBe(3000);
  });
});
