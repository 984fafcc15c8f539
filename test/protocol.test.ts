import { describe, expect, test } from "vitest";
import type { ReplayCheckpoint } from "../src/result.ts";
import { lowstakesJson } from "./command.ts";
import { expectRows, LATENCIES, present, sections, SHARED } from "./protocol.ts";

/**
 * Reference numbers for real streams, computed twice independently of this engine (../shared/data/PROTOCOL.md), through the
 * command line: mean losses and errors to the printed digits at every latency and in every mode.
 */

const BIKE = "season,mnth,hr,holiday,weekday,workingday,weathersit,temp,atemp,hum,windspeed";
/** How each section of the tables is replayed. */
const STREAMS: Readonly<Record<string, { readonly file: string; readonly args: readonly string[] }>> = {
  phishing: { file: "phishing/phishing.csv.gz", args: ["--target", "is_phishing"] },
  elec2: { file: "elec2/electricity.csv", args: ["--target", "class"] },
  "weather-bellevue": { file: "weather-bellevue/weather.csv", args: ["--target", "target"] },
  "a9a, features unscaled": { file: "a9a/a9a", args: [] },
  "rcv1_small.dat, features unscaled": { file: "rcv1-vw/rcv1_small.dat", args: [] },
  "bike-sharing: target cnt, 11 features": {
    file: "bike-sharing/hour.csv",
    args: ["--target", "cnt", "--features", BIKE],
  },
  "bike-sharing with yr": {
    file: "bike-sharing/hour.csv",
    args: ["--target", "cnt", "--features", BIKE.replace("season", "season,yr")],
  },
};

const MODES: Readonly<Record<string, readonly string[]>> = {
  late: ["--gradient", "fresh"],
  stale: ["--gradient", "stale"],
  block: ["--gradient", "fresh", "--schedule", "periodic"],
  river: ["--gradient", "fresh", "--scale", "river"],
};

describe.skipIf(!present)("reference numbers of real streams", () => {
  for (const section of present ? sections(Object.keys(STREAMS)) : []) {
    const { file, args } = STREAMS[section.name]!;
    for (const mode of new Set(section.rows.map((row) => row.mode))) {
      test(`${section.name}, ${mode}`, () => {
        const rows = section.rows.filter((row) => row.mode === mode);
        const etas = rows.map(({ eta }) => eta);
        const result = lowstakesJson<ReplayCheckpoint>(
          "replay",
          `${SHARED}/${file}`,
          ...args,
          "--latency",
          LATENCIES.join(","),
          "--step-size",
          etas.join(","),
          ...MODES[mode]!,
        );
        expectRows(result, rows);
        result.baselines.forEach((baseline, k) => {
          // a baseline under a periodic schedule sees less: the printed ones are for pipelined latency
          if (mode === "block" && k > 0) return;
          const persistence =
            baseline.persistenceErrors === null
              ? baseline.persistenceMae!
              : 1 - baseline.persistenceErrors / baseline.rounds;
          expect(persistence.toFixed(6)).toBe(section.persistence[k]);
          if (baseline.frequencyLoss !== null)
            expect(baseline.frequencyLoss.toFixed(6)).toBe(section.frequency[k]);
        });
      });
    }
  }
});

describe.skipIf(!present)("numbers that others have published", () => {
  const phishing = (...args: string[]): ReplayCheckpoint =>
    lowstakesJson(
      "replay",
      `${SHARED}/phishing/phishing.csv.gz`,
      "--target",
      "is_phishing",
      "--tie",
      "0",
      ...args,
    );

  test("river's README: StandardScaler | LogisticRegression, accuracy 89.20 %", () => {
    const [run] = phishing("--step-size", "0.01").runs;
    expect(((1 - run!.errors! / 1250) * 100).toFixed(2)).toBe("89.20");
  });

  test("river's benchmark page: LogisticRegression with its own intercept step, accuracy 0.8872", () => {
    const [run] = phishing("--step-size", "0.005", "--intercept-step", "0.01", "--scale", "river").runs;
    expect((1 - run!.errors! / 1250).toFixed(6)).toBe("0.887200");
  });

  test("river's benchmark page: scikit-learn's SGDClassifier, accuracy 0.8896", () => {
    const [run] = phishing("--step-size", "0.005", "--scale", "river").runs;
    expect((1 - run!.errors! / 1250).toFixed(6)).toBe("0.889600");
  });

  test("river's benchmark page: LinearRegression on trump-approval, MAE 1.314548, RMSE 3.911981", () => {
    // its gradient is 2 (p - y): twice the step of the squared loss here
    const [run] = lowstakesJson<ReplayCheckpoint>(
      "replay",
      `${SHARED}/trump-approval/trump_approval.csv.gz`,
      "--target",
      "five_thirty_eight",
      "--step-size",
      "0.02",
      "--scale",
      "river",
    ).runs;
    expect(run!.mae!.toFixed(6)).toBe("1.314548");
    expect(run!.rmse!.toFixed(6)).toBe("3.911981");
  });

  test("elec2: the last class is right 38,664 times in 45,311", () => {
    const { baselines } = lowstakesJson<ReplayCheckpoint>(
      "replay",
      `${SHARED}/elec2/electricity.csv`,
      "--target",
      "class",
    );
    // the first row is predicted as class 0, which it is not
    expect(45312 - baselines[0]!.persistenceErrors!).toBe(38664);
  });
});
