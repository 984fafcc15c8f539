import { accountsOfReplicate, type PanelAccounts, readAccounts, type Totals } from "../engine/accounts.ts";
import { checkpoints, type Control, drive, type Feed, progressOf } from "../engine/drive.ts";
import { StakesWatch } from "../engine/watch.ts";
import { LiveWorld } from "../live/live-world.ts";
import { firstState, type WorldTable } from "../live/table.ts";
import { uniforms } from "../worlds/draws.ts";
import { SEQUENCES, streamFeed } from "./feed.ts";
import { type Play, sessionOf, type Standing } from "./play.ts";
import { inSmallBlocks } from "./side-by-side.ts";

/** Of the sequences of a replicate, the one that draws the first state. */
const FIRST_STATE = 1;

/**
 * Plays a world: the learners of a replicate, as many to a panel as it has lanes; or several replicates, one a lane. Every learner's numbers are, to
 * the bit, what they would be alone.
 */
export async function* playLive(
  play: Play,
  world: WorldTable,
  control: Control,
): AsyncGenerator<readonly Standing[], void> {
  const of = inSmallBlocks(play);
  const options = { ...sessionOf(of), engine: of.ownRowsEngine };
  const all = await LiveWorld.open(options, world, of.rounds, of.replicates);
  const replicates = [...all.streams.keys()];
  const feeds = all.streams.map((stream, i) => streamFeed(stream, { ...of, replicate: of.replicate + i }));
  const panels = panelsOf(all, of, world);
  const lived = { world, rounds: of.rounds };
  if (of.stakes !== null)
    for (const session of all.learners) session.watch = new StakesWatch(of.stakes, { lived });
  const fill: Feed = (from, most) => {
    for (const feed of feeds) void feed.fill(from, most);
    return most;
  };
  for await (const stop of drive(all, fill, [0, ...checkpoints(of.rounds)], progressOf(control, 1))) {
    const accounts = panels.map((read) => read(stop.rounds));
    const totals = totalsOf(world, stop.rounds);
    yield replicates.map((i) => ({
      ...stop,
      totals,
      panels: accounts.map((panel) => panel[i]!),
      best: null,
      norm: 0,
      maxNorm: 0,
    }));
  }
}

/** For each panel of the play, how to read the accounts that each replicate has of it. */
function panelsOf(
  all: LiveWorld,
  { panels, seed, replicate }: Play,
  world: WorldTable,
): ((rounds: number) => readonly PanelAccounts[])[] {
  const replicates = [...all.streams.keys()];
  const starts = replicates.map((i) =>
    firstState(world, uniforms(seed, SEQUENCES * (replicate + i) + FIRST_STATE, 0, 1)[0]!),
  );
  const add = (rules: Play["panels"][number], steps: readonly number[], of: readonly number[]) => {
    const panel = all.addPanel(
      { ...rules, steps },
      of.map((i) => starts[i]!),
      of,
    );
    const session = all.learners.at(-1)!;
    return (rounds: number) => readAccounts(session, panel, rounds, 0);
  };
  return panels.map((rules) => {
    if (replicates.length === 1) {
      const read = add(rules, rules.steps, Array<number>(rules.steps.length).fill(0));
      return (rounds) => [read(rounds)];
    }
    const learners = rules.steps.map((step) =>
      add(rules, Array<number>(replicates.length).fill(step), replicates),
    );
    return (rounds) => {
      const read = learners.map((learner) => learner(rounds));
      return replicates.map((i) => accountsOfReplicate(read, i));
    };
  });
}

/**
 * Of M* and of actions drawn at random, each in a world of its own: what they lose in the long run, a loss being minus a reward. What they would
 * have lost in a learner's states is in its own accounts.
 */
function totalsOf({ gain, untrainedGain }: WorldTable, rounds: number): Totals {
  return {
    comparator: 0 - gain * rounds,
    untrained: 0 - untrainedGain * rounds,
    value: (gain - untrainedGain) * rounds,
    apart: 0,
    path: 0,
    range: 0,
  };
}
