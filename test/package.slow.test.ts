import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

/** The package as somebody gets it: packed, installed into an empty project, imported and run there. */

const project = mkdtempSync(join(tmpdir(), "lowstakes-"));
const npm = (...args: string[]): string =>
  execFileSync("npm", args, { cwd: project, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

beforeAll(() => {
  execFileSync("npm", ["pack", "--pack-destination", project, "--loglevel", "error"], {
    cwd: resolve("."),
    encoding: "utf8",
  });
  writeFileSync(
    join(project, "package.json"),
    JSON.stringify({ name: "empty", private: true, type: "module" }),
  );
  const tarball = readdirSync(project).find((name) => name.endsWith(".tgz"))!;
  npm("install", "--no-audit", "--no-fund", `./${tarball}`);
});

afterAll(() => rmSync(project, { recursive: true, force: true }));

test("its library simulates", () => {
  const program = `
    import { gaussian, pipelined, simulate } from "lowstakes";
    let last;
    for await (const at of simulate({ rounds: 1000, stream: gaussian({ features: 3 }), schedules: [pipelined(10)] })) last = at;
    console.log(last.rounds, last.runs[0].latency, last.runs[0].certificate.holds);
  `;
  writeFileSync(join(project, "program.mjs"), program);
  const out = execFileSync(process.execPath, ["program.mjs"], { cwd: project, encoding: "utf8" });
  expect(out.trim()).toBe("1000 10 true");
});

test("its command replays a log", () => {
  writeFileSync(
    join(project, "log.csv"),
    `x,y\n${Array.from({ length: 100 }, (_, i) => `${i % 7},${i % 2}`).join("\n")}\n`,
  );
  const out = npm("exec", "--", "lowstakes", "replay", "log.csv", "--target", "y", "--json", "--quiet");
  expect((JSON.parse(out) as { rounds: number }).rounds).toBe(100);
});

const replayed = (precision: string): { precision: string; rounds: number } =>
  JSON.parse(
    npm(
      ...["exec", "--", "lowstakes", "replay", "log.csv", "--target", "y", "--json", "--quiet"],
      ...["--precision", precision],
    ),
  ) as { precision: string; rounds: number };

test("a report without what pictures are drawn with says how to get it; words and tables need nothing", () => {
  npm("exec", "--", "lowstakes", "replay", "log.csv", "--target", "y", "--out", "r.json", "--quiet");
  const report = (...flags: string[]): string => npm("exec", "--", "lowstakes", "report", "r.json", ...flags);
  expect(() => report()).toThrow("get it with: npm i @observablehq/plot linkedom");
  expect(() => report("--parquet", "tables")).toThrow("get it with: npm i hyparquet-writer");
  expect(report("--markdown")).toMatch(/^# log/);
  const program = `
    import { parseResult, reportOf } from "lowstakes/report";
    import { readFileSync } from "node:fs";
    import schema from "lowstakes/result.schema.json" with { type: "json" };
    const document = parseResult(readFileSync("r.json", "utf8"), "r.json");
    console.log(reportOf(document).title, schema.anyOf.length);
  `;
  writeFileSync(join(project, "report.mjs"), program);
  const out = execFileSync(process.execPath, ["report.mjs"], {
    cwd: project,
    encoding: "utf8",
    stdio: "pipe",
  });
  expect(out.trim()).toBe("log.csv, replayed 7");
});

test("it replays in f32 too", () => {
  expect(replayed("f32")).toMatchObject({ precision: "f32", rounds: 100 });
});

test("who never asks for f32 never loads its kernels", () => {
  const kernels = join(project, "node_modules/lowstakes/dist/src/wasm/binary-f32.js");
  renameSync(kernels, `${kernels}.away`);
  try {
    expect(replayed("f64")).toMatchObject({ precision: "f64", rounds: 100 });
    expect(() => replayed("f32")).toThrow("binary-f32.js");
  } finally {
    renameSync(`${kernels}.away`, kernels);
  }
});

test("it reads a log in a thread of its own", () => {
  const program = `
    import { openLog, replay } from "lowstakes";
    let threads = 0;
    process.on("worker", () => threads++);
    let last;
    for await (const at of replay({ rows: await openLog("log.csv", { target: "y", workers: 1 }) })) last = at;
    console.log(threads, last.rounds);
  `;
  writeFileSync(join(project, "thread.mjs"), program);
  const out = execFileSync(process.execPath, ["thread.mjs"], { cwd: project, encoding: "utf8" });
  expect(out.trim()).toBe("1 100");
});

test("it simulates in threads", () => {
  const program = `
    import { gaussian, replicate } from "lowstakes";
    let threads = 0;
    process.on("worker", () => threads++);
    let last;
    for await (const at of replicate({ replicates: 3, rounds: 500, stream: gaussian({ features: 3 }), workers: 2 })) last = at;
    console.log(threads, last.replicates, last.runs[0].violations);
  `;
  writeFileSync(join(project, "threads.mjs"), program);
  const out = execFileSync(process.execPath, ["threads.mjs"], { cwd: project, encoding: "utf8" });
  expect(out.trim()).toBe("2 3 0");
});

test("it carries neither sources, tests nor benches", () => {
  const files = readdirSync(join(project, "node_modules/lowstakes"), { recursive: true }).map(String);
  for (const name of ["engine.wasm", "engine-f32.wasm", "engine-policies.wasm", "engine-perturbed.wasm"])
    expect(files).toContain(join("dist", name));
  // of the kernels' sources only where things lie, which the host reads too
  expect(files.filter((name) => /(^|\/)(bench|test)(\/|$)/.test(name))).toEqual([]);
  expect(
    files.filter((name) => /\/assembly\/.*\.(js|ts)$/.test(name) && !/\/layout\.(js|d\.ts)$/.test(name)),
  ).toEqual([]);
});
