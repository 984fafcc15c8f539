import type { Lab } from "./lab.ts";
import type { Measurement } from "./measurement.ts";
import type { Parameters, Settings } from "./parameters.ts";

/** A statement of the post as something that runs and has a known answer. */
export interface Experiment {
  /** Its name in code, and on the command line. */
  readonly id: string;
  /** Section of the post. */
  readonly section: number;
  /** The statement, in one line. */
  readonly statement: string;
  /** What is measured, and in what setup. */
  readonly definition: string;
  /** What it must be. */
  readonly formula: string;
  /** Where that is from. */
  readonly source: string;
  readonly parameters: Parameters;
  /** Settings under which the statement does not hold, and why: each is tried by the tests. */
  readonly breaks: readonly Break[];
  /** @throws Stopped when the lab's signal comes. */
  run(settings: Settings, lab: Lab): Promise<readonly Measurement[]>;
}

export interface Break {
  readonly set: Settings;
  readonly why: string;
}

/** The values of an experiment's own parameters. */
export type SettingsOf<P extends Parameters> = {
  readonly [K in keyof P]: P[K] extends { readonly words: readonly (infer W)[] } ? W : number;
};

/** An experiment whose `run` knows the names and types of its parameters. */
export function experiment<const P extends Parameters>(
  of: Omit<Experiment, "parameters" | "breaks" | "run"> & {
    readonly parameters: P;
    readonly breaks: readonly { readonly set: Partial<SettingsOf<P>>; readonly why: string }[];
    run(settings: SettingsOf<P>, lab: Lab): Promise<readonly Measurement[]>;
  },
): Experiment {
  return of as unknown as Experiment;
}
