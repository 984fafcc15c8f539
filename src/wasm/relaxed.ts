import type { EngineSource } from "./kernels.ts";

/**
 * Whether this host has WebAssembly's relaxed SIMD: instructions whose last bits are the host's to choose. Chrome has it from 114 on, Node
 * from 22 on.
 */
export function hasRelaxed(): boolean {
  return WebAssembly.validate(PROBE);
}

/** What a caller wants of it. @throws TypeError, RangeError where the host has none. */
export function relaxedFrom(who: string, relaxed: boolean = false, engine?: EngineSource): boolean {
  if (typeof relaxed !== "boolean")
    throw new TypeError(`${who}: relaxed: expected true or false, got ${String(relaxed)}`);
  if (relaxed && engine !== undefined)
    throw new RangeError(`${who}: relaxed: expected no engine of your own beside it, got one`);
  if (relaxed && !hasRelaxed())
    throw new RangeError(
      `${who}: relaxed: expected a host with relaxed SIMD (Node 22, Chrome 114), got one without`,
    );
  return relaxed;
}

/** A module with one function, i8x16.relaxed_swizzle of two constants. */
const PROBE = Uint8Array.of(
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00], // magic, version 1
  ...[0x01, 0x05, 0x01, 0x60, 0x00, 0x01, 0x7b], //       type: () -> v128
  ...[0x03, 0x02, 0x01, 0x00], //                         function of that type
  ...[0x0a, 0x0f, 0x01, 0x0d, 0x00], //                   code
  ...[0x41, 0x01, 0xfd, 0x0f, 0x41, 0x02, 0xfd, 0x0f], // two i8x16.splat
  ...[0xfd, 0x80, 0x02, 0x0b], //                         relaxed_swizzle, end
);
