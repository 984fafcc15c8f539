import type { Predictions } from "../engine/predictions.ts";
import { quoted } from "../report/csv.ts";
import { type WholeFile, wholeFile } from "./whole-file.ts";

/** Predictions as CSV. */
export interface PredictionFile extends Omit<WholeFile, "put"> {
  readonly write: (predictions: Predictions) => void;
}

/** @param log the file that is being replayed, which must not be overwritten. @param named rows have ids. */
export function predictionFile(path: string, log: string, named: boolean): PredictionFile {
  const { put, ...file } = wholeFile("--predictions", path, log);
  put(`round,${named ? "id," : ""}schedule,step_size,prediction,outcome,seen\n`);
  return {
    ...file,
    write({ schedule, stepSize, round, predictions, outcomes, seen, ids }) {
      const learner = `${quoted(schedule)},${stepSize}`;
      let text = "";
      for (let t = 0; t < predictions.length; t++) {
        const id = named ? `${quoted(ids![t]!)},` : "";
        text += `${round + t},${id}${learner},${predictions[t]},${outcomes[t]},${seen[t]}\n`;
      }
      put(text);
    },
  };
}
