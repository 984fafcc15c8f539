import { nonEmpty, realNumber, shown } from "../check.ts";
import { ln } from "../elementary.ts";
import type { Stream, UtilityTable } from "./stream.ts";

/** A stream whose utilities come from a table, and what Hedge's bound wants to know of it. */
export function tableStream(
  name: string,
  table: UtilityTable,
  contexts: number,
  length: number,
  aligned: Stream["aligned"],
): Stream {
  const { utilities } = table;
  const actions = utilities[0]!.length;
  const range = utilities.reduce((most, row) => Math.max(most, Math.max(...row) - Math.min(...row)), 0);
  return {
    name,
    kernel: "contexts",
    features: 0,
    contexts,
    actions,
    outcomes: "choices",
    gradient: range / 2 || 1,
    distance: Math.sqrt(2 * contexts * ln(actions)),
    aligned,
    length,
    table,
  };
}

/** (rows, actions) numbers that are probabilities where utilities are drawn as such; a copy. */
export function checkTable(
  who: string,
  utilities: readonly (readonly number[])[],
  noise: UtilityTable["noise"],
): readonly (readonly number[])[] {
  const [first] = nonEmpty(`${who}: utilities`, utilities);
  const actions = nonEmpty(`${who}: utilities[0]`, first).length;
  if (actions < 2 || actions > 1024)
    throw new RangeError(`${who}: utilities[0]: expected from 2 to 1024 actions, got ${actions}`);
  const range = noise === "bernoulli" ? { least: 0, most: 1 } : {};
  utilities.forEach((row, i) => {
    if (nonEmpty(`${who}: utilities[${i}]`, row).length !== actions)
      throw new RangeError(`${who}: utilities[${i}]: expected ${actions} actions, got ${row.length}`);
    for (let a = 0; a < actions; a++) realNumber(`${who}: utilities[${i}][${a}]`, row[a], range);
  });
  return utilities.map((row) => [...row]);
}

/** How utilities scatter about what is expected of them. */
export function checkNoise(who: string, noise: UtilityTable["noise"]): UtilityTable["noise"] {
  if (noise === "none" || noise === "bernoulli") return noise;
  if (typeof noise !== "number")
    throw new RangeError(
      `${who}: noise: expected "none", "bernoulli" or a standard deviation, got ${shown(noise)}`,
    );
  return realNumber(`${who}: noise`, noise, { least: 0 });
}
