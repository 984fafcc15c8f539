import { addUp } from "../comparators/reference";
import {
  BERNOULLI,
  F_NOISE,
  I_ACTIONS,
  I_COMPARED,
  I_ONCE,
  I_ROW_MASK,
  I_ROWS,
  I_SCATTER,
  L_LENGTH,
  NORMAL,
  P_CHOICE,
  P_CONTEXT,
  P_CUMULATIVE,
  P_DRAWS,
  P_EXPECTED,
  P_GAINED,
  P_KEYS,
  P_LOSS_0,
  P_LOSS_U,
  P_PROBABILITIES,
  P_TABLE,
  P_UTILITY,
  RANDOM,
} from "../layout";
import { normals, uniforms } from "../random";
import { keep } from "../sums";
import { integer, long, pointer, real } from "../table";
import { Float } from "../variant";
import { stretch } from "./range";
import { sequence } from "./sequence";

/**
 * Utilities from a table (rows, A) of what is expected of each action. Either a row is a context, drawn anew in every round, or rows come one
 * after the other, each for some rounds, in a single context; when all have come, those after the first ones are repeated. M* takes the
 * best action.
 * Draws are functions of (seed, sequence, round, coordinate): of the sequences of a replicate, contexts are 0, utilities 1, the choices of
 * learners 5.
 */

/** Fills rounds [from, from + n): CONTEXT, UTILITY, EXPECTED, CHOICE, LOSS_U and LOSS_0. scratch P_DRAWS (n,), P_PROBABILITIES (n, A) f64. */
export function contexts(run: usize, stream: usize, sums: usize, from: i64, n: i32): void {
  const mask = integer(run, I_ROW_MASK),
    actions = integer(run, I_ACTIONS),
    keys = pointer(stream, P_KEYS),
    drawn = pointer(stream, P_CUMULATIVE) != 0,
    bytes = (<usize>actions) << 3;
  uniforms(pointer(run, P_CHOICE), 8, <u64>from, n, 1, keys, sequence(stream, 5));
  if (drawn) uniforms(pointer(stream, P_DRAWS), 8, <u64>from, n, 1, keys, sequence(stream, 0));
  for (let t = 0; t < n; ++t) {
    const row = drawn ? drawnRow(stream, t) : nextRow(stream, from + t),
      context = drawn ? row : 0,
      expected = pointer(stream, P_TABLE) + <usize>row * bytes;
    store<f64>(pointer(run, P_CONTEXT) + ((<usize>((<i32>(from + t)) & mask)) << 3), <f64>context);
    judge(run, stream, sums, t, expected, context);
  }
  scatter(run, stream, from, n);
  addUp(pointer(run, P_LOSS_U), pointer(run, P_LOSS_0), sums, n);
}

/** The context of round t of the block: the first whose cumulative probability exceeds the draw. */
function drawnRow(stream: usize, t: i32): i32 {
  const cumulative = pointer(stream, P_CUMULATIVE),
    draw = load<f64>(pointer(stream, P_DRAWS) + ((<usize>t) << 3));
  let low = 0,
    high = integer(stream, I_ROWS) - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (load<f64>(cumulative + ((<usize>middle) << 3)) > draw) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The row of a round where they come in order. */
function nextRow(stream: usize, round: i64): i32 {
  const once = <i64>integer(stream, I_ONCE),
    phase = round / long(stream, L_LENGTH);
  return <i32>(phase < once ? phase : once + ((phase - once) % (<i64>integer(stream, I_ROWS) - once)));
}

/** What is expected in round t of the block, of the actions, of M* and of actions drawn at random; and what any action would have gained over these. */
function judge(run: usize, stream: usize, sums: usize, t: i32, expected: usize, context: i32): void {
  const actions = integer(run, I_ACTIONS),
    end = expected + ((<usize>actions) << 3),
    at = (<usize>t) << 3;
  let to = pointer(run, P_EXPECTED) + <usize>(t * actions) * sizeof<Float>(),
    sum: f64 = 0,
    most = load<f64>(expected),
    least = most;
  for (let u = expected; u < end; u += 8, to += sizeof<Float>()) {
    const utility = load<f64>(u);
    store<Float>(to, <Float>utility);
    sum += utility;
    most = max(most, utility);
    least = min(least, utility);
  }
  const mean = sum / <f64>actions;
  store<f64>(pointer(run, P_LOSS_0) + at, -mean);
  store<f64>(pointer(run, P_LOSS_U) + at, integer(stream, I_COMPARED) == RANDOM ? -mean : -most);
  stretch(sums, most, least);
  let gained = pointer(stream, P_GAINED);
  if (!gained) return;
  gained += (<usize>(context * actions)) << 4;
  for (; expected < end; expected += 8, gained += 16) keep(gained, load<f64>(expected) - mean);
}

/** Utilities of n rounds, from what is expected of them. */
function scatter(run: usize, stream: usize, from: i64, n: i32): void {
  const actions = integer(run, I_ACTIONS),
    rule = integer(stream, I_SCATTER),
    keys = pointer(stream, P_KEYS),
    deviation = real(stream, F_NOISE),
    draws = pointer(stream, P_PROBABILITIES);
  if (rule == BERNOULLI) uniforms(draws, actions << 3, <u64>from, n, actions, keys, sequence(stream, 1));
  if (rule == NORMAL) normals(draws, actions << 3, <u64>from, n, actions, keys, sequence(stream, 1));
  let expected = pointer(run, P_EXPECTED),
    to = pointer(run, P_UTILITY);
  for (let i = n * actions, draw = draws; i > 0; --i, draw += 8) {
    let utility = <f64>load<Float>(expected);
    if (rule == BERNOULLI) utility = load<f64>(draw) < utility ? 1 : 0;
    if (rule == NORMAL) utility += deviation * load<f64>(draw);
    store<Float>(to, <Float>utility);
    expected += sizeof<Float>();
    to += sizeof<Float>();
  }
}
