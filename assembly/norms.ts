import { I_DENSE, I_ROW_MASK, P_COUNT, P_NORM2, P_START, P_VALUE } from "./layout";
import { features } from "./rows";
import { integer, pointer } from "./table";

/** Squared Euclidean norm of each row of rounds [from, from + n), without the intercept. */
export function norms(run: usize, from: i64, n: i32): void {
  const mask = integer(run, I_ROW_MASK),
    width = (<usize>integer(run, I_DENSE)) << 3,
    entries = pointer(run, P_START) != 0;
  for (let t = 0; t < n; ++t) {
    const slot = (<i32>(from + t)) & mask;
    let sum: f64 = 0;
    for (let x = features(run, slot), end = x + width; x < end; x += 8) sum += load<f64>(x) * load<f64>(x);
    if (entries) {
      const start = load<u32>(pointer(run, P_START) + ((<usize>slot) << 2));
      let value = pointer(run, P_VALUE) + ((<usize>start) << 3);
      for (let e = load<i32>(pointer(run, P_COUNT) + ((<usize>slot) << 2)); e > 0; --e, value += 8)
        sum += load<f64>(value) * load<f64>(value);
    }
    store<f64>(pointer(run, P_NORM2) + ((<usize>slot) << 3), sum);
  }
}
