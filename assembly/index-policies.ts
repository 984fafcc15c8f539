/** What the host calls where learners choose among actions: a binary of its own, fetched only for them. */
import { chargeExploration, realise } from "./accounts";
import { addSwaps } from "./comparators/swaps";
import { choices } from "./streams/choices";
import { contexts } from "./streams/contexts";
import { chances } from "./streams/world";

export * from "./acts";
export * from "./shared";

export function stream_choices(run: usize, stream: usize, sums: usize, from: f64, n: i32): void {
  choices(run, stream, sums, <i64>from, n);
}

export function stream_contexts(run: usize, stream: usize, sums: usize, from: f64, n: i32): void {
  contexts(run, stream, sums, <i64>from, n);
}

export function stream_world(run: usize, stream: usize, sums: usize, from: f64, n: i32): void {
  chances(run, stream, <i64>from, n);
}

export function accounts_realise(run: usize, panel: usize, n: i32): void {
  realise(run, panel, n);
}

export function accounts_charge_exploration(run: usize, panel: usize, n: i32): void {
  chargeExploration(run, panel, n);
}

export function accounts_swaps(run: usize, panel: usize, from: f64, n: i32): void {
  addSwaps(run, panel, <i32>(<i64>from), n);
}
