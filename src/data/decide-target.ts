import { Categories } from "./categories.ts";
import type { Choice } from "./choose.ts";
import type { Table } from "./table.ts";
import { badTarget, TargetTally, type Outcome } from "./target.ts";

/** Reads target values of a table until no further one can change whether it is classification or regression. */
export async function decideTarget(table: Table, { target }: Choice): Promise<Outcome> {
  const tally = new TargetTally(target);
  const { kind, name } = table.columns[target.at]!;
  const place = { in: table.name, column: name };
  if (kind !== "number" && kind !== "text")
    return tally.decide(table.name, target, table.columns[target.at]!);
  let done = 0;
  for await (const { rows, numbers, codes } of table.cells([target.at])) {
    const text = codes[target.at];
    for (let row = 0; row < rows; row++) {
      const value = text === undefined ? numbers[target.at]![row]! : text[row]!;
      if (text === undefined ? value - value !== 0 : value === Categories.MISSING) {
        throw badTarget({ ...place, row: done + row + 1 }, text === undefined ? value : NaN);
      }
      if (text === undefined) tally.number(value);
      else tally.text(table.categories(target.at).text(value));
    }
    done += rows;
    if (tally.settled) break;
  }
  return tally.decide(table.name, target, table.columns[target.at]!);
}
