import { InputError, quoteBytes } from "./error.ts";
import { latin1, NumberReader } from "./number.ts";
import { wholly } from "./vw-features.ts";

/**
 * What stands before the first bar of a VW row: `label [importance [initial]] [tag]`, or for logged bandits the action taken as
 * `action:cost:probability`, perhaps among others that were available. The last word is a tag where it begins with ' or touches the bar.
 */

const [TAB, RETURN, BLANK, APOSTROPHE, COLON] = [9, 13, 32, 39, 58];
const UTF8 = new TextDecoder();
/** Words before the bar. */
const MOST = 1 << 16;

export class VwLabels {
  /** Set by the first row: numbers, or actions. */
  kind: "numbers" | "bandit" | null = null;
  /** (rows,) labels and importance weights. */
  readonly label: Float64Array;
  readonly weight: Float64Array;
  /** (rows,) of logged bandits: the action taken as written, from 1; its cost; the probability it was taken with. */
  readonly action: Uint32Array;
  readonly cost: Float64Array;
  readonly probability: Float64Array;
  /** (rows,) tags, without the ' they may begin with; empty where there is none. null where nobody asked for them. */
  readonly tags: string[] | null;
  /** (rows,) of logged bandits: how many actions are named, the one taken among them; 1 says nothing of the others. */
  readonly listed: Uint32Array;
  private readonly name: string;
  private readonly numbers = new NumberReader();
  private readonly from = new Uint32Array(MOST);
  private readonly to = new Uint32Array(MOST);

  constructor(name: string, rows: number, tagged: boolean) {
    this.name = name;
    this.tags = tagged ? [] : null;
    this.label = new Float64Array(rows);
    this.weight = new Float64Array(rows);
    this.action = new Uint32Array(rows);
    this.cost = new Float64Array(rows);
    this.probability = new Float64Array(rows);
    this.listed = new Uint32Array(rows);
  }

  /** Reads bytes [p, bar) of data row `count`, counted from 1, into row `row` of the block. */
  read(bytes: Uint8Array, p: number, bar: number, row: number, count: number): void {
    let words = this.split(bytes, p, bar, count);
    const tagged = words > 0 && (this.to[words - 1] === bar || bytes[this.from[words - 1]!] === APOSTROPHE);
    if (tagged) words--;
    if (this.tags) this.tags[row] = tagged ? tagOf(bytes, this.from[words]!, this.to[words]!) : "";
    if (words === 0) this.refuse("a label, a blank and then a bar", bytes, p, bar, count);
    const bandit = bytes.subarray(this.from[0], this.to[0]).includes(COLON!);
    this.kind ??= bandit ? "bandit" : "numbers";
    if (this.kind === "bandit") this.readActions(bytes, words, row, count);
    else this.readNumbers(bytes, words, row, count);
  }

  private split(bytes: Uint8Array, p: number, bar: number, count: number): number {
    let words = 0;
    for (;;) {
      while (p < bar && isBlank(bytes[p]!)) p++;
      if (p === bar) return words;
      if (words === MOST) this.refuse(`at most ${MOST} words before the bar`, bytes, p, bar, count);
      this.from[words] = p;
      while (p < bar && !isBlank(bytes[p]!)) p++;
      this.to[words++] = p;
    }
  }

  private readNumbers(bytes: Uint8Array, words: number, row: number, count: number): void {
    const wanted = ["a finite label", "an importance >= 0", "an initial prediction of 0"];
    const values = [NaN, 1, 0];
    for (let i = 0; i < words; i++) {
      const value = i < 3 ? wholly(this.numbers, bytes, this.from[i]!, this.to[i]!) : NaN;
      const fine = value - value === 0 && (i === 0 || (i === 1 ? value >= 0 : value === 0));
      if (!fine)
        this.refuse(
          wanted[i] ?? "at most three numbers before the bar",
          bytes,
          this.from[i]!,
          this.to[i]!,
          count,
        );
      values[i] = value;
    }
    this.label[row] = values[0]!;
    this.weight[row] = values[1]!;
  }

  /** One word has cost and probability; the others only say that their action was available. */
  private readActions(bytes: Uint8Array, words: number, row: number, count: number): void {
    let taken = 0;
    for (let i = 0; i < words; i++) {
      const [from, to] = [this.from[i]!, this.to[i]!];
      const parts = latin1(bytes, from, to).split(":");
      const action = /^[1-9]\d*$/.test(parts[0]!) ? Number(parts[0]) : 0;
      if (!(action >= 1 && action < 2 ** 32)) this.refuse("an action from 1 up", bytes, from, to, count);
      if (parts.length === 1) continue;
      const first = from + parts[0]!.length + 1;
      const second = first + parts[1]!.length + 1;
      const cost = wholly(this.numbers, bytes, first, second - 1);
      const probability = parts.length === 3 ? wholly(this.numbers, bytes, second, to) : NaN;
      if (!(cost - cost === 0 && probability > 0 && probability <= 1 && ++taken === 1))
        this.refuse(
          "action:cost:probability once, the probability above 0 and at most 1",
          bytes,
          from,
          to,
          count,
        );
      this.action[row] = action;
      this.cost[row] = cost;
      this.probability[row] = probability;
    }
    this.listed[row] = words;
    if (taken === 0) this.refuse("action:cost:probability", bytes, this.from[0]!, this.to[0]!, count);
  }

  private refuse(expected: string, bytes: Uint8Array, from: number, to: number, count: number): never {
    const got = from === to ? "nothing" : quoteBytes(bytes, from, to);
    throw new InputError({ in: this.name, row: count }, `expected ${expected}, got ${got}`);
  }
}

function tagOf(bytes: Uint8Array, from: number, to: number): string {
  return UTF8.decode(bytes.subarray(bytes[from] === APOSTROPHE ? from + 1 : from, to));
}

function isBlank(byte: number): boolean {
  return byte === BLANK || byte === TAB || byte === RETURN;
}
