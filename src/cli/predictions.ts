import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { finished } from "node:stream/promises";
import type { Predictions } from "../engine/predictions.ts";
import { UsageError } from "./exit.ts";

/** Predictions as CSV. The file appears under its name only once it is whole. */
export interface PredictionFile {
  readonly write: (predictions: Predictions) => void;
  /** Gives the file its name. */
  readonly keep: () => Promise<void>;
  /** Leaves nothing behind. */
  readonly discard: () => Promise<void>;
}

export async function predictionFile(path: string): Promise<PredictionFile> {
  const partial = `${path}.partial`;
  const stream = createWriteStream(partial);
  await new Promise<void>((resolve, reject) => {
    stream.once("open", () => resolve());
    stream.once("error", (error: NodeJS.ErrnoException) =>
      reject(
        new UsageError(`--predictions: expected a file that can be written, got ${path} (${error.code})`),
      ),
    );
  });
  stream.write("round,schedule,step_size,prediction,outcome,seen\n");
  return {
    write({ schedule, stepSize, round, predictions, outcomes, seen }) {
      const name = schedule.includes(",") ? `"${schedule}"` : schedule;
      let text = "";
      for (let t = 0; t < predictions.length; t++) {
        text += `${round + t},${name},${stepSize},${predictions[t]},${outcomes[t]},${seen[t]}\n`;
      }
      stream.write(text);
    },
    async keep() {
      stream.end();
      await finished(stream);
      await rename(partial, path);
    },
    async discard() {
      stream.destroy();
      await rm(partial, { force: true });
    },
  };
}
