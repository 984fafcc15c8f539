import { execFileSync, spawnSync } from "node:child_process";
import {
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test, vi } from "vitest";
import type { SimulationCheckpoint } from "../src/index.ts";
import { interrupted, lowstakes, lowstakesJson } from "./command.ts";
import { Dice } from "./dice.ts";

/** The command line as its users meet it: what it prints where, its exit codes, and what it leaves behind. */
const folder = mkdtempSync(join(tmpdir(), "lowstakes-cli-"));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

const dice = new Dice(3);
const rows = Array.from({ length: 400 }, () => [dice.normal(), dice.normal()]);
const LOG = file(
  "log.csv",
  `a,b,late\n${rows.map(([a, b]) => `${a},${b},${a! + b! / 2 > 0 ? 1 : 0}`).join("\n")}\n`,
);

describe("help", () => {
  test.each([
    ["--help"],
    ["simulate", "--help"],
    ["replay", "--help"],
    ["plan", "--help"],
    ["help", "replay"],
    ["verify", "--help"],
    ["explain", "--help"],
    ["experts", "--help"],
    ["evaluate", "--help"],
  ])("%s %s", (...args) => {
    const { code, out, err } = lowstakes(...args);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/^Usage: lowstakes/);
    if (args.includes("replay")) {
      for (const flag of ["--target", "--features", "--latency", "--predictions", "--seed", "--workers"])
        expect(out).toContain(flag);
    }
  });

  test("--version is that of the package", () => {
    const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
    expect(lowstakes("--version")).toEqual({ code: 0, out: `${version}\n`, err: "" });
  });
});

describe("simulate", () => {
  const args = ["simulate", "--rounds", "2000", "--features", "3", "--latency", "1,10"];

  test("a table on stdout, nothing else", () => {
    const { code, out, err } = lowstakes(...args);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/^2,000 decisions\./);
    expect(out.match(/^pipelined\((1|10)\)/gm)).toHaveLength(2);
    expect(out).toContain("Meaningful: the bound is at most 5% of the value at stake");
  });

  test("--json is one object with a run for each schedule and the same numbers", () => {
    const { runs, rounds } = JSON.parse(lowstakes(...args, "--json").out) as {
      rounds: number;
      runs: { schedule: string; regret: number; certificate: { bound: number } }[];
    };
    expect(rounds).toBe(2000);
    expect(runs.map(({ schedule }) => schedule)).toEqual(["pipelined(1)", "pipelined(10)"]);
    for (const { regret, certificate } of runs) expect(regret).toBeLessThanOrEqual(certificate.bound);
  });

  test("a seed is a seed", () => {
    const of = (seed: string) => lowstakes(...args, "--json", "--seed", seed).out;
    expect(of("5")).toBe(of("5"));
    expect(of("5")).not.toBe(of("6"));
    expect(of("1")).toBe(lowstakes(...args, "--json").out);
  });

  test("--precision: the JSON says which, in f32 with a term for rounding", () => {
    type Result = { precision: string; runs: { certificate: { terms: { rounding?: number } } }[] };
    const of = (...more: string[]) => lowstakesJson<Result>(...args, ...more);
    const [single, double] = [of("--precision", "f32"), of("--precision", "f64")];
    expect(single.precision).toBe("f32");
    expect(double.precision).toBe("f64");
    expect(double).toEqual(of());
    for (const { certificate } of single.runs) expect(certificate.terms.rounding).toBeGreaterThan(0);
    for (const { certificate } of double.runs) expect(certificate.terms).not.toHaveProperty("rounding");
    const wrong = lowstakes(...args, "--precision", "single");
    expect(wrong).toEqual({
      code: 2,
      out: "",
      err: 'lowstakes: --precision: expected f64 or f32, got "single"\n',
    });
    const replayed = lowstakesJson<Result>("replay", LOG, "--target", "late", "--precision", "f32");
    expect(replayed.precision).toBe("f32");
  });

  test("small shares are not rounded away", () => {
    expect(lowstakes(...args, "--epsilon", "0.001").out).toContain("at most 0.1% of the value");
  });

  test("no line is wider than the terminal", () => {
    const before = process.env["COLUMNS"];
    process.env["COLUMNS"] = "60";
    const { out } = lowstakes(...args);
    if (before === undefined) delete process.env["COLUMNS"];
    else process.env["COLUMNS"] = before;
    expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(60);
  });

  test("Ctrl-C: the partial result, exit code 3", async () => {
    const { code, result } = await interrupted<{
      rounds: number;
      interrupted: boolean;
      runs: { regret: number }[];
    }>(["simulate", "--rounds", "1e12"], ({ rounds }) => rounds > 1000);
    expect(code).toBe(3);
    expect(result.interrupted).toBe(true);
    expect(result.runs[0]!.regret).toBeGreaterThan(0);
  });
});

describe("simulate --replicates", () => {
  const args = ["simulate", "--rounds", "1000", "--features", "3", "--latency", "1,10", "--replicates", "5"];

  test("a table of means on stdout, nothing else, whatever the number of workers", () => {
    const { code, out, err } = lowstakes(...args);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/^5 replicates of 1,000 decisions\./);
    expect(out.match(/^pipelined\((1|10)\) .* ± /gm)).toHaveLength(2);
    expect(lowstakes(...args, "--workers", "2").out).toBe(out);
  });

  test("--json has the regret of each, in the order of the replicates", () => {
    const { replicates, runs } = JSON.parse(lowstakes(...args, "--json").out) as {
      replicates: number;
      runs: { regret: { mean: number; standardError: number }; regrets: number[]; violations: number }[];
    };
    expect([replicates, runs.length]).toEqual([5, 2]);
    const single = JSON.parse(lowstakes(...args.slice(0, -2), "--json").out) as {
      runs: { regret: number }[];
    };
    runs.forEach(({ regret, regrets, violations }, i) => {
      expect(regrets).toHaveLength(5);
      expect(regrets[0]).toBe(single.runs[i]!.regret);
      expect(regret.mean).toBeCloseTo(regrets.reduce((sum, each) => sum + each) / 5, 10);
      expect(violations).toBe(0);
    });
  });

  test("no line is wider than the terminal", () => {
    vi.stubEnv("COLUMNS", "60");
    const { out } = lowstakes(...args, "--step-size", "0.1,1000", "--outcomes", "values");
    vi.unstubAllEnvs();
    expect(out).toContain("Diverged: pipelined(1), step 1000: 5 of 5.");
    expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(60);
  });

  test.each([
    ["--replicates", "0", "--replicates: expected an integer from 1 to 268435456, got 0"],
    ["--replicates", "1.5", "--replicates: expected an integer from 1 to 268435456, got 1.5"],
    ["--workers", "0", "--workers: expected an integer from 1 to 1024, got 0"],
    ["--workers", "-1", "--workers: expected an integer from 1 to 1024, got -1"],
    ["--workers", "many", '--workers: expected a number, got "many"'],
  ])("%s %s", (...wrong) => {
    const message = wrong.pop();
    const { code, out, err } = lowstakes(...args, ...wrong);
    expect({ code, out, err }).toEqual({ code: 2, out: "", err: `lowstakes: ${message}\n` });
  });

  test("Ctrl-C with threads: what there is, exit code 3, and nothing left running", async () => {
    const args = ["simulate", "--rounds", "1e12", "--replicates", "4", "--workers", "2"];
    const { code, result } = await interrupted<{ rounds: number; interrupted: boolean; replicates: number }>(
      args,
      ({ rounds }) => rounds > 1000,
    );
    expect(code).toBe(3);
    expect(result).toMatchObject({ interrupted: true, replicates: 1 });
  });
});

test.skipIf(!existsSync("/dev/full"))("a disk that is full: one sentence, exit code 1", () => {
  const command = `"${process.execPath}" dist/src/cli.js simulate --rounds 1000 > /dev/full`;
  const { status, stderr } = spawnSync("sh", ["-c", command], { encoding: "utf8" });
  expect(status).toBe(1);
  expect(stderr).toMatch(/^lowstakes: ENOSPC[^\n]*\n$/);
});

describe("replay", () => {
  test("a table on stdout, and the learners learn", () => {
    const { code, out, err } = lowstakes("replay", LOG, "--target", "late", "--latency", "1,50");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(
      /^log\.csv: 400 rows, 3 columns with the intercept, log loss; for each schedule the best of 8/,
    );
    const { runs } = JSON.parse(lowstakes("replay", LOG, "--target", "late", "--json").out) as {
      runs: { errors: number }[];
    };
    expect(Math.min(...runs.map(({ errors }) => errors))).toBeLessThan(60);
  });

  test("river scaling learns the same with and without a comparator", () => {
    const losses = ["none", "untrained", "hindsight"].map((comparator) => {
      const flags = [
        "--target",
        "late",
        "--scale",
        "river",
        "--latency",
        "1,10,100",
        "--comparator",
        comparator,
      ];
      const { runs } = JSON.parse(lowstakes("replay", LOG, ...flags, "--json").out) as {
        runs: { meanLoss: number }[];
      };
      return runs.map(({ meanLoss }) => meanLoss);
    });
    expect(losses[1]).toEqual(losses[0]);
    expect(losses[2]).toEqual(losses[0]);
  });

  test("the accounts of every learner", () => {
    const flags = [
      "--target",
      "late",
      "--latency",
      "1,10",
      "--step-size",
      "0.1",
      "--comparator",
      "untrained",
    ];
    const { runs } = JSON.parse(lowstakes("replay", LOG, ...flags, "--json").out) as {
      runs: Record<
        "minGap" | "maxGap" | "squaredLoss" | "maxGradient" | "path" | "meanLoss" | "rounds",
        number
      >[];
    };
    for (const run of runs) {
      expect(run.minGap).toBeGreaterThan(-Math.log(2));
      expect(run.maxGap).toBeGreaterThan(0);
      // Cauchy and Schwarz
      expect(run.squaredLoss).toBeGreaterThan(run.meanLoss ** 2 * run.rounds);
      expect(run.path).toBeGreaterThan(0);
      expect(run.path).toBeLessThan(0.1 * run.maxGradient * run.rounds);
    }
  });

  test("every prediction of every learner", () => {
    const to = join(folder, "predictions.csv");
    const flags = ["--target", "late", "--latency", "1,10", "--step-size", "0.1", "--predictions", to];
    expect(lowstakes("replay", LOG, ...flags).code).toBe(0);
    const lines = readFileSync(to, "utf8").trimEnd().split("\n");
    expect(lines[0]).toBe("round,schedule,step_size,prediction,outcome,seen");
    expect(lines).toHaveLength(1 + 2 * 400);
    const last = lines.findLast((line) => line.includes("pipelined(10)"))!.split(",");
    expect([last[0], last[5]]).toEqual(["400", "390"]);
    expect(readdirSync(folder).filter((name) => name.endsWith(".partial"))).toEqual([]);
  });

  test.skipIf(process.platform === "win32")("predictions into a pipe, or through a link", () => {
    const flags = ["--target", "late", "--step-size", "0.1", "--predictions"];
    const command = `"${process.execPath}" dist/src/cli.js replay "${LOG}" ${flags.join(" ")} /dev/stdout | cat`;
    const out = execFileSync("sh", ["-c", command], { encoding: "utf8" });
    expect(out).toMatch(/^round,schedule,step_size,prediction,outcome,seen\n1,pipelined\(1\),0\.1,0\.5,/);
    const real = file("real.csv", "");
    symlinkSync(real, join(folder, "link.csv"));
    expect(lowstakes("replay", LOG, ...flags, join(folder, "link.csv")).code).toBe(0);
    expect(lstatSync(join(folder, "link.csv")).isSymbolicLink()).toBe(true);
    expect(readFileSync(real, "utf8").split("\n")).toHaveLength(402);
  });

  test("predictions never replace the log, nor a folder", () => {
    const before = readFileSync(LOG, "utf8");
    for (const to of [LOG, folder, join(folder, "nowhere", "p.csv")]) {
      const { code, out, err } = lowstakes("replay", LOG, "--target", "late", "--predictions", to);
      expect({ code, out }).toEqual({ code: 2, out: "" });
      expect(err).toMatch(/^lowstakes: --predictions: expected a file that can be written, got /);
    }
    expect(readFileSync(LOG, "utf8")).toBe(before);
  });
});

describe("policies", () => {
  const args = ["simulate", "--stream", "choices", "--rounds", "5000", "--latency", "1,20", "--radius", "9"];

  test("a table of expected and drawn utilities, which fits a narrow terminal", () => {
    const { code, out } = lowstakes(...args);
    expect(code).toBe(0);
    expect(out).toMatch(/pipelined\(20\) .* 0\.\d{6} /);
    expect(out).toContain("No theorem covers this run: the expected loss of a softmax policy is not convex");
    expect(out).not.toContain("Meaningful");
  });

  test("options reach the run", () => {
    const of = (...more: string[]) =>
      JSON.parse(lowstakes(...args, "--json", ...more).out) as SimulationCheckpoint;
    const usual = of();
    expect(usual.comparator.norm).toBeCloseTo(4, 12);
    expect(usual.comparator.untrainedMeanLoss).toBe(-0.25);
    expect(of("--actions", "5").comparator.untrainedMeanLoss).toBeCloseTo(-0.2, 12);
    expect(of("--chooses", "best").comparator.meanLoss).toBeLessThan(usual.comparator.meanLoss);
    expect(of("--norm", "1").comparator.norm).toBeCloseTo(1, 12);
    expect(of("--baseline", "0").runs[0]!.meanLoss).not.toBe(usual.runs[0]!.meanLoss);
    expect(of("--baseline", "0.5")).toEqual(usual);
    expect(of("--workers", "2")).toEqual(usual);
  });
});

test("learners that are told the loss of what they played only", () => {
  const args = ["simulate", "--rounds", "2000", "--features", "3", "--estimator"];
  const { out } = lowstakes(...args, "gaussian:0.5", "--outcomes", "values");
  expect(out).toMatch(/loss +cost of +regret/);
  expect(out).toContain("Estimator: Gaussian policy (sigma 0.5, baseline 0).");
  expect(out).toMatch(/what is bounded\s+is\s+the\s+mean regret/);
  const { estimator, runs } = JSON.parse(
    lowstakes(...args, "one-point:0.2", "--baseline", "mean", "--json").out,
  ) as SimulationCheckpoint;
  expect(estimator!.label).toBe("one-point estimate (delta 0.2, baseline mean)");
  expect(runs[0]!.playedLoss).toBeGreaterThan(0);
});

describe("worlds", () => {
  const args = [
    "simulate",
    "--stream",
    "world",
    "--rounds",
    "3000",
    "--model",
    "hedge",
    "--estimator",
    "full",
  ];
  const of = (...more: string[]) =>
    JSON.parse(lowstakes(...args, "--json", ...more).out) as SimulationCheckpoint;

  test("two tables, the second of what became of the learners, no line wider than the terminal", () => {
    const { code, out } = lowstakes(...args, "--world", "repairable", "--repair", "0.2", "--latency", "1,9");
    expect(code).toBe(0);
    expect(out).toMatch(/reward +regret +sum of +stakes +state/);
    expect(out.match(/^pipelined\(9\) .* 5 +(intact|broken)$/gm)).toHaveLength(1);
    expect(out.replace(/\s+/g, " ")).toContain("decision: 5 in a state that can be met, 5 in any.");
    expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(120);
  });

  test("stated stakes that are exceeded are reported with the state and both actions", () => {
    const { out } = lowstakes(...args, "--world", "catastrophe", "--cost", "3", "--stakes", "2");
    expect(out.replace(/\s+/g, " ")).toContain(
      "by 3 in round 1 (catastrophic in state world is worth -3; ordinary in state world is worth 0)",
    );
  });

  test("options reach the run, and so does a file", () => {
    const rho = (...more: string[]) => of(...more).runs[0]!.world!.rhoAll;
    expect(rho("--world", "irreversible", "--cost", "2")).toBe(2 * 2999);
    expect(rho("--world", "tiny-pieces", "--limit", "7", "--cost", "0.5")).toBeCloseTo(0.5 * 13, 12);
    expect(rho("--world", "random", "--states", "3")).not.toBe(rho("--world", "random", "--world-seed", "2"));
    const [run] = of(
      "--world",
      "test/worlds/eight-states.json",
      "--tamper-from",
      "10",
      "--tamper-rounds",
      "5",
    ).runs;
    expect(run!.world!.perceived!.regret).not.toBe(run!.regret);
    const pieces = ["--world", "tiny-pieces", "--cost", "0.1", "--limit", "5", "--threshold", "0.35"];
    const [blind, drawn] = [of(...pieces), of(...pieces, "--pull", "0.3")].map(({ runs }) => runs[0]!.world!);
    expect(Math.abs(Number(drawn!.state))).toBe(3);
    expect(drawn!.realised).toBeGreaterThan(blind!.realised);
  });

  test("a file whose aligned policy has several closed classes is refused, unless that is meant", () => {
    const path = join(folder, "two-classes.json");
    const stay = [
      [1, 0],
      [0, 1],
    ];
    const rows = [
      [1, 0],
      [1, 0],
    ];
    const mdp = {
      transitions: stay.map((row) => [row, row]),
      rewards: [
        [1, 0],
        [0, 1],
      ],
      policy: rows,
      start: 0,
    };
    writeFileSync(path, JSON.stringify(mdp));
    expect(lowstakes(...args, "--world", path)).toEqual({
      code: 2,
      out: "",
      err: `lowstakes: ${path}: expected an aligned model with one closed class of states, got 2: {0}, {1} (--multichain plays it; stakes may then grow with the horizon)\n`,
    });
    expect(of("--world", path, "--multichain").runs[0]!.world!.reward).toBeGreaterThan(0);
  });

  test("replicates say how much was luck", () => {
    const { out } = lowstakes(...args, "--world", "random", "--replicates", "9", "--rounds", "100");
    expect(out).toMatch(/luck, +standard/);
  });
});

describe("transformed models", () => {
  test("swap regret and its bound, by the policy that has little of it", () => {
    const args = [
      "simulate",
      "--rounds",
      "2000",
      "--stream",
      "phases",
      "--utilities",
      "0,1,0.5;1,0,0.2",
      "--transformed",
    ];
    const { code, out } = lowstakes(...args, "--model", "swap", "--estimator", "full");
    expect(code).toBe(0);
    expect(out).toMatch(/swap +internal/);
    expect(out).toContain("The bound is one on swap regret too.");
    const of = (...more: string[]) =>
      JSON.parse(lowstakes(...args, "--json", ...more).out) as SimulationCheckpoint;
    expect(of("--model", "swap", "--estimator", "full").runs[0]!.transformed!.holds).toBe(true);
    expect(of("--model", "hedge").runs[0]!.transformed!.swapBound).toBe(null);
    expect(of("--model", "swap").estimator!.label).toBe("importance weighting (baseline 0)");
    expect(lowstakes(...args, "--replicates", "2").out).toMatch(/swap/);
  });

  test("linear maps, on gradients that turn", () => {
    const args = [
      "simulate",
      "--rounds",
      "2500",
      "--stream",
      "rotating",
      "--radius",
      "1",
      "--step-size",
      "0.02",
    ];
    const { code, out } = lowstakes(...args, "--angle", "0.02", "--transformed");
    expect(code).toBe(0);
    expect(out).toMatch(/regret to/);
    expect(lowstakes(...args)).toMatchObject({ code: 2 });
    expect(lowstakes(...args).err).toContain("--stream rotating: expected --angle beside it");
    expect(lowstakes("simulate", "--transformed").err).toContain(
      "expected a policy or a linear loss beside it",
    );
  });
});

describe("policies in contexts", () => {
  const table = ["--utilities", "0.2,0.8;0.9,0.1"];
  const args = ["simulate", "--rounds", "4000", "--stream", "contexts", ...table];
  const of = (...more: string[]) =>
    JSON.parse(lowstakes(...args, "--json", ...more).out) as SimulationCheckpoint;

  test("a bound where there is one, and what exploration costs", () => {
    const { code, out } = lowstakes(
      ...args,
      "--model",
      "hedge",
      "--estimator",
      "full",
      "--exploration",
      "0.1",
    );
    expect(code).toBe(0);
    expect(out).toMatch(/cost of +regret/);
    expect(out).toMatch(/Estimator: full information\./);
    expect(out).not.toContain("No theorem");
    const { runs } = of("--model", "hedge", "--estimator", "full", "--exploration", "0.1");
    expect(runs[0]!.certificate!.holds).toBe(true);
    expect(runs[0]!.deployed!.cost).toBeGreaterThan(50);
  });

  test("options reach the run", () => {
    const label = (...more: string[]) => of(...more).estimator;
    expect(label()).toEqual({ label: "REINFORCE (baseline 0.5)", biased: false });
    expect(label("--model", "hedge")!.label).toBe("importance weighting (baseline 0)");
    expect(label("--model", "hedge", "--baseline", "0.3")!.label).toBe("importance weighting (baseline 0.3)");
    expect(label("--baseline", "optimal")!.label).toBe("REINFORCE (baseline optimal)");
    expect(label("--estimator", "robust")!.label).toBe("doubly robust (running means)");
    expect(label("--estimator", "robust:0.4")!.label).toBe("doubly robust (model 0.4)");
    expect(label("--estimator", "implicit:0.2")).toEqual({
      label: "implicit exploration (gamma 0.2)",
      biased: true,
    });
    expect(lowstakes(...args, "--estimator", "implicit").out).toContain("which is biased");
    expect(of("--utility-noise", "bernoulli").runs[0]!.meanUtility).not.toBe(of().runs[0]!.meanUtility);
    expect(of("--probabilities", "1,0").comparator.meanLoss).toBeCloseTo(-0.8, 12);
    expect(of("--comparator", "hindsight").comparator.hindsight!.actions).toEqual([1, 0]);
    const falling = of("--exploration", "1", "--exploration-rule", "root").runs[0]!.deployed!.cost;
    expect(falling).toBeLessThan(of("--exploration", "1").runs[0]!.deployed!.cost / 2);
  });

  test("sequences", () => {
    const phases = ["simulate", "--rounds", "100", "--stream", "phases", ...table, "--length", "25"];
    const { out } = lowstakes(...phases, "--model", "hedge", "--estimator", "full");
    expect(out).toContain("the best action of each context");
    const loop = ["simulate", "--rounds", "9000", "--stream", "holonomy", "--step-size", "0.1"];
    const { runs } = JSON.parse(
      lowstakes(...loop, "--estimator", "full", "--json").out,
    ) as SimulationCheckpoint;
    expect(runs[0]!.regret! / 9000).toBeGreaterThan(0.25);
  });

  test("replicates report the regret of what was deployed", () => {
    const { out } = lowstakes(...args, "--exploration", "0.1", "--replicates", "3");
    expect(out).toMatch(/deployed/);
    expect(out).toContain("Estimator: REINFORCE (baseline 0.5).");
  });
});

describe("what is wrong is said in one sentence, exit code 2, nothing on stdout", () => {
  const gap = file("gap.csv", "a,y\n1,0\n,1\n");
  const short = file("short.csv", "a,b,y\n1,2,0\n3,4\n");
  const empty = file("empty.csv", "");
  const fake = file("fake.parquet", "hello");
  const one = file("one.csv", "a,y\n1,0\n2,0\n");
  const wrong: [string[], RegExp][] = [
    [["replay", gap, "--target", "y"], /gap\.csv, row 2, column "a": expected a number, got an empty cell/],
    [["replay", short, "--target", "y"], /short\.csv, row 2: expected 3 cells as in the header, got 2/],
    [["replay", empty, "--target", "y"], /empty\.csv: expected rows, got an empty file/],
    [["replay", fake, "--target", "y"], /fake\.parquet: expected a Parquet file/],
    [["replay", one, "--target", "y"], /column "y": expected at least two different values of the target/],
    [["replay", LOG, "--target", "nope"], /target names column "nope", which is not there/],
    [["replay", LOG, "--target", "late", "--features", "c"], /features names column "c", which is not there/],
    [
      ["replay", LOG, "--target", "late", "--latency", "0"],
      /--latency: expected an integer from 1 .*, got 0/,
    ],
    [
      ["replay", LOG, "--target", "late", "--latency", "1.5"],
      /--latency: expected an integer from 1 .*, got 1\.5/,
    ],
    [
      ["replay", LOG, "--target", "late", "--step-size", "-1"],
      /--step-size: expected a finite number > 0, got -1/,
    ],
    [["replay", join(folder, "none.csv"), "--target", "y"], /none\.csv: expected a file/],
    [["simulate", "--rounds", "many"], /--rounds: expected a number, got "many"/],
    [["simulate", "--rounds", "10", "--generator", "dice"], /--generator: expected/],
    [
      ["simulate", "--stream", "choices", "--actions", "1"],
      /--actions: expected an integer from 2 to 1024, got 1/,
    ],
    [["simulate", "--stream", "choices", "--gradient", "fresh"], /expected stale gradients for a policy/],
    [["simulate", "--baseline", "1"], /REINFORCE \(baseline 1\) is for choices/],
    [["simulate", "--exploration", "0.1"], /exploration: is for choices, got the stream gaussian/],
    [
      ["simulate", "--stream", "choices", "--exploration", "2"],
      /exploration: gamma: expected a number >= 0 and <= 1, got 2/,
    ],
    [["simulate", "--stream", "choices", "--model", "hedge"], /hedge\(\) has a distribution for each of/],
    [
      ["simulate", "--stream", "choices", "--estimator", "guess"],
      /--estimator: expected reinforce, .*"guess"/,
    ],
    [
      ["simulate", "--stream", "choices", "--estimator", "full:1"],
      /--estimator: expected a name, .*"full:1"/,
    ],
    [
      ["simulate", "--stream", "choices", "--estimator", "full", "--baseline", "1"],
      /--baseline: expected --estimator reinforce, importance, gaussian or one-point beside it, got full/,
    ],
    [
      ["simulate", "--stream", "choices", "--estimator", "importance", "--baseline", "mean"],
      /--baseline: expected a number beside --estimator importance, got mean/,
    ],
    [["simulate", "--estimator", "one-point"], /--estimator: expected a number with it, one-point:0.1, got/],
    [
      ["simulate", "--estimator", "gaussian:1", "--baseline", "optimal"],
      /--baseline: expected a number or mean beside --estimator gaussian, got optimal/,
    ],
    [
      ["simulate", "--estimator", "two-point:0.1", "--gradient", "fresh"],
      /expected stale gradients for the two-point estimate \(delta 0.1\)/,
    ],
    [["simulate", "--stream", "contexts"], /--stream contexts: expected --utilities beside it/],
    [
      ["simulate", "--stream", "contexts", "--utilities", "1,2;3"],
      /contexts: utilities\[1\]: expected 2 actions, got 1/,
    ],
    [["simulate", "--stream", "holonomy"], /--stream holonomy: expected one --step-size, got aware/],
    [["simulate", "--stream", "world"], /--stream world: expected --world beside it/],
    [["simulate", "--stream", "world", "--world", "none.json"], /none\.json: expected a file/],
    [
      [
        "simulate",
        "--stream",
        "world",
        "--world",
        file("half.json", '{"transitions":[[[0.5],[1]]],"rewards":[[0,0]]}'),
      ],
      /half\.json, transitions\[0\]\[0\]: expected probabilities that add up to 1, got a sum of 0\.5/,
    ],
    [
      ["simulate", "--stream", "world", "--world", "random", "--pull", "1"],
      /--pull: expected --world tiny-pieces and --threshold beside it/,
    ],
    [
      ["simulate", "--stream", "world", "--world", "random", "--tamper-rounds", "1"],
      /--tamper-rounds: expected --tamper-from beside it/,
    ],
    [["simulate", "--stream", "world", "--world", "random", "--relaxed"], /worlds are played by a build/],
    [["simulate", "--bogus"], /unknown option '--bogus'/],
    [["guess"], /unknown command 'guess'/],
  ];
  test.each(wrong)("%j", (args, message) => {
    const { code, out, err } = lowstakes(...args);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(message);
    expect(err).toMatch(/^lowstakes: [^\n]+\n(\(Did you mean .*\)\n)?$/);
  });
});
