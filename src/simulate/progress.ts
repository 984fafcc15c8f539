/** The first pass of several plays as one: rounds played, each play's with its weight. */
export class Progress {
  readonly #report: ((rounds: number, pass: number) => void) | undefined;
  readonly #weights: readonly number[];
  readonly #done: Float64Array;
  #sum = 0;

  constructor(report: ((rounds: number, pass: number) => void) | undefined, weights: readonly number[]) {
    this.#report = report;
    this.#weights = weights;
    this.#done = new Float64Array(weights.length);
  }

  /** To be told when play i has come to round `rounds`. */
  update(i: number, rounds: number): void {
    this.#sum += (rounds - this.#done[i]!) * this.#weights[i]!;
    this.#done[i] = rounds;
    this.#report?.(Math.floor(this.#sum + ROUNDING), 1);
  }

  /** Whether every play has come to round `rounds`. */
  complete(rounds: number): boolean {
    return this.#done.every((done) => done === rounds);
  }
}

/** Of a sum of weighted rounds. */
const ROUNDING = 1e-3;
