import {
  P_SEEN,
  P_UNTIL,
  SUM_LOSS_0,
  SUM_LOSS_U,
  SUM_APART,
  SUM_PATH_U,
  SUM_RANGE,
  SUM_VALUE,
} from "../../assembly/layout.ts";
import type { Estimator, Memory } from "../estimators/estimator.ts";
import type { Loss } from "../losses/loss.ts";
import {
  type ActKernel,
  type CompareKernels,
  type EngineSource,
  type Kernels,
  loadKernels,
  type LossKernels,
  type PerturbKernels,
} from "../wasm/kernels.ts";
import { EngineMemory } from "../wasm/memory.ts";
import { LANES, type Precision } from "../wasm/variants.ts";
import { Panel, type PanelRules } from "./panel.ts";
import { Run, type RunShape } from "./run.ts";
import { segmenter, type Segmenter } from "./segments.ts";
import type { StakesWatch } from "./watch.ts";

/** How outcomes are graded: nothing, residuals, or residuals and classes. */
export interface Grading {
  readonly classes: boolean;
  /** Score from which class 1 is predicted. */
  readonly threshold: number;
  /** A score at the threshold counts as class 0. */
  readonly strict: boolean;
}

export interface SessionOptions {
  readonly shape: RunShape;
  readonly loss: Loss;
  readonly model: string;
  /** How a learner estimates what it is not told; null where it is told outcomes. */
  readonly estimator: Estimator | null;
  /** Columns of the model, the intercept included. */
  readonly columns: number;
  readonly scaled: readonly boolean[] | null;
  readonly grading: Grading | null;
  readonly engine: EngineSource | undefined;
}

/** One pass over a stream of rows: the kernels, their memory, the rows and every panel that plays them. */
export class Session {
  readonly memory: EngineMemory;
  readonly kernels: Kernels;
  readonly run: Run;
  readonly panels: Panel[] = [];
  readonly options: SessionOptions;
  /** Whose scores stand in column U: the stream's own aligned model, a model given by its weights, or the untrained one. */
  against: "aligned" | "fixed" | "untrained" = "untrained";
  #comparator = 0;
  /** |u|² of a comparator that is the same in every round; 0 if there is none. */
  comparatorNorm2 = 0;
  /** Called when a panel has played a block, while its columns still hold it. */
  onPlayed: ((panel: Panel, from: number, n: number) => void) | null = null;
  /** Holds the run to stakes, where they were stated. */
  watch: StakesWatch | null = null;
  readonly #loops: LossKernels | null;
  readonly #act: ActKernel | null;
  readonly #perturb: PerturbKernels | null;
  /** Parameters of the loss, and of the estimator. */
  readonly #loss: number;
  readonly #estimator: number;
  readonly #segmenters: Segmenter[] = [];
  #expansion: { gradient: number; hessian: number; list: number; columns: number } | null = null;

  static async open(options: SessionOptions): Promise<Session> {
    const kernels = await loadKernels(options.shape, options.engine);
    return new Session(kernels, new EngineMemory(kernels.memory, kernels.heap_base()), options);
  }

  /** Another session with the same kernels, in the same memory. */
  beside(options: SessionOptions): Session {
    return new Session(this.kernels, this.memory, options);
  }

  private constructor(kernels: Kernels, memory: EngineMemory, options: SessionOptions) {
    this.options = options;
    this.kernels = kernels;
    this.memory = memory;
    const { model, loss, estimator, shape } = options;
    const perturbs = estimator && shape.perturbs;
    this.#perturb = perturbs ? kernels.perturbs(model, loss.name, estimator.name) : null;
    this.#act = estimator && !perturbs ? kernels.act(model, estimator.name) : null;
    this.#loops = estimator ? null : kernels.loops(model, loss.name);
    this.#loss = this.#place(loss.parameters);
    this.#estimator = this.#place(estimator?.parameters ?? []);
    this.run = new Run(this.memory, options.shape);
    if (options.scaled) this.run.setScaled(options.scaled);
  }

  /** Parameters in the kernels' memory. */
  #place(parameters: readonly number[]): number {
    const address = this.memory.take(64);
    this.memory.f64(address, parameters.length).set(parameters);
    return address;
  }

  addPanel(rules: PanelRules): Panel {
    const panel = new Panel(this.memory, this.run, rules, this.options.columns);
    panel.startDistance(this.comparatorNorm2);
    const { estimator, shape } = this.options;
    if (estimator?.memory) panel.remember(startOf(estimator.memory, shape.actions));
    this.panels.push(panel);
    this.#segmenters.push(segmenter(this.kernels, rules.schedule));
    return panel;
  }

  /** A comparator given by its weights. */
  setComparator(weights: Float64Array): void {
    this.#comparator = this.memory.take(weights.length * 8);
    this.memory.f64(this.#comparator, weights.length).set(weights);
    this.against = "fixed";
    this.comparatorNorm2 = weights.reduce((sum, w) => sum + w * w, 0);
  }

  /** From now on sums up gradient and, if wanted, Hessian of the total loss at the comparator. */
  expandAt(columns: number, hessian: boolean): void {
    this.#expansion = {
      columns,
      gradient: this.memory.take(columns * 16),
      hessian: hessian ? this.memory.take(columns * columns * 8) : 0,
      list: this.memory.take(columns * 16),
    };
  }

  /** The first round that some learner has still to learn; all before it may be overwritten. */
  oldest(from: number): number {
    const learned = this.panels.reduce((least, panel) => Math.min(least, panel.learned), from);
    return this.#arriving ? this.kernels.rows_oldest(this.run.table.address, learned) : learned;
  }

  /** Rows are learned when their feedback is there; where nobody learns they need not wait for it. */
  get #arriving(): boolean {
    return this.run.delayed && this.panels.length > 0;
  }

  /** Makes room in the ring for rounds [from, from + n). */
  reserve(from: number, n: number): void {
    const oldest = this.oldest(from);
    if (this.run.reserve(oldest, from, from + n))
      for (const panel of this.panels) panel.matchRing(oldest, from);
  }

  /** Fits weights to a growing number of columns. */
  grow(columns: number): void {
    for (const panel of this.panels) panel.columns(columns);
  }

  /** Whether rounds [from, from + n) in the ring are what the kernels take for granted, of `sparse` sparse columns. */
  validRows(from: number, n: number, sparse: number): boolean {
    const { run, kernels, options } = this;
    const most = Math.max(1, options.shape.actions - 1);
    const [low, high] = options.grading?.classes ? [0, most] : [-Number.MAX_VALUE, Number.MAX_VALUE];
    return kernels.rows_valid(run.table.address, from, n, low, high, sparse) !== 0;
  }

  /** Plays rounds [from, from + n), whose rows are in the ring; n is at most the block. */
  play(from: number, n: number): void {
    this.prepare(
      from,
      n,
      this.panels.some((panel) => panel.usesNorms),
    );
    this.playPanels(from, n);
  }

  /** What is the same for all panels: the rows as learners see them, their norms where anyone asks for them, the comparator's losses. */
  prepare(from: number, n: number, norms: boolean): void {
    const { kernels, run, options } = this;
    const at = run.table.address;
    if (this.#arriving) kernels.rows_arrive(at, from, n);
    if (options.scaled) kernels.rows_scale(at, from, n);
    if (run.shape.precision === "f32") kernels.rows_narrow(at, from, n);
    // directions of their own have the length 1
    if (norms && run.shape.perturbs !== "weights") kernels.rows_norms(at, from, n);
    const compares = this.#loops ?? this.#perturb;
    if (compares) this.#compare(compares, from, n);
  }

  /** Losses of the comparator; those of policies come with the stream. */
  #compare(loops: CompareKernels, from: number, n: number): void {
    const { kernels, run } = this;
    const at = run.table.address;
    if (this.against === "fixed") kernels.comparator_score(at, this.#comparator, from, n);
    const compare = this.against === "untrained" ? loops.untrained : loops.compare;
    compare(at, this.#loss, run.sums, from, n);
    const expansion = this.#expansion;
    if (expansion) {
      const { columns, gradient, hessian, list } = expansion;
      loops.expand(at, this.#loss, from, n, columns, gradient, hessian, list);
    }
  }

  /** Plays rounds [from, from + n), which are prepared. */
  playPanels(from: number, n: number): void {
    this.panels.forEach((panel, i) => this.#playPanel(panel, this.#segmenters[i]!, from, n));
  }

  #playPanel(panel: Panel, fill: Segmenter, from: number, n: number): void {
    const { kernels, run, options } = this;
    const at = panel.table.address;
    fill(this.memory, from, n, panel.table.pointer(P_UNTIL), panel.table.pointer(P_SEEN));
    if (run.delayed) kernels.schedule_hold_back(run.table.address, at, from, n);
    const { grading } = options;
    if (grading) kernels.accounts_baselines(run.table.address, at, from, n, Number(grading.classes));
    this.#loops?.play(run.table.address, at, this.#loss, from, n, this.comparatorNorm2);
    this.#act?.(run.table.address, at, this.#estimator, from, n);
    this.#perturb?.perturb(run.table.address, at, this.#loss, this.#estimator, from, n);
    if (options.estimator) kernels.accounts_realise(run.table.address, at, n);
    if (options.shape.exploration || this.#perturb)
      kernels.accounts_charge_exploration(run.table.address, at, n);
    if (this.#act && panel.rules.transformed) kernels.accounts_swaps(run.table.address, at, from, n);
    kernels.accounts_add(run.table.address, at, from, n);
    if (grading) {
      const { classes, threshold, strict } = grading;
      kernels.accounts_grade(run.table.address, at, from, n, Number(classes), threshold, Number(strict));
    }
    this.watch?.look(this, panel, from, n);
    this.onPlayed?.(panel, from, n);
  }

  /** What `visit` sees of a panel had it learned all `rounds` rounds played, those included whose feedback is pending. */
  ahead<T>(panel: Panel, rounds: number, visit: () => T): T {
    const { kernels, run } = this;
    return panel.ahead(() => {
      if (run.delayed) kernels.rows_foresee(run.table.address);
      this.#loops?.play(run.table.address, panel.table.address, this.#loss, rounds, 0, this.comparatorNorm2);
    }, visit);
  }

  /** Gradient and Hessian of the total loss at the comparator. The Hessian is symmetric, row-major. */
  expansion(): { gradient: Float64Array; hessian: Float64Array } {
    const { columns, gradient, hessian } = this.#expansion!;
    const pairs = this.memory.f64(gradient, 2 * columns);
    const half = hessian ? this.memory.f64(hessian, columns * columns) : new Float64Array(0);
    const full = new Float64Array(half.length);
    if (hessian) {
      // entries of a pair of columns may stand on either side of the diagonal
      for (let i = 0; i < columns; i++) {
        full[i * columns + i] = half[i * columns + i]!;
        for (let j = 0; j < i; j++) {
          full[i * columns + j] = full[j * columns + i] = half[i * columns + j]! + half[j * columns + i]!;
        }
      }
    }
    return {
      gradient: Float64Array.from({ length: columns }, (_, j) => pairs[2 * j]! + pairs[2 * j + 1]!),
      hessian: full,
    };
  }

  /**
   * Total losses of comparator and untrained model, their difference summed round by round, the largest such difference, the
   * comparator's path, and the largest difference between expected utilities of two actions in one round.
   */
  totals(): {
    comparator: number;
    untrained: number;
    value: number;
    apart: number;
    path: number;
    range: number;
  } {
    const { run } = this;
    return {
      comparator: run.sum(SUM_LOSS_U),
      untrained: run.sum(SUM_LOSS_0),
      value: run.sum(SUM_VALUE),
      apart: this.memory.f64(run.sums + SUM_APART * 8, 1)[0]!,
      path: run.sum(SUM_PATH_U),
      range: this.memory.f64(run.sums + SUM_RANGE * 8, 1)[0]!,
    };
  }
}

/** Means that an estimator begins with. */
function startOf({ of, start }: Memory, actions: number): readonly number[] {
  if (typeof start !== "number") return start;
  return Array.from({ length: of === "actions" ? actions : 1 }, () => start);
}

/** Step sizes, dealt to panels: at most as many to each as it has lanes. */
export function lanes(steps: readonly number[], precision: Precision): number[][] {
  const most = LANES[precision];
  return Array.from({ length: Math.ceil(steps.length / most) }, (_, i) =>
    steps.slice(i * most, (i + 1) * most),
  );
}
