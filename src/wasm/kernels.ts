import { instantiate } from "@assemblyscript/loader";
import { decode } from "./base64.ts";
import { binaryOf, LANES, nameOf, PRECISIONS, type Variant } from "./variants.ts";

/** The compiled kernels and how to get them into memory. */

/** Where to take the kernels from instead of the copy inside the package: bytes, a compiled module, or an address. */
export type EngineSource = BufferSource | WebAssembly.Module | URL;

type Columns = (from: number, n: number, until: number, seen: number, a: number, b: number) => number;
type Fill = (run: number, stream: number, sums: number, from: number, n: number) => void;
type Draw = (run: number, stream: number, from: number, n: number) => void;

/**
 * Exports that do not depend on a model or a loss, a policy or an estimator. Addresses and rounds are plain numbers. Models, policies
 * and learners that perturb what they play have builds of their own (assembly/index.ts, index-policies.ts, index-perturbed.ts): what is only there for
 * the others is missing.
 */
interface FixedKernels {
  readonly memory: WebAssembly.Memory;
  readonly heap_base: () => number;
  readonly prepare?: () => void;
  readonly lanes: () => number;
  readonly schedule_pipelined: Columns;
  readonly schedule_periodic: Columns;
  readonly schedule_growing: Columns;
  readonly schedule_hold_back: (run: number, panel: number, from: number, n: number) => void;
  readonly stream_keys: (lo: number, hi: number, turns: number, keys: number) => void;
  readonly stream_normals: (out: number, round: number, d: number, keys: number, draw: number) => void;
  readonly stream_aligned: Fill;
  readonly stream_choices: Fill;
  readonly stream_contexts: Fill;
  readonly stream_world: Fill;
  readonly stream_block_rademacher: Fill;
  readonly stream_square_wave: Fill;
  readonly stream_orthogonal: Fill;
  readonly stream_rotating: Fill;
  readonly draw_outputs: Draw;
  readonly draw_directions: Draw;
  readonly rows_scale: (run: number, from: number, n: number) => void;
  readonly rows_valid: (
    run: number,
    from: number,
    n: number,
    low: number,
    high: number,
    columns: number,
  ) => number;
  readonly rows_arrive: (run: number, from: number, n: number) => void;
  readonly rows_foresee: (run: number) => void;
  readonly rows_oldest: (run: number, learned: number) => number;
  readonly rows_norms: (run: number, from: number, n: number) => void;
  readonly rows_narrow: (run: number, from: number, n: number) => void;
  readonly rows_interleave: (run: number, runs: number, from: number, n: number) => void;
  readonly experts_first_invalid: (run: number, n: number, positive: number) => number;
  readonly logged_first_invalid: (log: number, n: number) => number;
  readonly logged_weigh: (run: number, log: number, from: number, n: number) => void;
  readonly logged_fixed: (run: number, choices: number, n: number) => void;
  readonly logged_evaluate: (run: number, log: number, sums: number, from: number, n: number) => void;
  readonly comparator_score: (run: number, u: number, from: number, n: number) => void;
  readonly accounts_add: (run: number, panel: number, from: number, n: number) => void;
  readonly accounts_realise: (run: number, panel: number, n: number) => void;
  readonly accounts_swaps: (run: number, panel: number, from: number, n: number) => void;
  readonly accounts_charge_exploration: (run: number, panel: number, n: number) => void;
  readonly accounts_baselines: (run: number, panel: number, from: number, n: number, classes: number) => void;
  readonly accounts_grade: (
    run: number,
    panel: number,
    from: number,
    n: number,
    classes: number,
    threshold: number,
    strict: number,
  ) => void;
}

/** Exports generated for each model and loss, for their comparators. */
export interface CompareKernels {
  readonly compare: (run: number, loss: number, sums: number, from: number, n: number) => void;
  readonly untrained: (run: number, loss: number, sums: number, from: number, n: number) => void;
  readonly expand: (
    run: number,
    loss: number,
    from: number,
    n: number,
    columns: number,
    gradient: number,
    hessian: number,
    list: number,
  ) => void;
}

/** The same with the loops of models. */
export interface LossKernels extends CompareKernels {
  readonly play: (run: number, panel: number, loss: number, from: number, n: number, u2: number) => void;
}

/** The same with the loop of learners that perturb what they play. */
export interface PerturbKernels extends CompareKernels {
  readonly perturb: (
    run: number,
    panel: number,
    loss: number,
    estimator: number,
    from: number,
    n: number,
  ) => void;
}

/** Of forecasts under one loss: what all learners share, and how those of a panel follow (assembly/experts/). */
export interface ExpertKernels {
  readonly judge: (run: number, loss: number, from: number, n: number) => void;
  readonly follow: (run: number, panel: number, loss: number, from: number, n: number) => void;
}

/** The loop generated for each policy and estimator. */
export type ActKernel = (run: number, panel: number, estimator: number, from: number, n: number) => void;

export interface Kernels extends FixedKernels {
  /** What is done with forecasts of experts under a loss, by its name. */
  readonly experts: (loss: string) => ExpertKernels;
  /** The loop of a policy and an estimator, by their names. */
  readonly act: (policy: string, estimator: string) => ActKernel;
  /** The loops of a model and a loss, by their names. */
  readonly loops: (model: string, loss: string) => LossKernels;
  /** The loop of a loss and an estimator, by their names. */
  readonly perturbs: (model: string, loss: string, estimator: string) => PerturbKernels;
}

/**
 * Instantiates the kernels with a memory of their own.
 *
 * @throws RangeError when a source was built for something else; Error where there is no SIMD.
 */
export async function loadKernels(variant: Variant, source?: EngineSource): Promise<Kernels> {
  let exports: Record<string, unknown>;
  try {
    exports = (await instantiate(await compiled(variant, source), {})).exports as Record<string, unknown>;
  } catch (cause) {
    throw new Error(`lowstakes needs WebAssembly with 128-bit SIMD: ${(cause as Error).message}`, { cause });
  }
  const fixed = exports as unknown as FixedKernels;
  const { precision } = variant;
  if (fixed.lanes() !== LANES[precision]) {
    const other = PRECISIONS.find((known) => LANES[known] === fixed.lanes());
    throw new RangeError(
      `engine: expected kernels built for ${precision}, got some for ${other ?? "neither"}`,
    );
  }
  const { targets, policies, perturbed } = variant;
  const wanted = targets ? "targets" : policies ? "policies" : perturbed ? "perturbed outputs" : "models";
  const got = builtFor(exports);
  if (got !== wanted)
    throw new RangeError(`engine: expected kernels built for ${wanted}, got some for ${got}`);
  fixed.prepare?.();
  const compares = (model: string, loss: string) => ({
    compare: exports[`compare_${loss}`],
    untrained: exports[`untrained_${loss}`],
    expand: exports[`expand_${model}_${loss}`],
  });
  return {
    ...fixed,
    experts: (loss) =>
      ({
        judge: exports[`experts_judge_${loss}`],
        follow: exports[`experts_follow_${loss}`],
      }) as ExpertKernels,
    act: (policy, estimator) => exports[`act_${policy}_${estimator}`] as ActKernel,
    loops: (model, loss) => {
      const play = exports[`play_${model}_${loss}`];
      if (play === undefined) throw new RangeError(`loss: a ${model} model has no loop for the ${loss} loss`);
      return {
        ...compares(model, loss),
        play,
      } as LossKernels;
    },
    perturbs: (model, loss, estimator) =>
      ({ ...compares(model, loss), perturb: exports[`perturb_${loss}_${estimator}`] }) as PerturbKernels,
  };
}

/** What kernels were built for, from what there is only in such a build. */
function builtFor(exports: Record<string, unknown>): "targets" | "policies" | "perturbed outputs" | "models" {
  if ("experts_first_invalid" in exports) return "targets";
  if ("stream_choices" in exports) return "policies";
  return "draw_outputs" in exports ? "perturbed outputs" : "models";
}

/** The kernels, compiled: a module that any thread can make its own instance of. */
export async function compiled(variant: Variant, source?: EngineSource): Promise<WebAssembly.Module> {
  if (source instanceof WebAssembly.Module) return source;
  if (source instanceof URL) {
    const response = await fetch(source);
    if (!response.ok) throw new Error(`${source.href}: ${response.status} ${response.statusText}`);
    return WebAssembly.compile(await response.arrayBuffer());
  }
  if (source !== undefined) return WebAssembly.compile(source);
  return (builtIn[nameOf(variant)] ??= binaryOf(variant).then((binary) =>
    WebAssembly.compile(decode(binary)),
  ));
}

/** The kernels that come with the package, compiled once: a module has no state, and what the optimiser made of it stays. */
const builtIn: Record<string, Promise<WebAssembly.Module>> = {};
