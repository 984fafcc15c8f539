import { follow } from "../engine/pace.ts";
import type { Control } from "../engine/drive.ts";
import { Progress } from "./progress.ts";
import { playHere } from "./here.ts";
import type { Play, Player, Standing } from "./play.ts";

/** One play by several players: each draws the whole stream and plays a share of the panels. */

/** Some panels of a play, and who plays them. */
interface Part {
  readonly player: Player;
  readonly play: Play;
  /** Places of its panels in the whole. */
  readonly panels: readonly number[];
}

/**
 * The players as one. Sequences of deployments are functions, and are played on this thread; all other panels are dealt out.
 * The standings are those of a single player. When the signal comes, players stop at different rounds: the last standing is then
 * the one that all of them have reached.
 */
export function together(players: readonly Player[]): Player {
  if (players.length === 1 && players[0] === playHere) return playHere;
  return (play, control) => {
    const parts = deal(play, players);
    return parts.length === 1 ? parts[0]!.player(play, control) : join(parts, control);
  };
}

function deal(play: Play, players: readonly Player[]): Part[] {
  const all = [...play.panels.keys()];
  const travels = all.filter((p) => "kernel" in play.panels[p]!.schedule.rule);
  const stays = all.filter((p) => !travels.includes(p));
  const shares = players.map((player, i) => ({
    player,
    panels: travels.filter((_, j) => j % players.length === i),
  }));
  return [...shares, { player: playHere, panels: stays }]
    .filter(({ panels }) => panels.length > 0)
    .map(({ player, panels }, i) => ({
      player,
      panels,
      play: {
        ...play,
        panels: panels.map((p) => play.panels[p]!),
        // one is enough
        searches: play.searches && i === 0,
      },
    }));
}

/** As many players as there is work for, each of them several of the given ones where these are more. */
export function teams(players: readonly Player[], most: number): Player[] {
  const n = Math.min(players.length, most);
  return Array.from({ length: n }, (_, i) => together(players.filter((_, j) => j % n === i)));
}

async function* join(
  parts: readonly Part[],
  { signal, onProgress }: Control,
): AsyncGenerator<readonly Standing[], void> {
  const stop = follow(signal);
  const all = parts.reduce((sum, { panels }) => sum + panels.length, 0);
  const progress = new Progress(
    onProgress,
    parts.map(({ panels }) => panels.length / all),
  );
  const runs = parts.map(({ player, play }, i) =>
    player(play, {
      signal: stop.signal,
      onProgress: (rounds, pass) => {
        if (pass === 1) progress.update(i, rounds);
        // the others may still be in their first pass
        else if (progress.complete(play.rounds)) onProgress?.(rounds, pass);
      },
    }),
  );
  let before: readonly Standing[] = [];
  try {
    for (;;) {
      const results = await Promise.all(runs.map((run) => run.next()));
      const standings = results.map(({ value }) => value as readonly Standing[]);
      const { rounds } = standings[0]![0]!;
      const common = standings.every(([first]) => first!.rounds === rounds);
      const now = common
        ? standings[0]!.map((_, i) =>
            merge(
              parts,
              standings.map((each) => each[i]!),
            ),
          )
        : before.map((standing) => ({ ...standing, interrupted: true, last: true }));
      yield now;
      if (now[0]!.last) return;
      before = now;
    }
  } finally {
    stop.abort();
    await Promise.allSettled(runs.map((run) => run.return()));
  }
}

function merge(parts: readonly Part[], standings: readonly Standing[]): Standing {
  const panels: Standing["panels"][number][] = [];
  parts.forEach((part, i) => part.panels.forEach((p, j) => (panels[p] = standings[i]!.panels[j]!)));
  return {
    // what is the same for all panels is the same in all parts; the first one has looked for the best model
    ...standings[0]!,
    interrupted: standings.some(({ interrupted }) => interrupted),
    last: standings.some(({ last }) => last),
    panels,
  };
}
