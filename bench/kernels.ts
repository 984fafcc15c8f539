import benny from "benny";
import { type Suite, suites } from "./cases.ts";
import { describe, machine } from "./machine.ts";
import { BLOCK } from "./panel.ts";
import { table } from "./table.ts";

/**
 * What does a decision cost in each kernel? Nanoseconds a row, and a row and learner, on blocks of 1,024 rows: the least of
 * benny's samples, which is what a core does undisturbed. `--json` prints the same for machines.
 */

interface Cost {
  readonly name: string;
  readonly nanoseconds: number;
  readonly perLearner: number | null;
  readonly samples: number;
}

/** Seconds. A sample is shorter than the turn that another job gets, so that some samples have the core to themselves. */
const BUDGET = { cases: { delay: 0, minTime: 0.001, maxTime: 0.3, minSamples: 20 } };

async function measure({ name, cases }: Suite): Promise<Cost[]> {
  const log = console.log;
  console.log = () => undefined; // benny announces each suite on standard output
  const { results } = await benny.suite(
    name,
    benny.configure(BUDGET),
    ...cases.map((one) =>
      benny.add(one.name, () => {
        // the optimising compiler needs a few milliseconds of calls
        const ready = performance.now() + 15;
        while (performance.now() < ready) one.run();
        return one.run;
      }),
    ),
  );
  console.log = log;
  return results.map(({ name, details, samples }, i) => {
    const nanoseconds = (details.min * 1e9) / BLOCK;
    const { learners } = cases[i]!;
    return { name, nanoseconds, perLearner: learners > 0 ? nanoseconds / learners : null, samples };
  });
}

const measured: { readonly suite: string; readonly costs: readonly Cost[] }[] = [];
for (const suite of await suites()) measured.push({ suite: suite.name, costs: await measure(suite) });

if (process.argv.includes("--json")) {
  console.log(JSON.stringify({ machine: machine(), block: BLOCK, suites: measured }, null, 2));
} else {
  console.log(`${describe(machine())}; least of the samples, blocks of ${BLOCK} rows`);
  for (const { suite, costs } of measured) {
    const lines = costs.map(({ name, nanoseconds, perLearner }) => [
      name,
      nanoseconds.toFixed(1),
      perLearner === null ? "" : perLearner.toFixed(2),
    ]);
    console.log(`\n${table([suite, "ns a row", "ns a row and learner"], lines)}`);
  }
}
