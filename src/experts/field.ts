import {
  EACH,
  F_RANGE,
  I_EXPERTS,
  I_GRADIENT,
  I_MASK,
  I_SLEPT,
  P_EACH,
  P_FOLLOWED,
  P_FORECASTS,
  P_LOSSES,
  P_OUTCOMES,
  P_UNIFORM,
  RUN_SLOTS,
} from "../../assembly/experts/layout.ts";
import { InputError } from "../data/error.ts";
import type { RowBlock } from "../data/rows.ts";
import type { Feed } from "../engine/drive.ts";
import type { IdsOf } from "../engine/predictions.ts";
import { powerOfTwo } from "../engine/run.ts";
import { type ExpertKernels, type Kernels, loadKernels } from "../wasm/kernels.ts";
import { EngineMemory, Table } from "../wasm/memory.ts";
import { Follower, type FollowerRules } from "./follower.ts";
import type { Plan } from "./plan.ts";

/** The forecasts of a log in the kernels' memory: the block at hand, what waits to be learned, and who follows it. */
export class Field {
  readonly options: { readonly shape: { readonly block: number } };
  readonly memory: EngineMemory;
  readonly kernels: Kernels;
  readonly table: Table;
  readonly followers: Follower[] = [];
  readonly #plan: Plan;
  readonly #loops: ExpertKernels;
  readonly #loss: number;
  #rounds = 0;
  #idsOf: IdsOf = () => null;

  static async open(plan: Plan): Promise<Field> {
    return new Field(plan, await loadKernels({ precision: "f64", targets: true }, plan.engine));
  }

  private constructor(plan: Plan, kernels: Kernels) {
    this.#plan = plan;
    this.kernels = kernels;
    this.memory = new EngineMemory(kernels.memory, kernels.heap_base());
    this.table = new Table(this.memory, RUN_SLOTS);
    const { loss, blockSize: block, follow, names } = plan;
    this.options = { shape: { block } };
    this.#loops = kernels.experts(loss.name);
    this.#loss = this.memory.take(64);
    this.memory.f64(this.#loss, loss.parameters.length).set(loss.parameters);
    this.table.setInteger(I_EXPERTS, names.length);
    this.table.setInteger(I_GRADIENT, Number(follow === "gradient"));
    for (const slot of [P_FORECASTS, P_LOSSES])
      this.table.setInteger(slot, this.memory.take(block * names.length * 8));
    this.table.setInteger(P_OUTCOMES, this.memory.take(block * 8));
    this.table.setInteger(P_EACH, this.memory.take(names.length * EACH * 8));
    this.table.setInteger(P_UNIFORM, this.memory.take(EACH * 8));
    this.#reserve(0, 0, block);
  }

  follow(rules: FollowerRules): void {
    this.followers.push(new Follower(this, rules, this.#rounds));
  }

  /** Makes rounds of a pass over the log ready; `close` ends the pass. */
  feed(): { readonly fill: Feed; readonly close: () => Promise<void> } {
    const blocks = this.#plan.rows.blocks()[Symbol.asyncIterator]();
    let block: RowBlock | null = null;
    let at = 0;
    this.#idsOf = (n) => block?.ids?.slice(at - n, at) ?? null;
    const take = (from: number, most: number): number => {
      if (block === null) return 0;
      const n = Math.min(most, block.rows - at);
      this.#write(block, at, n, from);
      at += n;
      return n;
    };
    const fill: Feed = (from, most) => {
      if (block !== null && at < block.rows) return take(from, most);
      return blocks.next().then(({ value }: IteratorResult<RowBlock, unknown>) => {
        [block, at] = [(value as RowBlock | undefined) ?? null, 0];
        if (block?.delay || block?.feedback)
          throw new TypeError(
            `experts: rows: expected rows without delays of their own, got some in ${this.#plan.rows.name}`,
          );
        return take(from, most);
      });
    };
    return { fill, close: async () => void (await blocks.return?.()) };
  }

  play(from: number, n: number): void {
    const { table, followers } = this;
    const ids = this.#plan.onPredictions && this.#idsOf(n);
    this.#loops.judge(table.address, this.#loss, from, n);
    for (const follower of followers) {
      follower.schedule(from, n);
      this.#loops.follow(table.address, follower.table.address, this.#loss, from, n);
      this.#plan.onPredictions?.(follower.predictions(from, n, ids));
    }
  }

  /** (experts, EACH) accounts, then those of the mean of all forecasts: a copy. */
  accounts(): Float64Array {
    const { length } = this.#plan.names;
    const all = new Float64Array((length + 1) * EACH);
    all.set(this.memory.f64(this.table.pointer(P_EACH), length * EACH));
    all.set(this.memory.f64(this.table.pointer(P_UNIFORM), EACH), length * EACH);
    return all;
  }

  outcomes(n: number): Float64Array {
    return this.memory.f64(this.table.pointer(P_OUTCOMES), n).slice();
  }

  /** Largest range of what is followed in one round, as the mean of all forecasts meets it. */
  get range(): number {
    return this.table.real(F_RANGE);
  }

  /** Some expert was asleep in some round. */
  get slept(): boolean {
    return this.table.integer(I_SLEPT) !== 0;
  }

  get experts(): number {
    return this.#plan.names.length;
  }

  get ring(): number {
    return this.#rounds;
  }

  #write(block: RowBlock, at: number, n: number, round: number): void {
    const { experts, memory, table } = this;
    this.#reserve(
      this.followers.reduce((oldest, { learned }) => Math.min(oldest, learned), round),
      round,
      round + n,
    );
    memory
      .f64(table.pointer(P_FORECASTS), n * experts)
      .set(block.dense.subarray(at * experts, (at + n) * experts));
    memory.f64(table.pointer(P_OUTCOMES), n).set(block.outcome.subarray(at, at + n));
    const bad = this.kernels.experts_first_invalid(
      table.address,
      n,
      Number(this.#plan.loss.name === "wealth"),
    );
    if (bad < n) this.#refuse(block, at + bad, round + bad + 1);
  }

  #refuse(block: RowBlock, at: number, row: number): never {
    const { rows, names, loss } = this.#plan;
    const y = block.outcome[at]!;
    const most = 1e150;
    if (!(Math.abs(y) <= most))
      throw new InputError({ in: rows.name, row }, `expected an outcome within ±${most}, got ${y}`);
    const forecasts = block.dense.subarray(at * names.length, (at + 1) * names.length);
    const wealthy = loss.name === "wealth";
    const wrong = forecasts.findIndex((f) => Math.abs(f) > most || (wealthy && f <= 0));
    if (wrong < 0) throw new InputError({ in: rows.name, row }, "expected at least one forecast, got none");
    throw new InputError(
      { in: rows.name, row, column: names[wrong]! },
      `expected a ${wealthy ? "price relative > 0 and" : "forecast"} within ±${most}, got ${forecasts[wrong]}`,
    );
  }

  /** Room for rounds [oldest, to), of which [oldest, written) stay. */
  #reserve(oldest: number, written: number, to: number): void {
    if (to - oldest <= this.#rounds) return;
    const rounds = powerOfTwo(to - oldest);
    const move = (old: number, bytes: number): number => {
      const fresh = this.memory.take(rounds * bytes);
      for (let round = oldest; round < written; round++)
        this.memory.copy(old + (round % this.#rounds) * bytes, fresh + (round % rounds) * bytes, bytes);
      return fresh;
    };
    this.table.setInteger(P_FOLLOWED, move(this.table.pointer(P_FOLLOWED), this.experts * 8));
    for (const follower of this.followers) follower.moveNotes(move);
    this.table.setInteger(I_MASK, rounds - 1);
    this.#rounds = rounds;
  }
}
