import { P_WORLD } from "../../assembly/layout.ts";
import type { Panel, PanelRules } from "../engine/panel.ts";
import { Session, type SessionOptions } from "../engine/session.ts";
import { LANES } from "../wasm/variants.ts";
import { placeWorld } from "./place.ts";
import type { WorldTable } from "./table.ts";

/**
 * One pass through a world by every learner at once. What is left to chance is drawn for each replicate in a session of its own; each panel has
 * its own rows too, because a row is the state that a learner is in, and is played in a session of its own, lane beside lane with others.
 */
export class LiveWorld {
  /** One for each replicate, without learners: draws. */
  readonly streams: readonly Session[];
  /** One for each panel. */
  readonly learners: Session[] = [];
  readonly options: SessionOptions;
  readonly #first: Session;
  readonly #world: number;
  /** Addresses of the runs that the lanes of each panel draw from, (lanes,) u32. */
  readonly #draws: number[] = [];

  static async open(
    options: SessionOptions,
    world: WorldTable,
    rounds: number,
    replicates: number,
  ): Promise<LiveWorld> {
    const first = await Session.open({ ...options, shape: { ...options.shape, ownRows: true } });
    return new LiveWorld(first, options, placeWorld(first.memory, world, rounds), replicates);
  }

  private constructor(first: Session, options: SessionOptions, world: number, replicates: number) {
    this.options = options;
    this.#first = first;
    this.#world = world;
    // what is drawn goes to the learners block by block
    const shape = { ...options.shape, latency: 0 };
    this.streams = Array.from({ length: replicates }, () => first.beside({ ...options, shape }));
  }

  /** A panel whose learners begin in the states `starts`, each in the replicate `replicates` says. */
  addPanel(rules: PanelRules, starts: readonly number[], replicates: readonly number[]): Panel {
    const { memory } = this.#first;
    const session = this.learners.length === 0 ? this.#first : this.#first.beside(this.#first.options);
    session.run.table.setInteger(P_WORLD, this.#world);
    const lanes = LANES[this.options.shape.precision];
    const draws = memory.take(lanes * 4);
    const runs = Array.from(
      { length: lanes },
      (_, lane) => replicates[Math.min(lane, replicates.length - 1)]!,
    );
    memory.u32(draws, lanes).set(runs.map((replicate) => this.streams[replicate]!.run.table.address));
    this.learners.push(session);
    this.#draws.push(draws);
    const panel = session.addPanel(rules);
    panel.settle(starts);
    return panel;
  }

  /** Plays rounds [from, from + n), whose draws are made; n is at most the block. */
  play(from: number, n: number): void {
    this.learners.forEach((session, i) => {
      session.reserve(from, n);
      session.kernels.rows_interleave(session.run.table.address, this.#draws[i]!, from, n);
      session.playPanels(from, n);
    });
  }
}
