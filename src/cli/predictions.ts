import type { Predictions } from "../engine/predictions.ts";
import { type WholeFile, wholeFile } from "./whole-file.ts";

/** Predictions as CSV. */
export interface PredictionFile extends Omit<WholeFile, "put"> {
  readonly write: (predictions: Predictions) => void;
}

/** @param log the file that is being replayed, which must not be overwritten. */
export function predictionFile(path: string, log: string): PredictionFile {
  const { put, ...file } = wholeFile("--predictions", path, log);
  put("round,schedule,step_size,prediction,outcome,seen\n");
  return {
    ...file,
    write({ schedule, stepSize, round, predictions, outcomes, seen }) {
      const name = schedule.includes(",") ? `"${schedule}"` : schedule;
      let text = "";
      for (let t = 0; t < predictions.length; t++) {
        text += `${round + t},${name},${stepSize},${predictions[t]},${outcomes[t]},${seen[t]}\n`;
      }
      put(text);
    },
  };
}
