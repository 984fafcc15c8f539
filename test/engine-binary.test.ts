import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { BINARY } from "../src/wasm/binary.ts";
import { BINARY as READING } from "../src/wasm/reading-binary.ts";
import { binaryOf } from "../src/wasm/variants.ts";

/** What the compiled kernels are: a memory and functions, and nothing that would need a runtime or a table. */
const bytes = readFileSync("build/engine.wasm");
const engine = new WebAssembly.Module(bytes);

/** Ids of the sections of a module, in order. Custom sections are 0. */
function sections(): number[] {
  const ids: number[] = [];
  for (let at = 8; at < bytes.length;) {
    ids.push(bytes[at++]!);
    let [size, shift] = [0, 0];
    for (let byte = 0x80; byte & 0x80; shift += 7) {
      byte = bytes[at++]!;
      size += (byte & 0x7f) * 2 ** shift;
    }
    at += size;
  }
  return ids;
}

function exportsOf(name: string): string[] {
  const module = new WebAssembly.Module(readFileSync(`build/${name}.wasm`));
  return WebAssembly.Module.exports(module).map((one) => one.name);
}

test("it is a module of version 1", () => {
  expect(bytes.subarray(0, 8).toString("hex")).toBe("0061736d01000000");
});

test("no imports, no table, no start function, no elements", () => {
  expect(WebAssembly.Module.imports(engine)).toEqual([]);
  const [IMPORT, TABLE, START, ELEMENT] = [2, 4, 8, 9];
  const ids = sections();
  expect(ids).toContain(10); // the scan got as far as the code
  for (const id of [IMPORT, TABLE, START, ELEMENT]) expect(ids).not.toContain(id);
});

test("exports are the memory and functions, among them the loops of each of the seven losses", () => {
  const exports = WebAssembly.Module.exports(engine);
  expect(exports.filter(({ kind }) => kind !== "function")).toEqual([{ name: "memory", kind: "memory" }]);
  const names = exports.map(({ name }) => name);
  const loops = [
    ...["absolute", "huber", "linear", "pinball", "squared"].map((loss) => ["linear", loss]),
    ...["brier", "logistic"].map((loss) => ["logistic", loss]),
  ];
  const expected = loops.map(([model, loss]) => `play_${model}_${loss}`);
  expect(names.filter((name) => /^play_/.test(name)).sort()).toEqual(expected.sort());
});

test("at most 64 KiB", () => {
  expect(bytes.length).toBeLessThanOrEqual(64 * 1024);
});

test("the copy inside the package is the same file", () => {
  expect(Buffer.from(BINARY, "base64").equals(bytes)).toBe(true);
});

test("policies have a binary of their own, with the loop of each policy with each estimator", () => {
  const names = exportsOf("engine-policies");
  const utilities = ["full", "implicit", "robust", "weighted"];
  const loops = [
    ...["reinforce", "running", ...utilities].map((estimator) => `softmax_${estimator}`),
    ...["hedge", "swap"].flatMap((policy) => utilities.map((estimator) => `${policy}_${estimator}`)),
  ];
  expect(names.filter((name) => name.startsWith("act_")).sort()).toEqual(
    loops.map((loop) => `act_${loop}`).sort(),
  );
  expect(names.filter((name) => /^(play|compare|expand)_/.test(name))).toEqual([]);
  expect(exportsOf("engine").filter((name) => name.startsWith("act_"))).toEqual([]);
});

test("learners that perturb what they play have one, too, with the loop of each loss with each estimator", () => {
  const losses = ["absolute", "brier", "huber", "linear", "logistic", "pinball", "squared"];
  const loops = losses.flatMap((loss) =>
    ["gaussian", "one_point", "two_point"].map((estimator) => `perturb_${loss}_${estimator}`),
  );
  const names = exportsOf("engine-perturbed");
  expect(names.filter((name) => name.startsWith("perturb_")).sort()).toEqual(loops.sort());
  const comparing = (all: readonly string[]) =>
    all.filter((name) => /^(compare|untrained|expand)_/.test(name));
  expect(comparing(names)).toEqual(comparing(exportsOf("engine")));
  expect(names.filter((name) => /^(play|act)_/.test(name))).toEqual([]);
});

test.each([
  ["engine", { precision: "f64" }],
  ["engine-f32", { precision: "f32" }],
  ["engine-own", { precision: "f64", ownRows: true }],
  ["engine-own-f32", { precision: "f32", ownRows: true }],
  ["engine-policies", { precision: "f64", policies: true }],
  ["engine-policies-f32", { precision: "f32", policies: true }],
  ["engine-policies-own", { precision: "f64", policies: true, ownRows: true }],
  ["engine-policies-own-f32", { precision: "f32", policies: true, ownRows: true }],
  ["engine-perturbed", { precision: "f64", perturbed: true }],
  ["engine-perturbed-f32", { precision: "f32", perturbed: true }],
  ["engine-perturbed-own", { precision: "f64", perturbed: true, ownRows: true }],
  ["engine-perturbed-own-f32", { precision: "f32", perturbed: true, ownRows: true }],
] as const)(
  "%s is what its variant gets: a binary of its own, with the exports of its kind and no imports",
  async (name, variant) => {
    const binary = readFileSync(`build/${name}.wasm`);
    expect(Buffer.from(await binaryOf(variant), "base64").equals(binary)).toBe(true);
    expect(binary.equals(bytes)).toBe(name === "engine");
    expect(WebAssembly.Module.imports(new WebAssembly.Module(binary))).toEqual([]);
    const [, kind = "models"] = /(policies|perturbed)/.exec(name) ?? [];
    expect(exportsOf(name)).toEqual(exportsOf(kind === "models" ? "engine" : `engine-${kind}`));
    const budgets: Readonly<Record<string, number>> = {
      policies: 48,
      perturbed: 64,
      models: name === "engine" ? 64 : 72,
    };
    expect(binary.length).toBeLessThanOrEqual(budgets[kind]! * 1024);
  },
);

test("targets have a binary of their own: several classes, logged actions, forecasts under each loss", async () => {
  const binary = readFileSync("build/engine-targets.wasm");
  const own = await binaryOf({ precision: "f64", targets: true });
  expect(Buffer.from(own, "base64").equals(binary)).toBe(true);
  expect(WebAssembly.Module.imports(new WebAssembly.Module(binary))).toEqual([]);
  expect(binary.length).toBeLessThanOrEqual(48 * 1024);
  const names = exportsOf("engine-targets").filter((name) => /^(play|act|experts_follow)_/.test(name));
  const losses = ["absolute", "huber", "pinball", "squared", "wealth"];
  expect(names.sort()).toEqual([
    ...losses.map((loss) => `experts_follow_${loss}`),
    "play_softmax_gained",
    "play_softmax_multinomial",
  ]);
});

test("the reading kernel imports nothing, is what the package holds, and takes at most 4 KiB", () => {
  const reading = readFileSync("build/reading.wasm");
  expect(WebAssembly.Module.imports(new WebAssembly.Module(reading))).toEqual([]);
  expect(Buffer.from(READING, "base64").equals(reading)).toBe(true);
  expect(reading.length).toBeLessThanOrEqual(4 * 1024);
});
