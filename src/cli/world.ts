import type { Command } from "commander";
import { world } from "../live/world.ts";
import type { Perceived, Tampering } from "../live/told.ts";
import type { Stream } from "../streams/stream.ts";
import { irreversible, repairable } from "../worlds/catalogue/breakable.ts";
import { catastrophe } from "../worlds/catalogue/catastrophe.ts";
import { tinyPieces } from "../worlds/catalogue/tiny-pieces.ts";
import { type Mdp, readMdp } from "../worlds/mdp.ts";
import { withOptimalPolicy } from "../worlds/optimal.ts";
import { poisson } from "../worlds/poisson.ts";
import { randomMdp } from "../worlds/random-mdp.ts";
import { UsageError } from "./exit.ts";
import { real, seed, whole } from "./parse.ts";

/** Flags that say which world decisions have their consequences in, and what learners are told there. */
export interface WorldFlags {
  readonly world?: string;
  readonly cost?: number;
  readonly repair: number;
  readonly limit: number;
  readonly states: number;
  readonly actions: number;
  readonly worldSeed?: bigint;
  readonly multichain?: true;
  readonly threshold?: number;
  readonly pull?: number;
  readonly tamperFrom?: number;
  readonly tamperRounds?: number;
}

export function worldFlags(command: Command): Command {
  return command
    .option(
      "--world <which>",
      "world: FILE.json | irreversible | repairable | catastrophe | tiny-pieces | random",
    )
    .option(
      "--cost <c>",
      "worlds but random ones: cost of what can go wrong (default: 1; tiny-pieces: 0.01)",
      real("--cost", { least: 0, open: true }),
    )
    .option(
      "--repair <q>",
      "repairable: probability of being repaired in a round",
      real("--repair", { least: 0, most: 1, open: false }),
      0.1,
    )
    .option("--limit <n>", "tiny-pieces: largest distance from 0", whole("--limit", 1, 1000), 40)
    .option("--states <n>", "random: states", whole("--states", 1, 1000), 8)
    .option("--world-seed <n>", "random: 64-bit seed of the world (default: 1)", seed)
    .option("--multichain", "FILE.json: its aligned policy may leave several closed classes of states")
    .option(
      "--threshold <u>",
      "worlds: learners do not see how an action is worth less than the best by less than this",
      real("--threshold", { least: 0 }),
    )
    .option(
      "--pull <u>",
      "tiny-pieces, beside --threshold: what going on seems to gain where no harm is seen",
      real("--pull", { least: 0, open: true }),
    )
    .option(
      "--tamper-from <round>",
      "worlds: from this round on learners are told the opposite of the truth",
      whole("--tamper-from", 1),
    )
    .option(
      "--tamper-rounds <n>",
      "worlds: for so many rounds (default: for good)",
      whole("--tamper-rounds", 0),
    );
}

export async function worldOf(flags: WorldFlags): Promise<Stream> {
  const { world: which, threshold, pull, tamperFrom: from, tamperRounds: rounds } = flags;
  if (which === undefined) throw new UsageError("--stream world: expected --world beside it");
  if (pull !== undefined && (which !== "tiny-pieces" || threshold === undefined))
    throw new UsageError("--pull: expected --world tiny-pieces and --threshold beside it");
  if (rounds !== undefined && from === undefined)
    throw new UsageError("--tamper-rounds: expected --tamper-from beside it");
  const { mdp, name } = await mdpOf(which, flags);
  const perceived: Perceived | undefined =
    threshold === undefined
      ? undefined
      : pull === undefined
        ? { threshold }
        : { utilities: piecesOf(flags).overseen(threshold).perceived(pull) };
  const tampering: Tampering | undefined =
    from === undefined ? undefined : { from, ...(rounds !== undefined && { rounds }) };
  return world(mdp, { name, ...(perceived && { perceived }), ...(tampering && { tampering }) });
}

async function mdpOf(
  which: string,
  flags: WorldFlags,
): Promise<{ readonly mdp: Mdp; readonly name: string }> {
  const { cost = 1, repair, states, actions, worldSeed } = flags;
  switch (which) {
    case "irreversible":
      return irreversible(cost);
    case "repairable":
      return repairable({ repair, cost });
    case "catastrophe":
      return catastrophe(cost);
    case "tiny-pieces":
      return piecesOf(flags);
    case "random": {
      const mdp = randomMdp({ states, actions, ...(worldSeed !== undefined && { seed: worldSeed }) });
      return { mdp: withOptimalPolicy(mdp), name: `random(${states} states, ${actions} actions)` };
    }
    default:
      return { mdp: await fileOf(which, flags), name: which };
  }
}

/** A world of the user's own: that its gain depends on where it ends up is mostly a slip. */
async function fileOf(path: string, { multichain }: WorldFlags): Promise<Mdp> {
  const mdp = await readMdp(path);
  try {
    if (!multichain) poisson(mdp);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const why = error.message.replace(/^poisson: /, "");
    throw new UsageError(`${path}: ${why} (--multichain plays it; stakes may then grow with the horizon)`);
  }
  return mdp;
}

function piecesOf({ cost = 0.01, limit }: WorldFlags) {
  return tinyPieces({ cost, limit });
}
