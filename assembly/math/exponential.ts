import { SINGLE } from "../float";
import { exp } from "./exp";
import { exp as exp32 } from "./exp32";

/** e^x for x <= 0 in the float type of the build; below -41.5 as at -41.5, so that nothing made of it is denormal. */
// @ts-ignore: decorator
@inline
export function exponential(x: v128): v128 {
  return SINGLE ? exp32(x) : exp(f64x2.pmax(x, v128.load(LEAST)));
}

const LEAST = memory.data<f64>([-41.5, -41.5], 16);
