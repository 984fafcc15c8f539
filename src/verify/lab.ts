import { pacer } from "../engine/pace.ts";
import { replay, type ReplayOptions } from "../replay.ts";
import { replicate, type ReplicateOptions } from "../replicate.ts";
import type { ReplayCheckpoint, ReplicatesCheckpoint, SimulationCheckpoint } from "../result.ts";
import { simulate, type SimulateOptions } from "../simulate.ts";

/** A signal ended an experiment before it had an answer. */
export class Stopped extends Error {
  override readonly name = "Stopped";
}

export interface LabOptions {
  readonly workers: number;
  /** Default: as for a simulation. */
  readonly blockSize: number | undefined;
  readonly signal: AbortSignal | undefined;
}

/** Where experiments are run: the engine, with the threads and the signal that all of them share. */
export class Lab {
  readonly #workers: number;
  readonly #blockSize: number | undefined;
  readonly #signal: AbortSignal | undefined;
  readonly #onProgress: (decisions: number) => void;
  readonly #pause = pacer();
  /** Decisions of what is finished. */
  #finished = 0;

  /** @param onProgress called every few milliseconds with the decisions so far. */
  constructor({ workers, blockSize, signal }: LabOptions, onProgress: (decisions: number) => void) {
    this.#workers = workers;
    this.#blockSize = blockSize;
    this.#signal = signal;
    this.#onProgress = onProgress;
  }

  /** The last checkpoint of a simulation. */
  async simulate(options: SimulateOptions): Promise<SimulationCheckpoint> {
    return (await this.simulated(options)).at(-1)!;
  }

  /** Every checkpoint of a simulation. */
  async simulated(options: SimulateOptions): Promise<readonly SimulationCheckpoint[]> {
    return (await this.#all(simulate({ ...options, ...this.#control })))[1];
  }

  /** The last checkpoint of a replay. */
  async replay(options: ReplayOptions): Promise<ReplayCheckpoint> {
    return (await this.replayed(options)).at(-1)!;
  }

  /** Every checkpoint of a replay. */
  async replayed(options: ReplayOptions): Promise<readonly ReplayCheckpoint[]> {
    return (await this.#all(replay({ ...options, ...this.#control })))[1];
  }

  /** Every checkpoint of an experiment's replicates. */
  async replicates(options: ReplicateOptions): Promise<readonly ReplicatesCheckpoint[]> {
    const [, all] = await this.#all(
      replicate({ ...options, workers: Math.min(this.#workers, options.replicates), ...this.#control }),
    );
    return all;
  }

  /**
   * Call between pieces of work of a few milliseconds on the host, with the decisions since the last call.
   *
   * @throws Stopped when the signal has come.
   */
  async rest(decisions: number = 0): Promise<void> {
    this.#finished += decisions;
    const turn = this.#pause();
    if (turn) {
      await turn;
      this.#onProgress(this.#finished);
    }
    if (this.#signal?.aborted) throw new Stopped();
  }

  get #control(): { blockSize?: number; signal?: AbortSignal; onProgress: (rounds: number) => void } {
    return {
      ...(this.#blockSize !== undefined && { blockSize: this.#blockSize }),
      ...(this.#signal && { signal: this.#signal }),
      onProgress: (rounds) => this.#onProgress(this.#finished + rounds),
    };
  }

  async #all<T extends { readonly interrupted: boolean; readonly rounds: number }>(
    checkpoints: AsyncIterable<T>,
  ): Promise<[last: T, all: T[]]> {
    const all: T[] = [];
    for await (const checkpoint of checkpoints) all.push(checkpoint);
    const last = all.at(-1)!;
    if (last.interrupted) throw new Stopped();
    this.#finished += last.rounds;
    return [last, all];
  }
}
