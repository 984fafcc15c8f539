import { F_LONGEST } from "../../assembly/layout.ts";
import { accountsOfReplicate, type PanelAccounts, readAccounts } from "../engine/accounts.ts";
import { checkpoints, drive, type Feed, progressOf } from "../engine/drive.ts";
import type { Panel } from "../engine/panel.ts";
import type { Session } from "../engine/session.ts";
import { SideBySide } from "../engine/side-by-side.ts";
import { StakesWatch } from "../engine/watch.ts";
import { LANES } from "../wasm/variants.ts";
import { feedOf, type Play, type Player, sessionOf, type Standing, standingOf } from "./play.ts";

/** Plays several replicates at once, one a lane: to the bit the standings of each of them alone. */
export const playSideBySide: Player = async function* (of, control) {
  const small = inSmallBlocks(of);
  const all = await SideBySide.open({ ...sessionOf(small), engine: of.ownRowsEngine }, of.replicates);
  if (of.stakes !== null) all.learners.watch = new StakesWatch(of.stakes, { streams: all.streams });
  const plays = all.streams.map((_, i) => ({ ...small, replicate: of.replicate + i }));
  const feeds = plays.map((play, i) => feedOf(all.streams[i]!, play));
  const panels = of.panels.map((rules) => rules.steps.map((step) => all.addPanel(rules, step)));
  const fill: Feed = (from, most) => {
    for (const feed of feeds) void feed.fill(from, most);
    return most;
  };
  for await (const stop of drive(all, fill, [0, ...checkpoints(of.rounds)], progressOf(control, 1))) {
    const accounts = panels.map((learners) => accountsOf(all, learners, stop.rounds));
    const standings: Standing[] = [];
    for (const [i, play] of plays.entries()) {
      const own = accounts.map((panel) => panel[i]!);
      standings.push(await standingOf(all.streams[i]!, play, feeds[i]!, own, control, stop));
    }
    yield standings;
  }
};

/** What the bound of a run in f32 needs to know of the rows, which are a stream's own. */
function singleOf({ run }: Session, { single }: PanelAccounts): PanelAccounts["single"] {
  return single && { ...single, longest: run.table.real(F_LONGEST) };
}

/** Blocks whose rows, of all replicates together, are as many as those of a single one: they are to stay in the cache. */
export function inSmallBlocks(of: Play): Play {
  return { ...of, blockSize: Math.max(1, Math.floor(of.blockSize / LANES[of.precision])) };
}

/** For each replicate, what the accounts of a panel of its own would say: each of its learners is a lane of one of these panels. */
function accountsOf(all: SideBySide, panels: readonly Panel[], rounds: number): PanelAccounts[] {
  const learners = panels.map((panel) => readAccounts(all.learners, panel, rounds, 0));
  return all.streams.map((stream, i) => ({
    ...accountsOfReplicate(learners, i),
    single: singleOf(stream, learners[0]!),
  }));
}
