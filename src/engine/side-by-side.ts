import { LANES } from "../wasm/variants.ts";
import type { Panel, PanelRules } from "./panel.ts";
import { Session, type SessionOptions } from "./session.ts";

/**
 * One pass over several streams at once, one a lane: replicates of an experiment. Every stream has a session of its own, in which its
 * rows are drawn and its comparator plays as in any other; the kernels then lay the blocks of all of them side by side, and one
 * panel plays them. So what is said of a replicate is, to the bit, what it would be without the others.
 */
export class SideBySide {
  /** One for each stream, without learners: rows, comparator, totals. */
  readonly streams: readonly Session[];
  /** The learners of all streams. */
  readonly learners: Session;
  readonly options: SessionOptions;
  /** Address of the streams' runs, (lanes,) u32. */
  readonly #runs: number;

  /**
   * @param streams from 1 to the lanes of a panel.
   * @throws RangeError where rows are such as no stream draws.
   */
  static async open(options: SessionOptions, streams: number): Promise<SideBySide> {
    const { shape, scaled, grading } = options;
    if (shape.raw || scaled || grading)
      throw new RangeError("rows of their own are neither scaled nor graded");
    const learners = await Session.open({ ...options, shape: { ...shape, ownRows: true } });
    return new SideBySide(learners, options, streams);
  }

  private constructor(learners: Session, options: SessionOptions, streams: number) {
    this.options = options;
    this.learners = learners;
    // what is drawn goes to the learners block by block, and they keep it
    const shape = { ...options.shape, latency: 0 };
    this.streams = Array.from({ length: streams }, () => learners.beside({ ...options, shape }));
    const lanes = LANES[options.shape.precision];
    this.#runs = learners.memory.take(lanes * 4);
    // lanes without a stream of their own repeat the last one
    learners.memory
      .u32(this.#runs, lanes)
      .set(
        Array.from({ length: lanes }, (_, i) => this.streams[Math.min(i, streams - 1)]!.run.table.address),
      );
  }

  /** One learner of step size `step` for each stream. Their comparators have to be known before. */
  addPanel(rules: Omit<PanelRules, "steps">, step: number): Panel {
    // M* before round 1, or the model given, is the same in all
    this.learners.comparatorNorm2 = this.streams[0]!.comparatorNorm2;
    return this.learners.addPanel({ ...rules, steps: this.streams.map(() => step) });
  }

  /** Plays rounds [from, from + n), which every stream has drawn; n is at most the block. */
  play(from: number, n: number): void {
    const { learners, streams } = this;
    const norms = learners.panels.some((panel) => panel.usesNorms);
    for (const stream of streams) stream.prepare(from, n, norms);
    learners.reserve(from, n);
    learners.kernels.rows_interleave(learners.run.table.address, this.#runs, from, n);
    learners.playPanels(from, n);
  }
}
