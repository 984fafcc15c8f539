import { dot, norm } from "../vectors.ts";
import { minimiseInBall, type Rest, Unwanted } from "./cholesky.ts";

/** The total loss of the stream at a fixed model u: how much the untrained model loses on it, and how it bends there. */
export interface Expansion {
  /** Σ l_t(0) - l_t(u), summed round by round. */
  readonly gain: number;
  readonly gradient: Float64Array;
  /** (n, n), empty where it was not asked for. */
  readonly hessian: Float64Array;
}

/** The best fixed model in hindsight, and how far from best it may be. */
export interface BestFixed {
  readonly weights: Float64Array;
  readonly radius: number;
  /** Σ l_t(0) - l_t(u): what it saves against the untrained model. */
  readonly gain: number;
  /** Duality gap <grad, u> + radius |grad| >= L(u) - min L: how much more any model in the ball could save, at most. */
  readonly gap: number;
  /** Passes over the stream that were needed, the first one included. */
  readonly passes: number;
  /** The gap is within the tolerance asked for. */
  readonly converged: boolean;
  /** Of a policy: the best action in each context. */
  readonly actions?: readonly number[];
}

/** Largest number of columns for which a Hessian is kept: 4096² numbers are 128 MiB. */
export const MOST_COLUMNS = 4096;

/** Newton's passes at most. */
const MOST_PASSES = 50;

/**
 * Finds the best fixed model in the ball |u| <= radius from the expansion at 0 and, where the loss is not its own expansion,
 * from further passes: Newton's method with the quadratic model minimised in the ball, the step halved while the loss rises.
 * Convexity gives the certificate: L(v) >= L(u) + <grad, v - u> >= L(u) - (<grad, u> + radius |grad|) for all v in the ball
 * (the Frank-Wolfe gap; Jaggi 2013, ICML).
 */
export async function bestFixed(
  kind: "linear" | "quadratic" | "newton" | "none",
  radius: number,
  tolerance: number,
  first: Expansion,
  pass: (weights: Float64Array, n: number) => Promise<Expansion | null>,
  rest?: Rest,
): Promise<BestFixed | null> {
  try {
    return await search(kind, radius, tolerance, first, pass, rest);
  } catch (error) {
    if (error instanceof Unwanted) return null;
    throw error;
  }
}

async function search(
  kind: "linear" | "quadratic" | "newton" | "none",
  radius: number,
  tolerance: number,
  first: Expansion,
  pass: (weights: Float64Array, n: number) => Promise<Expansion | null>,
  rest: Rest | undefined,
): Promise<BestFixed | null> {
  if (kind === "linear") return onSphere(first.gradient, radius);
  let at: Point = { weights: new Float64Array(first.gradient.length), ...first };
  let passes = 1;
  let gap = dualityGap(at, radius);
  while (gap > tolerance && passes < MOST_PASSES) {
    const target = await newton(at, radius, rest);
    if (kind === "quadratic") return exactQuadratic(at, target, radius, tolerance);
    let step = 1;
    let next: Expansion | null = null;
    let weights = target;
    for (; step > 1e-6 && passes < MOST_PASSES; step /= 2) {
      weights = at.weights.map((w, i) => w + step * (target[i]! - w));
      next = await pass(weights, ++passes);
      if (next === null) return null;
      if (next.gain >= at.gain) break;
    }
    // the loss no longer falls beyond rounding: this is as good as it gets
    if (next === null || next.gain < at.gain) break;
    at = { weights, ...next };
    gap = dualityGap(at, radius);
  }
  return { weights: at.weights, radius, gain: at.gain, gap, passes, converged: gap <= tolerance };
}

type Point = Expansion & { readonly weights: Float64Array };

/** A linear loss on a ball is smallest where the sphere meets the line against its gradient. */
function onSphere(gradient: Float64Array, radius: number): BestFixed {
  const length = norm(gradient);
  const weights = gradient.map((g) => (length > 0 ? (-radius * g) / length : 0));
  return { weights, radius, gain: radius * length, gap: 0, passes: 1, converged: true };
}

/** Minimiser in the ball of the quadratic that has the point's gradient and Hessian. */
function newton(
  { weights, gradient, hessian }: Point,
  radius: number,
  rest: Rest | undefined,
): Promise<Float64Array> {
  const n = weights.length;
  const b = Float64Array.from(gradient, (g, i) => {
    let sum = -g;
    for (let j = 0; j < n; j++) sum += hessian[i * n + j]! * weights[j]!;
    return sum;
  });
  return minimiseInBall(hessian, b, radius, rest);
}

/** The expansion of a quadratic at 0 is the quadratic: value and gradient at the minimiser follow without another pass. */
function exactQuadratic(
  { gradient, hessian, gain }: Point,
  weights: Float64Array,
  radius: number,
  tolerance: number,
): BestFixed {
  const n = weights.length;
  const bent = Float64Array.from({ length: n }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < n; j++) sum += hessian[i * n + j]! * weights[j]!;
    return sum;
  });
  const saved = gain - dot(gradient, weights) - dot(bent, weights) / 2;
  const slope = gradient.map((g, i) => g + bent[i]!);
  const gap = dualityGap({ weights, gradient: slope, hessian, gain: saved }, radius);
  return { weights, radius, gain: saved, gap, passes: 1, converged: gap <= tolerance };
}

function dualityGap({ weights, gradient }: Point, radius: number): number {
  return Math.max(0, dot(gradient, weights) + radius * norm(gradient));
}
