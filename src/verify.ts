import { wholeNumber } from "./check.ts";
import type { Experiment } from "./verify/experiment.ts";
import { Lab, Stopped } from "./verify/lab.ts";
import type { Measurement } from "./verify/measurement.ts";
import { nearest } from "./verify/nearest.ts";
import { type Settings, settingsOf } from "./verify/parameters.ts";
import { EXPERIMENTS } from "./verify/registry.ts";

export interface VerifyOptions {
  /** Which experiments, by their ids; default: all of them. */
  readonly only?: readonly string[];
  /** Sizes ten times as large. Default false. */
  readonly deep?: boolean;
  /** Parameters to vary, by experiment: `{ shift: { every: 1000 } }`; `experimentOf(id).parameters` says which there are. */
  readonly parameters?: Readonly<Record<string, Settings>>;
  /** Threads that may be started, >= 1, default 1; changes no result. */
  readonly workers?: number;
  /** Rounds a block, default as for `simulate`; changes no result. */
  readonly blockSize?: number;
  /** Ends the run, mostly within 50 ms; the experiment at hand is left out. */
  readonly signal?: AbortSignal;
  /** Called every few milliseconds. */
  readonly onProgress?: (progress: VerifyProgress) => void;
}

export interface VerifyProgress {
  /** Experiments that are done, and how many there are to be. */
  readonly done: number;
  readonly planned: number;
  /** The one at hand, and the decisions that it has played. */
  readonly id: string;
  readonly decisions: number;
}

/** A statement of the post, and what was found. */
export interface Verified {
  readonly id: string;
  /** Of the post. */
  readonly section: number;
  readonly statement: string;
  /** What was measured; what it must be; where that is from. */
  readonly definition: string;
  readonly formula: string;
  readonly source: string;
  readonly parameters: Settings;
  readonly measurements: readonly Measurement[];
  /** All of them are as they must be. */
  readonly holds: boolean;
}

/**
 * Runs an experiment for each statement of the post, and yields what was measured beside what is exact or proved as each one is done.
 * Nothing depends on the host or on the number of workers.
 *
 * @throws RangeError, TypeError on an experiment or a parameter that is not there, or out of range, before anything runs.
 */
export async function* verify(options: VerifyOptions = {}): AsyncGenerator<Verified, void> {
  const { only, deep = false, parameters = {}, blockSize, signal, onProgress } = options;
  const workers = wholeNumber("verify: workers", options.workers ?? 1, 1, 1024);
  const list = only ? only.map((id) => experimentOf(id)) : EXPERIMENTS;
  for (const id of Object.keys(parameters)) experimentOf(id);
  const plans = list.map((experiment) => {
    const { id } = experiment;
    const settings = settingsOf(`verify: ${id}`, experiment.parameters, parameters[id] ?? {}, deep);
    return { experiment, settings };
  });
  try {
    for (const [done, { experiment, settings }] of plans.entries()) {
      const { id } = experiment;
      const lab = new Lab({ workers, blockSize, signal }, (decisions) =>
        onProgress?.({ done, planned: plans.length, id, decisions }),
      );
      await lab.rest();
      yield found(experiment, settings, await experiment.run(settings, lab));
    }
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
  }
}

function found(
  { id, section, statement, definition, formula, source }: Experiment,
  parameters: Settings,
  measurements: readonly Measurement[],
): Verified {
  const holds = measurements.every((measurement) => measurement.holds);
  return { id, section, statement, definition, formula, source, parameters, measurements, holds };
}

/** All experiments, in the order of the post. */
export function experiments(): readonly Experiment[] {
  return EXPERIMENTS;
}

/** @throws RangeError with the nearest id where there is no such experiment. */
export function experimentOf(id: string): Experiment {
  const experiment = EXPERIMENTS.find((one) => one.id === id);
  if (experiment) return experiment;
  const ids = EXPERIMENTS.map((one) => one.id);
  throw new RangeError(
    `verify: expected one of ${ids.join(", ")}, got ${JSON.stringify(id)} (nearest: ${nearest(id, ids)})`,
  );
}
