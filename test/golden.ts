import {
  blockRademacher,
  constant,
  gaussian,
  growing,
  hindsight,
  huber,
  ogd,
  openLog,
  periodic,
  pipelined,
  replay,
  root,
  simulate,
} from "../src/index.ts";

/** Five runs and the SHA-256 of everything they report: the same bits in Node and in every browser, today and tomorrow. */

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Every number of every checkpoint, written so that no bit is lost. */
async function fingerprint(checkpoints: AsyncIterable<unknown>): Promise<string> {
  let text = "";
  for await (const checkpoint of checkpoints) text += JSON.stringify(checkpoint);
  return sha256(text);
}

/** A small log: whole numbers, so that it is the same text everywhere. */
function log(): string {
  let state = 12345;
  const next = (n: number): number => (state = (state * 48271) % 2147483647) % n;
  const rows = ["x,kind,y"];
  for (let i = 0; i < 5000; i++) {
    const [x, kind] = [next(200), next(7)];
    rows.push(`${x / 8},k${kind},${Number(x + 20 * kind + next(60) > 180)}`);
  }
  return rows.join("\n");
}

export const GOLDEN: readonly {
  readonly name: string;
  readonly run: () => Promise<string>;
  readonly hash: string;
}[] = [
  {
    name: "classes from a fixed aligned model",
    run: () =>
      fingerprint(
        simulate({
          rounds: 20_000,
          stream: gaussian({ features: 5 }),
          schedules: [pipelined(1), pipelined(50)],
          seed: 7,
        }),
      ),
    hash: "7bd45f9ec9733b10f7fa9e068ce270875d6b4f7105a0ced96f66a99d26b26738",
  },
  {
    name: "values from a drifting aligned model, growing latency, decaying steps in a ball",
    run: () =>
      fingerprint(
        simulate({
          rounds: 10_000,
          stream: gaussian({ features: 3, outcomes: "values", drift: { walk: 0.001, shiftRate: 0.0005 } }),
          loss: huber(0.5),
          update: ogd({ step: root(0.5, 1, 2), gradient: "fresh", radius: 2 }),
          schedules: [growing(0.5), periodic(100, 30)],
        }),
      ),
    hash: "c828a38b85b9d6e8bc0238ce090f71f0c13c3232467482a29cd1f65c7b08c8e8",
  },
  {
    name: "block-Rademacher adversary against the best fixed decision",
    run: () =>
      fingerprint(
        simulate({
          rounds: 8192,
          stream: blockRademacher(16),
          update: ogd({ step: constant(0.01), radius: 1 }),
          schedules: [pipelined(16)],
          comparator: hindsight(),
          seed: 2n ** 63n + 5n,
        }),
      ),
    hash: "15a770f8b08fc524935b158da60db93ac377740ed8eef5fb942641185dd03cb0",
  },
  {
    name: "best logistic model in hindsight, by further passes",
    run: () =>
      fingerprint(
        simulate({
          rounds: 4000,
          stream: gaussian({ features: 4, noise: 0.1 }),
          comparator: hindsight({ radius: 5 }),
          update: ogd({ step: 0.05, l2: 0.01 }),
        }),
      ),
    hash: "7a2a86719d2f830ef027038538b4d915730ec386951bde260b1cba16d1a2c828",
  },
  {
    name: "a log with a number and a category, under running standardisation",
    run: async () =>
      fingerprint(
        replay({
          rows: await openLog(new TextEncoder().encode(log()), {
            format: "csv",
            target: "y",
            name: "log.csv",
          }),
          schedules: [pipelined(1), pipelined(300), periodic(64)],
          scale: "river",
        }),
      ),
    hash: "280149fc04caa01d0e536884f01188eff35fbeaa24fa8be761430fa789bcac11",
  },
];
