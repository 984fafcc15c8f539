import { closeSync, openSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import type { Predictions } from "../engine/predictions.ts";
import { UsageError } from "./exit.ts";

/** Predictions as CSV. A regular file appears under its name only once it is whole; pipes and devices are written as they are. */
export interface PredictionFile {
  readonly write: (predictions: Predictions) => void;
  /** Gives the file its name. */
  readonly keep: () => void;
  /** Ends an unfinished file, and says where it is. */
  readonly leave: () => string;
  /** Leaves nothing behind. */
  readonly discard: () => void;
}

/** @param log the file that is being replayed, which must not be overwritten. */
export function predictionFile(path: string, log: string): PredictionFile {
  const refuse = (got: string): never => {
    throw new UsageError(`--predictions: expected a file that can be written, got ${got}`);
  };
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isDirectory()) refuse(`the directory ${path}`);
  const regular = !found || found.isFile();
  // behind a link stands the file that is to be replaced
  const target = found?.isFile() ? realpathSync(path) : path;
  if (found?.isFile() && target === realpathSync(log)) refuse(`the log itself, ${path}`);
  const partial = regular ? `${target}.partial` : target;
  let file: number;
  try {
    file = openSync(partial, "w");
  } catch (error) {
    return refuse(`${path} (${(error as NodeJS.ErrnoException).code})`);
  }
  const put = (text: string): void => writeFileSync(file, text);
  put("round,schedule,step_size,prediction,outcome,seen\n");
  return {
    write({ schedule, stepSize, round, predictions, outcomes, seen }) {
      const name = schedule.includes(",") ? `"${schedule}"` : schedule;
      let text = "";
      for (let t = 0; t < predictions.length; t++) {
        text += `${round + t},${name},${stepSize},${predictions[t]},${outcomes[t]},${seen[t]}\n`;
      }
      put(text);
    },
    keep() {
      closeSync(file);
      if (regular) renameSync(partial, target);
    },
    leave() {
      closeSync(file);
      return partial;
    },
    discard() {
      closeSync(file);
      if (regular) rmSync(partial, { force: true });
    },
  };
}
