import {
  blockRademacher,
  choices,
  constant,
  contexts,
  doublyRobust,
  exploration,
  gaussian,
  growing,
  hedge,
  hindsight,
  huber,
  ogd,
  openLog,
  periodic,
  pipelined,
  replay,
  replicate,
  root,
  simulate,
} from "../src/index.ts";

/** Seven runs and the SHA-256 of everything they report: the same bits in Node and in every browser, today and tomorrow. */

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
    hash: "41234acd47689ec2626ce2b3434bfc2dd407c06e989de1a89336712cf3613dc7",
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
    hash: "2039e816ced4342764f0fa834ae847116203b6cade28aa8667d75358fe5816b0",
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
    hash: "74f62a23e714bf6884636f5233de9f54c6a5eff8a6418aad5b3a10ddf7e2ebc0",
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
    hash: "b9e73af2f6dedeb3b0f807e50388f12cbd2e68a62d60dea5427749b26d7987df",
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
    hash: "246450cd3af5d8d051ed2cbf2b40e27b7eef1573101c7420163398b5a8c83f54",
  },
  {
    name: "f32: stale and decaying steps in a ball, more learners than a panel has lanes",
    run: () =>
      fingerprint(
        simulate({
          rounds: 10_000,
          stream: gaussian({ features: 7, noise: 0.1 }),
          precision: "f32",
          update: ogd({ step: root(...Array.from({ length: 18 }, (_, i) => (i + 1) / 16)), radius: 2 }),
          schedules: [pipelined(1), periodic(100, 30)],
          seed: 11,
        }),
      ),
    hash: "c131b21fab9937a34ab1570b41793f544d0575b7291ddde203e265c03ac2eaff",
  },
  {
    name: "softmax policies by REINFORCE, and replicates of them in lanes",
    run: async () => {
      const options = {
        rounds: 5000,
        stream: choices({ features: 6, actions: 5 }),
        update: ogd({ step: root(0.5, 2), radius: 3 }),
        schedules: [pipelined(1), pipelined(60)],
        seed: 3,
      };
      return sha256(
        (await fingerprint(simulate(options))) +
          (await fingerprint(replicate({ ...options, replicates: 5 }))),
      );
    },
    hash: "411b8154e59adc91e74e536cc538cb882338f347316e971a73419daa98711fd5",
  },
  {
    name: "policies: Hedge in contexts, doubly robust, exploring ever more rarely",
    run: () =>
      fingerprint(
        simulate({
          rounds: 10_000,
          stream: contexts({
            utilities: [
              [0.2, 0.7, 0.4],
              [0.9, 0.1, 0.3],
            ],
            noise: "bernoulli",
          }),
          model: hedge(),
          estimator: doublyRobust(),
          exploration: exploration({ gamma: 1, rule: "root" }),
          update: ogd({ step: root(0.2, 1, 5) }),
          schedules: [pipelined(1), periodic(100, 30)],
          comparator: hindsight(),
          seed: 13,
        }),
      ),
    hash: "5a2503126c92a5ee3657930c175e498b79f38ff6220d4d49bfbcc9136e1722bc",
  },
];
