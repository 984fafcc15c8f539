/** Reproducible randomness for tests: mulberry32. */
export class Dice {
  private state: number;
  private readonly words = new Uint32Array(2);
  private readonly doubles: Float64Array = new Float64Array(this.words.buffer);

  constructor(seed: number) {
    this.state = seed;
  }

  unit(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  /** An integer from 0 to n - 1. */
  below(n: number): number {
    return Math.floor(this.unit() * n);
  }

  digits(n: number): string {
    let text = "";
    for (let i = 0; i < n; i++) text += this.below(10);
    return text;
  }

  /** A double of random bits, finite. */
  double(): number {
    do {
      this.words[0] = this.below(2 ** 32);
      this.words[1] = this.below(2 ** 32);
    } while (!Number.isFinite(this.doubles[0]));
    return this.doubles[0]!;
  }
}
