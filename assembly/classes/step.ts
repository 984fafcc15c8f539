import { ADAGRAD, ETA, GRAD2, I_ACTIONS, I_RULE, I_ROW_MASK, P_LENGTH, ROOT, STEP, VECTOR } from "../layout";
import { integer, pointer, SPAN, vector, WIDE } from "../table";

/** steps (C, lanes) := -η times the slopes (C, lanes) of an item, a row, which may be the same place. Rules as in ../updates/ogd.ts. */
export function scaleSlopes(
  run: usize,
  panel: usize,
  slopes: usize,
  item: i64,
  row: i64,
  steps: usize,
): void {
  const rule = integer(panel, I_RULE),
    bytes = <usize>integer(run, I_ACTIONS) * VECTOR,
    length = v128.load64_splat(
      pointer(run, P_LENGTH) + ((<usize>((<i32>row) & integer(run, I_ROW_MASK))) << 3),
    ),
    root = f64x2.splat(1 / Math.sqrt(<f64>(item + 1))),
    at = vector(panel, 0);
  for (let v: usize = 0; v < SPAN; v += 16) {
    let eta = v128.load(at + STEP * WIDE + v);
    if (rule == ROOT) eta = f64x2.mul(eta, root);
    if (rule == ADAGRAD) {
      let squares = f64x2.splat(0);
      for (let c = v; c < bytes; c += VECTOR)
        squares = f64x2.add(squares, f64x2.mul(v128.load(slopes + c), v128.load(slopes + c)));
      const seen = at + GRAD2 * WIDE + v,
        sum = f64x2.add(v128.load(seen), f64x2.mul(squares, f64x2.mul(length, length)));
      v128.store(seen, sum);
      // before the first gradient that is not 0 there is no step to take
      eta = v128.and(f64x2.div(eta, f64x2.sqrt(sum)), f64x2.ne(sum, f64x2.splat(0)));
    }
    v128.store(at + ETA * WIDE + v, eta);
    for (let c = v; c < bytes; c += VECTOR)
      v128.store(steps + c, f64x2.neg(f64x2.mul(eta, v128.load(slopes + c))));
  }
}
