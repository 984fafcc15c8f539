/** Type of weights, scores, slopes and single losses. Their sums are kept in f64 whatever it is. */
export type Precision = (typeof PRECISIONS)[number];

export const PRECISIONS = ["f64", "f32"] as const;

/** Learners of one panel, as the kernels are built for them (assembly/variant.ts). */
export const LANES: Readonly<Record<Precision, number>> = { f64: 8, f32: 16 };

/** What a build of the kernels is for. */
export interface Variant {
  readonly precision: Precision;
  /** Each learner of a panel plays rows of its own; default false: all play the same ones. */
  readonly ownRows?: boolean;
  /** Products and sums may be rounded at once, where the host likes; default false: every host gives the same bits. */
  readonly relaxed?: boolean;
}

/** The name of a variant's binary. */
export function nameOf({ precision, ownRows, relaxed }: Variant): string {
  const parts = [
    "engine",
    relaxed ? "relaxed" : ownRows ? "own" : null,
    precision === "f32" ? precision : null,
  ];
  return parts.filter((part) => part !== null).join("-");
}

/** The compiled kernels of a variant, base64; fetched only when they are wanted. */
export async function binaryOf({ precision, ownRows, relaxed }: Variant): Promise<string> {
  return (await (relaxed ? RELAXED : ownRows ? OWN : SHARED)[precision]()).BINARY;
}

/** Their modules: paths that bundlers can see. */
const SHARED = {
  f64: () => import("./binary.ts"),
  f32: () => import("./binary-f32.ts"),
};
const OWN = {
  f64: () => import("./binary-own.ts"),
  f32: () => import("./binary-own-f32.ts"),
};
const RELAXED = {
  f64: () => import("./binary-relaxed.ts"),
  f32: () => import("./binary-relaxed-f32.ts"),
};
