/** Type of weights, scores, slopes and single losses. Their sums are kept in f64 whatever it is. */
export type Precision = (typeof PRECISIONS)[number];

export const PRECISIONS = ["f64", "f32"] as const;

/** Learners of one panel, as the kernels are built for them (assembly/variant.ts). */
export const LANES: Readonly<Record<Precision, number>> = { f64: 8, f32: 16 };

/** What a build of the kernels is for. */
export interface Variant {
  readonly precision: Precision;
  /** Learners choose among actions; default false: their models give a score. */
  readonly policies?: boolean;
  /** Learners perturb what they play and are told its loss only; default false: they are told outcomes. */
  readonly perturbed?: boolean;
  /** Outcomes are one of several classes, or rows are forecasts of experts; default false. In f64 only, and neither with rows of their own nor relaxed. */
  readonly targets?: boolean;
  /** Each learner of a panel plays rows of its own; default false: all play the same ones. */
  readonly ownRows?: boolean;
  /** Products and sums may be rounded at once, where the host likes; default false: every host gives the same bits. */
  readonly relaxed?: boolean;
}

/** The name of a variant's binary. */
export function nameOf({ precision, policies, perturbed, targets, ownRows, relaxed }: Variant): BinaryName {
  if (targets) return "engine-targets";
  const parts = [
    "engine",
    policies ? "policies" : perturbed && "perturbed",
    relaxed ? "relaxed" : ownRows && "own",
    precision === "f32" && precision,
  ];
  return parts.filter(Boolean).join("-") as BinaryName;
}

/** The compiled kernels of a variant, base64; fetched only when they are wanted. */
export async function binaryOf(variant: Variant): Promise<string> {
  return (await MODULES[nameOf(variant)]()).BINARY;
}

type BinaryName =
  `engine${"" | "-policies" | "-perturbed"}${"" | "-own" | "-relaxed"}${"" | "-f32"}` | "engine-targets";

/** Their modules: paths that bundlers can see. */
const MODULES: Readonly<Record<BinaryName, () => Promise<{ readonly BINARY: string }>>> = {
  engine: () => import("./binary.ts"),
  "engine-f32": () => import("./binary-f32.ts"),
  "engine-own": () => import("./binary-own.ts"),
  "engine-own-f32": () => import("./binary-own-f32.ts"),
  "engine-relaxed": () => import("./binary-relaxed.ts"),
  "engine-relaxed-f32": () => import("./binary-relaxed-f32.ts"),
  "engine-policies": () => import("./binary-policies.ts"),
  "engine-policies-f32": () => import("./binary-policies-f32.ts"),
  "engine-policies-own": () => import("./binary-policies-own.ts"),
  "engine-policies-own-f32": () => import("./binary-policies-own-f32.ts"),
  "engine-policies-relaxed": () => import("./binary-policies-relaxed.ts"),
  "engine-policies-relaxed-f32": () => import("./binary-policies-relaxed-f32.ts"),
  "engine-perturbed": () => import("./binary-perturbed.ts"),
  "engine-perturbed-f32": () => import("./binary-perturbed-f32.ts"),
  "engine-perturbed-own": () => import("./binary-perturbed-own.ts"),
  "engine-perturbed-own-f32": () => import("./binary-perturbed-own-f32.ts"),
  "engine-perturbed-relaxed": () => import("./binary-perturbed-relaxed.ts"),
  "engine-perturbed-relaxed-f32": () => import("./binary-perturbed-relaxed-f32.ts"),
  "engine-targets": () => import("./binary-targets.ts"),
};
