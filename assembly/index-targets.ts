/** What the host calls for logs whose rows are no single number to score: forecasts of experts. A binary of its own, fetched only for them. */
import { firstInvalid } from "./experts/judge";

export * from "./experts/loops";
export * from "./shared";

export function experts_first_invalid(run: usize, n: i32, positive: i32): i32 {
  return firstInvalid(run, n, positive != 0);
}
