import { SINGLE } from "./float";
import { inner } from "./inner";
import {
  F_LONGEST,
  I_CONTEXTS,
  I_DENSE,
  I_INTERCEPT,
  I_ROW_MASK,
  P_COUNT,
  P_LENGTH,
  P_NORM2,
  P_START,
  P_VALUE,
  P_WEIGHT,
} from "./layout";
import { features } from "./rows";
import { integer, pointer, real, setReal } from "./table";

/** Squared Euclidean norm of each row of rounds [from, from + n), without the intercept, and norm of each with it. */
export function norms(run: usize, from: i64, n: i32): void {
  const mask = integer(run, I_ROW_MASK),
    d = integer(run, I_DENSE),
    intercept = <f64>integer(run, I_INTERCEPT),
    entries = pointer(run, P_START) != 0,
    // a context is a row of zeros and a single 1
    context: f64 = integer(run, I_CONTEXTS) > 0 ? 1 : 0;
  for (let t = 0; t < n; ++t) {
    const slot = (<i32>(from + t)) & mask;
    const x = features(run, slot);
    let sum = inner(x, x, d) + context;
    if (entries) {
      const start = load<u32>(pointer(run, P_START) + ((<usize>slot) << 2));
      let value = pointer(run, P_VALUE) + ((<usize>start) << 3);
      for (let e = load<i32>(pointer(run, P_COUNT) + ((<usize>slot) << 2)); e > 0; --e, value += 8)
        sum += load<f64>(value) * load<f64>(value);
    }
    store<f64>(pointer(run, P_NORM2) + ((<usize>slot) << 3), sum);
    const length = Math.sqrt(sum + intercept);
    store<f64>(pointer(run, P_LENGTH) + ((<usize>slot) << 3), length);
    if (SINGLE) {
      const weights = pointer(run, P_WEIGHT),
        weight = weights ? load<f64>(weights + ((<usize>slot) << 3)) : 1;
      setReal(run, F_LONGEST, max(real(run, F_LONGEST), weight * length));
    }
  }
}
