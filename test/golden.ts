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
    hash: "5926998aa8b152068f8d17977dc755ce6508f63e57955b6e1aa80d9a8acf6277",
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
    hash: "18536bb3bf14c1bb8ffbc3024332f7c2e0eda408272ac4d2924d912bfe725558",
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
    hash: "aa6cc36f0682d61389ab61fd3fe3d346bf01fe47627b642d80c5a1db54983544",
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
    hash: "b86337f2e0e6e680d3a32d156bde0f98f6dfb79b0460db403fec6968e6af5e0a",
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
    hash: "94b99652a502ee3bc4e74b9a946f12967d54aa42b4eb43ace8510ea613e4fc93",
  },
];
