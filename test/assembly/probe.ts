import { exp } from "../../assembly/math/exp";
import { log, log1p } from "../../assembly/math/log";
import { fillNodes, softplusF64, tailF64 } from "../../assembly/math/logistic-f64";
import { softplusF32, tailF32 } from "../../assembly/math/logistic-f32";
import { power } from "../../assembly/math/power";
import { cos, sin } from "../../assembly/math/sincos";
import { tanh } from "../../assembly/math/tanh";

/** The kernels one by one, over arrays: x, out (n,) f64, n even, aligned to 16. */

export { KEYS, keySchedule, word } from "../../assembly/philox";
export { normals, rademachers, uniforms } from "../../assembly/random";

/** To be called first. */
export function prepare(): void {
  fillNodes();
}

/** First byte behind the constants. */
export function heap_base(): usize {
  return __heap_base;
}

export function tails(x: usize, out: usize, n: i32): void {
  for (let i = 0; i < 8 * n; i += 16) v128.store(out + i, tailF64(v128.load(x + i)));
}

export function softpluses(x: usize, out: usize, n: i32): void {
  for (let i = 0; i < 8 * n; i += 16) v128.store(out + i, softplusF64(v128.load(x + i)));
}

/** The same for x, out (n,) f32, n a multiple of 4. */
export function tailsF32(x: usize, out: usize, n: i32): void {
  for (let i = 0; i < 4 * n; i += 16) v128.store(out + i, tailF32(v128.load(x + i)));
}

export function softplusesF32(x: usize, out: usize, n: i32): void {
  for (let i = 0; i < 4 * n; i += 16) v128.store(out + i, softplusF32(v128.load(x + i)));
}

export function exps(x: usize, out: usize, n: i32): void {
  for (let i = 0; i < 8 * n; i += 16) v128.store(out + i, exp(v128.load(x + i)));
}

export function logs(x: usize, out: usize, n: i32): void {
  for (let i = 0; i < 8 * n; i += 16) v128.store(out + i, log(v128.load(x + i)));
}

export function log1ps(x: usize, out: usize, n: i32): void {
  for (let i = 0; i < 8 * n; i += 16) v128.store(out + i, log1p(v128.load(x + i)));
}

export function tanhs(x: usize, out: usize, n: i32): void {
  for (let i = 0; i < 8 * n; i += 16) v128.store(out + i, tanh(v128.load(x + i)));
}

export function sines(x: usize, out: usize, n: i32): void {
  for (let i = 0; i < 8 * n; i += 16) v128.store(out + i, sin(v128.load(x + i)));
}

export function cosines(x: usize, out: usize, n: i32): void {
  for (let i = 0; i < 8 * n; i += 16) v128.store(out + i, cos(v128.load(x + i)));
}

/** beta (n,) f64 too. */
export function powers(x: usize, beta: usize, out: usize, n: i32): void {
  for (let i = 0; i < 8 * n; i += 8) store<f64>(out + i, power(load<f64>(x + i), load<f64>(beta + i)));
}

export * from "./losses";
