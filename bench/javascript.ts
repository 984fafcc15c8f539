import { argument } from "./arguments.ts";
import { panelLoop, plainLoop, unrolledLoop } from "./loop.ts";
import { describe, machine } from "./machine.ts";
import { LEARNERS, onMemory, SIZES, stepFor } from "./panel.ts";
import { type Peer, printRace, race, SAME_BITS, SAME_TO_ROUNDING, twice, verdict } from "./race.ts";
import { rowsOf } from "./rows.ts";

/**
 * How fast is a panel of learners against plain and expert JavaScript? Online logistic regression, constant step, no
 * intercept, latency 1, rows in memory. The engine keeps its accounts, the loops a running total. The first learner of each is
 * the same: its total loss is the checksum. `--rows N`, `--repeat N`.
 */

const repeat = argument("--repeat", 5);
console.log(`${describe(machine())}; medians of ${repeat}`);
for (const [d, usual] of SIZES) {
  const rows = rowsOf(argument("--rows", usual), d);
  const loops = [
    ["JavaScript loop", 1, plainLoop],
    ["JavaScript loop, four partial sums", 1, unrolledLoop],
    ["JavaScript, eight learners on one row", LEARNERS, panelLoop],
  ] as const;
  const peers: Peer[] = [
    {
      name: "this engine, panel of 8",
      learners: LEARNERS,
      tolerance: SAME_BITS,
      run: twice(() => onMemory(rows)),
    },
    ...loops.map(([name, learners, loop]) => ({
      name,
      learners,
      tolerance: SAME_TO_ROUNDING,
      run: twice(() => () => loop(rows, stepFor(d))),
    })),
  ];
  const results = await race(peers, rows.n, repeat);
  printRace(`d = ${d}, ${rows.n} rows`, "learner-row", "total loss", results);
  verdict(results, "JavaScript loop", d < 100 ? 10 : 7);
}
