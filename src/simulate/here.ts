import { readAccounts } from "../engine/accounts.ts";
import { checkpoints, type Control, drive, progressOf } from "../engine/drive.ts";
import { Session } from "../engine/session.ts";
import { StakesWatch } from "../engine/watch.ts";
import { feedOf, type Play, type Player, sessionOf, type Standing, standingOf } from "./play.ts";
import { playLive } from "./live.ts";
import { playSideBySide } from "./side-by-side.ts";

/** Plays on this thread: a replicate alone, or several side by side. */
export const playHere: Player = async function* (of, control) {
  if (of.stream.world) yield* playLive(of, of.stream.world, control);
  else if (of.replicates > 1) yield* playSideBySide(of, control);
  else for await (const standing of playAlone(of, control)) yield [standing];
};

async function* playAlone(of: Play, control: Control): AsyncGenerator<Standing, void> {
  const session = await Session.open(sessionOf(of));
  if (of.stakes !== null) session.watch = new StakesWatch(of.stakes);
  const feed = feedOf(session, of);
  const panels = of.panels.map((rules) => session.addPanel(rules));
  const stops = [0, ...checkpoints(of.rounds)];
  for await (const stop of drive(session, feed.fill, stops, progressOf(control, 1))) {
    const accounts = panels.map((panel) => readAccounts(session, panel, stop.rounds, 0));
    yield await standingOf(session, of, feed, accounts, control, stop);
  }
}
