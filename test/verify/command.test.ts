import { describe, expect, test } from "vitest";
import { explainText } from "../../src/report/explain.ts";
import { verifyText } from "../../src/report/verify.ts";
import { exactly } from "../../src/verify/measurement.ts";
import { experimentOf, experiments, type Verified } from "../../src/verify.ts";
import { interrupted, lowstakes, lowstakesJson } from "../command.ts";

/** `lowstakes verify` and `lowstakes explain` as their users meet them. */

interface Found {
  readonly deep: boolean;
  readonly interrupted: boolean;
  readonly holds: boolean;
  readonly experiments: readonly Verified[];
}

describe("verify", () => {
  test("a table on stdout: section, statement, measured, exact or proved, tolerance, holds", () => {
    const { code, out, err } = lowstakes("verify", "--only", "shift,damage");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(
      /^section, experiment .* exact \(=\)\nand statement +measured +or proved +tolerance +holds\n/,
    );
    expect(out).toMatch(/^2 shift: When .* cost of a shift +54\.0232 += 54\.0232 +1e-9 +yes$/m);
    expect(out).toMatch(/^6 damage: .* D_k, breakable world +24 += 24 +1e-9 +yes$/m);
    expect(out).toMatch(/\n2 statements, 8 measurements: all hold\.\n$/);
    expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(120);
  });

  test.each([40, 60, 80])("no line is wider than %d columns", (width) => {
    const all = experiments().map(({ id, section, statement }): Verified => {
      const what = "the same against what cannot be avoided";
      const measurements = [exactly(what, 54.0232374, 54.0232374)];
      const words = { definition: "", formula: "", source: "" };
      return { id, section, statement, ...words, parameters: {}, measurements, holds: true };
    });
    const text = verifyText({ experiments: all, planned: all.length, interrupted: false }, width);
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(width);
    expect(text.replace(/\s+/g, " ")).toMatch(/= 54\.0232/);
  });

  test("what does not hold is named, exit code 1", () => {
    const { code, out } = lowstakes("verify", "--only", "shift", "--set", "every=1000,size=3");
    expect(code).toBe(1);
    expect(out).toMatch(/cost of all shifts\/value at stake +0\.0540232 +<= 0\.05 +0 +NO$/m);
    expect(out).toContain(
      "1 statement, 4 measurements. Does not hold: shift (cost of all shifts/value at stake).",
    );
  });

  test("--json is one object with the same numbers, for any number of workers", () => {
    const args = ["verify", "--only", "regret-rate", "--set", "rounds=1024,latency=16,replicates=24"];
    const one = lowstakesJson<Found>(...args);
    expect(one).toMatchObject({ deep: false, interrupted: false, holds: true });
    expect(one.experiments[0]).toMatchObject({
      id: "regret-rate",
      section: 7,
      parameters: { replicates: 24 },
    });
    expect(one.experiments[0]!.measurements[0]!.standardError).toBeGreaterThan(0);
    expect(lowstakesJson<Found>(...args, "--workers", "2")).toEqual(one);
    expect(lowstakesJson<Found>("verify", "--only", "goal-rate", "--deep").deep).toBe(true);
  });

  test("--markdown is a row for each statement", () => {
    const set = ["--set", "every=1000,size=3"];
    const { code, out } = lowstakes("verify", "--only", "shift", ...set, "--markdown");
    expect(code).toBe(1);
    const [heading, , row, ...rest] = out.split("\n");
    expect(heading).toBe("| § | experiment | statement | measured first | exact or proved | hold |");
    expect(row).toMatch(/^\| 2 \| shift \| When .* \| cost of a shift: [\d.]+ \| = [\d.]+ \| 3 of 4 \|$/);
    expect(rest).toEqual([""]);
  });

  test.each([
    [["verify", "--json", "--markdown"], /--json, --markdown: expected one of them, got both/],
    [["verify", "--only", "telescopin"], /got "telescopin" \(nearest: telescoping\)/],
    [["verify", "--set", "every=3"], /--set: expected --only with one experiment, got none/],
    [
      ["verify", "--only", "shift,damage", "--set", "every=3"],
      /--set: expected --only with one experiment, got 2/,
    ],
    [["verify", "--only", "shift", "--set", "every"], /--set: expected NAME=VALUE, got "every"/],
    [["verify", "--only", "shift", "--set", "evry=3"], /got "evry" \(nearest: every\)/],
    [
      ["verify", "--only", "shift", "--set", "every=0"],
      /shift: every: expected an integer from 1 to 10000000, got 0/,
    ],
    [["verify", "--workers", "0"], /--workers: expected an integer from 1 to 1024, got 0/],
    [["explain", "stake"], /got "stake" \(nearest: stakes\)/],
  ])("%j: one sentence, exit code 2", (args, message) => {
    const { code, out, err } = lowstakes(...args);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(message);
    expect(err).toMatch(/^lowstakes: [^\n]+\n$/);
  });

  test("Ctrl-C: what is done is printed, exit code 3", async () => {
    const { code, result } = await interrupted<Found>(
      ["verify", "--only", "damage,telescoping", "--deep"],
      ({ experiments: found }) => found.length > 0,
    );
    expect(code).toBe(3);
    expect(result.interrupted).toBe(true);
    expect(result.experiments.map(({ id }) => id)).toEqual(["damage"]);
  });
});

describe("explain", () => {
  test.each(experiments())("$id", (experiment) => {
    const { id, statement, parameters, breaks } = experiment;
    const out = explainText(experiment, 100);
    expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
    const flat = out.replace(/\s+/g, " ");
    expect(flat).toContain(`${id} (post, section `);
    expect(flat).toContain(statement);
    for (const heading of ["Definition:", "Formula:", "Source:", "Parameters:", "To vary them:"])
      expect(out).toContain(`\n${heading}`);
    for (const name of Object.keys(parameters)) expect(out).toMatch(new RegExp(`^${name} `, "m"));
    for (const { why } of breaks) expect(flat).toContain(why);
  });

  test("prints that, and every example can be typed as it is printed", () => {
    const { code, out, err } = lowstakes("explain", "damage");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toBe(explainText(experimentOf("damage"), 120));
    const [, set] = /^--set (.*?):/m.exec(out)!;
    expect(lowstakes("verify", "--only", "damage", "--set", set!).code).toBe(1);
    expect(explainText(experimentOf("slower-retraining"), 120)).toContain('--set "retraining=keeps pace":');
  });

  test("without a name: all of them", () => {
    const { out } = lowstakes("explain");
    for (const { id, section } of experiments()) expect(out).toMatch(new RegExp(`^${section}  ${id} `, "m"));
  });
});
