// What would another policy have earned? Estimates from a log of actions, beside the truth.
//
// A shop shows one of three banners and logs the visitor, the banner, the probability it was shown with, and whether there was a click. We write
// such a log ourselves, so that we know what every policy would really have earned, and then forget it: `evaluate` sees the log only.
import { evaluate, openLogged } from "lowstakes";

/** Chance of a click, for visitors that are new (0) or come back (1). */
const CLICK = { plain: [0.1, 0.1], loud: [0.3, 0.05], calm: [0.05, 0.25] };
const BANNERS = Object.keys(CLICK);
/** What the shop did: mostly the plain banner. */
const SHOWN = { plain: 0.6, loud: 0.2, calm: 0.2 };

/** Numbers in [0, 1) from a seed: mulberry32. */
function dice(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

function row(draw) {
  const back = draw() < 0.5 ? 0 : 1;
  const at = draw();
  const banner = at < SHOWN.plain ? "plain" : at < SHOWN.plain + SHOWN.loud ? "loud" : "calm";
  return [back, banner, SHOWN[banner], draw() < CLICK[banner][back] ? 1 : 0].join();
}

const draw = dice(1);
const rows = Array.from({ length: 50_000 }, () => row(draw));
const log = await openLogged(new Blob([`back,banner,p,click\n${rows.join("\n")}\n`]), {
  action: "banner",
  reward: "click",
  propensity: "p",
  features: "back",
});
let result;
for await (result of evaluate({ log, policies: ["uniform", ...BANNERS.map((always) => ({ always }))] }));

const mean = (list) => list.reduce((sum, x) => sum + x, 0) / list.length;
const truth = {
  uniform: mean(Object.values(CLICK).flat()),
  ...Object.fromEntries(BANNERS.map((banner) => [`always ${banner}`, mean(CLICK[banner])])),
};
const shown = ({ value, interval: [low, high] }) =>
  `${value.toFixed(4)} [${low.toFixed(4)}, ${high.toFixed(4)}]`;
const line = (name, { ips, selfNormalised, doublyRobust }, true_) =>
  console.log([name.padEnd(14), ...[ips, selfNormalised, doublyRobust].map(shown), true_].join("  "));

console.log(
  `policy          ${["IPS", "self-normalised", "doubly robust"].map((name) => name.padEnd(25)).join("")}truth`,
);
for (const one of result.policies) line(one.policy, one, truth[one.policy].toFixed(4));
// a policy that learned from this log while it was evaluated: at best it shows new visitors the loud banner and others the calm one
const best = mean([CLICK.loud[0], CLICK.calm[1]]);
line("softmax", result.runs[result.chosen[0]].suffix, `at most ${best.toFixed(4)}`);
