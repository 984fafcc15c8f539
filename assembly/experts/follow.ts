import { VECTOR } from "../layout";
import { Loss } from "../losses/loss";
import { exponentialWeights } from "../policies/exponential-weights";
import { integer, long, pointer, real, setLong, setReal, SPAN } from "../table";
import { account } from "./account";
import {
  F_LEARNED,
  I_EXPERTS,
  I_GRADIENT,
  I_MASK,
  I_ROOT,
  L_LATENCY,
  L_STALENESS,
  P_FOLLOWED,
  P_FORECASTS,
  P_LOSSES,
  P_MIXED,
  P_NOTES,
  P_OUTCOMES,
  P_SCORES,
  P_SEEN,
  P_SHARES,
  P_STEPS,
  P_UNTIL,
} from "./layout";

/** Below any score: the weight of an expert that is asleep. */
const ASLEEP: f64 = -1e300;

/**
 * Hedge over experts with latency: expert i has the weight exp(-eta Σ g_i), the sum over the rounds learned, shared out among those awake, and
 * the forecast is the weighted mean of theirs. g is the expert's loss, or its forecast times the slope of the loss at the mixture's forecast
 * (exponentiated gradient). An expert that is asleep is charged with what the mixture lost, so that it neither gains nor loses on average.
 * Freund and Schapire (1997), J. Comput. Syst. Sci. 55; Kivinen and Warmuth (1997), Inform. Comput. 132; sleeping: Chernov and Vovk (2009),
 * "Prediction with expert evaluators' advice", ALT.
 *
 * Slopes are those at the forecast that was made (stale). The loop over segments is that of ../play.ts.
 */
export function follow<L extends Loss>(run: usize, panel: usize, loss: L, from: i64, n: i32): void {
  const until = pointer(panel, P_UNTIL),
    seen = pointer(panel, P_SEEN);
  let learned = <i32>(<i64>real(panel, F_LEARNED) - from),
    staleness = long(panel, L_STALENESS),
    latency = long(panel, L_LATENCY);
  for (let t = 0, segment: usize = 0; t < n; segment += 4) {
    const goal = load<i32>(seen + segment),
      end = load<i32>(until + segment);
    staleness += (<i64>(end - t) * (<i64>(end + t - 1) - 2 * <i64>goal)) >> 1;
    latency = max(latency, <i64>end - <i64>goal);
    for (; learned < goal; ++learned) learn(run, panel, from + learned);
    for (; t < end; ++t) {
      share(run, panel, t);
      mix(run, panel, loss, from, t);
    }
  }
  setReal(panel, F_LEARNED, <f64>(from + learned));
  setLong(panel, L_STALENESS, staleness);
  setLong(panel, L_LATENCY, latency);
}

/** The notes on a round, (2, lanes): slope, and what the mixture lost. */
function notesOf(run: usize, panel: usize, round: i64): usize {
  return pointer(panel, P_NOTES) + <usize>((<i32>round) & integer(run, I_MASK)) * 2 * SPAN;
}

/** Scores of all experts -= eta g. */
function learn(run: usize, panel: usize, item: i64): void {
  const row = (<usize>integer(run, I_EXPERTS)) << 3,
    followed = pointer(run, P_FOLLOWED) + <usize>((<i32>item) & integer(run, I_MASK)) * row,
    notes = notesOf(run, panel, item),
    root = f64x2.splat(integer(panel, I_ROOT) ? 1 / Math.sqrt(<f64>(item + 1)) : 1);
  for (let v: usize = 0; v < SPAN; v += 16) {
    const step = f64x2.mul(v128.load(pointer(panel, P_STEPS) + v), root),
      slope = v128.load(notes + v),
      mean = v128.load(notes + SPAN + v);
    for (let i: usize = 0, z = pointer(panel, P_SCORES) + v; i < row; i += 8, z += VECTOR) {
      const r = v128.load64_splat(followed + i),
        g = v128.bitselect(f64x2.mul(slope, r), mean, f64x2.eq(r, r));
      v128.store(z, f64x2.sub(v128.load(z), f64x2.mul(step, g)));
    }
  }
}

/** Weights of all experts in round t of the block, which add up to 1 over those awake; the others have 0. */
function share(run: usize, panel: usize, t: i32): void {
  const experts = integer(run, I_EXPERTS),
    bytes = <usize>experts * VECTOR,
    shares = pointer(panel, P_SHARES),
    forecasts = pointer(run, P_FORECASTS) + ((<usize>t * <usize>experts) << 3),
    asleep = f64x2.splat(ASLEEP);
  for (let i: usize = 0, f = forecasts; i < bytes; i += VECTOR, f += 8) {
    const x = v128.load64_splat(f),
      awake = f64x2.eq(x, x);
    for (let v: usize = 0; v < SPAN; v += 16)
      v128.store(shares + i + v, v128.bitselect(v128.load(pointer(panel, P_SCORES) + i + v), asleep, awake));
  }
  exponentialWeights(shares, experts, 1);
  for (let v: usize = 0; v < SPAN; v += 16) {
    let sum = f64x2.splat(0);
    for (let i: usize = v, f = forecasts; i < bytes; i += VECTOR, f += 8) {
      const x = v128.load64_splat(f);
      sum = f64x2.add(sum, v128.and(v128.load(shares + i), f64x2.eq(x, x)));
    }
    for (let i: usize = v, f = forecasts; i < bytes; i += VECTOR, f += 8) {
      const x = v128.load64_splat(f);
      v128.store(shares + i, v128.and(f64x2.div(v128.load(shares + i), sum), f64x2.eq(x, x)));
    }
  }
}

/** Forecast, loss and notes of round t of the block, from the weights. */
function mix<L extends Loss>(run: usize, panel: usize, loss: L, from: i64, t: i32): void {
  const row = (<usize>integer(run, I_EXPERTS)) << 3,
    forecasts = pointer(run, P_FORECASTS) + <usize>t * row,
    losses = pointer(run, P_LOSSES) + <usize>t * row,
    y = v128.load64_splat(pointer(run, P_OUTCOMES) + ((<usize>t) << 3)),
    gradient = integer(run, I_GRADIENT),
    notes = notesOf(run, panel, from + t),
    followed = gradient ? forecasts : losses;
  for (let v: usize = 0; v < SPAN; v += 16) {
    let forecast = f64x2.splat(0),
      expected = forecast;
    for (let i: usize = 0, p = pointer(panel, P_SHARES) + v; i < row; i += 8, p += VECTOR) {
      const f = v128.load64_splat(forecasts + i),
        awake = f64x2.eq(f, f),
        weight = v128.load(p);
      forecast = f64x2.add(forecast, v128.and(f64x2.mul(weight, f), awake));
      expected = f64x2.add(expected, v128.and(f64x2.mul(weight, v128.load64_splat(losses + i)), awake));
    }
    const cost = loss.value(forecast, y, loss.shared(forecast)),
      slope = gradient ? loss.slope(forecast, y) : f64x2.splat(1),
      mean = gradient ? f64x2.mul(slope, forecast) : expected;
    v128.store(notes + v, slope);
    v128.store(notes + SPAN + v, mean);
    v128.store(pointer(panel, P_MIXED) + <usize>t * SPAN + v, forecast);
    account(panel, v, f64x2.sub(forecast, y), y, cost, expected, losses, followed, row, slope, mean);
  }
}
