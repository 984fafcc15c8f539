/** Type of weights, scores, slopes and single losses. Their sums are kept in f64 whatever it is. */
export type Precision = (typeof PRECISIONS)[number];

export const PRECISIONS = ["f64", "f32"] as const;

/** Learners of one panel, as the kernels are built for them (assembly/variant.ts). */
export const LANES: Readonly<Record<Precision, number>> = { f64: 8, f32: 16 };

/** The compiled kernels of a precision, base64; fetched only when they are wanted. */
export async function binaryOf(precision: Precision): Promise<string> {
  return (precision === "f64" ? await import("./binary.ts") : await import("./binary-f32.ts")).BINARY;
}
