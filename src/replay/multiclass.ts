import type { Loss } from "../losses/loss.ts";
import { multinomial } from "../losses/multinomial.ts";
import type { Model } from "../models/model.ts";
import { softmax } from "../models/softmax.ts";
import type { ReplayOptions } from "../replay.ts";
import type { Caller } from "./plan.ts";
import type { Update } from "../updates/ogd.ts";

/** What a replay of a log with several classes is played with, and what it refuses. */

export function multiclassRules(
  who: Caller,
  options: ReplayOptions,
  update: Update,
): { model: Model; loss: Loss } {
  const { model, loss, scale, comparator, precision, relaxed, rows } = options;
  const expected = (what: string, wanted: string, got: string): never => {
    throw new RangeError(
      `${who}: ${what}: expected ${wanted} for several classes, got ${got} (${rows.name})`,
    );
  };
  if (!(rows.classes && rows.classes.length >= 2))
    throw new TypeError(`${who}: rows: expected the names of two classes or more, got none`);
  if (model && model.name !== "softmax") expected("model", "softmax()", model.name);
  if (loss && loss.name !== "multinomial" && loss.name !== "logistic")
    expected("loss", "log loss", loss.label);
  if (scale === "river") expected("scale", "standard or none", "river");
  if (comparator) expected("comparator", "none", comparator.name);
  if (precision === "f32") expected("precision", "f64", "f32");
  if (relaxed) expected("relaxed", "false", "true");
  if (update.l2 > 0) expected("update", "no penalty", `l2 ${update.l2}`);
  if (update.radius !== Infinity) expected("update", "no ball", `radius ${update.radius}`);
  if (update.interceptStep !== null)
    expected("update", "one step size", `an intercept step of ${update.interceptStep}`);
  return { model: softmax(), loss: multinomial() };
}
