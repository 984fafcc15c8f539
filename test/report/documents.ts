import {
  gaussian,
  ogd,
  constant,
  evaluate,
  experts,
  openLog,
  openLogged,
  pipelined,
  replay,
  replicate,
  simulate,
  type SimulateOptions,
  untrained,
  verify,
} from "../../src/index.ts";
import type {
  LearnerResult,
  ReplayCheckpoint,
  ReplicatesCheckpoint,
  SimulationCheckpoint,
} from "../../src/result.ts";
import type { DocumentFor, Origin, ResultDocument } from "../../src/results/document.ts";
import { Course, learnerOverTime, replicatedOverTime } from "../../src/results/over-time.ts";
import { Dice } from "../dice.ts";
import { PLANNED, turningPlan } from "./plan-document.ts";

/** A small document of each kind, played anew. */
const origin: Omit<Origin, "data"> = {
  lowstakes: "0.0.0",
  created: "2026-01-02T03:04:05.000Z",
  command: ["simulate", "--features", "it's <b>3</b>"],
  configuration: { rounds: 2000, latency: [1, 10], radius: Infinity, seed: null },
};
const schedules = [pipelined(1), pipelined(10)];
const update = ogd({ step: constant(0.01, 0.1) });

export async function simulationDocument(
  rounds: number = 2000,
  settings: Partial<SimulateOptions> = { update },
): Promise<DocumentFor<"simulation">> {
  const course = new Course<LearnerResult>(learnerOverTime);
  let result: SimulationCheckpoint | undefined;
  for await (const at of simulate({ rounds, stream: gaussian({ features: 3 }), schedules, ...settings })) {
    result = at;
    course.add(at);
  }
  const overTime = course.overTime();
  return {
    format: "lowstakes-result",
    version: 1,
    kind: "simulation",
    ...origin,
    data: null,
    overTime,
    result: result!,
  };
}

export async function replicatesDocument(): Promise<DocumentFor<"replicates">> {
  const course = new Course<ReplicatesCheckpoint["runs"][number]>(replicatedOverTime);
  let result: ReplicatesCheckpoint | undefined;
  const stream = gaussian({ features: 3 });
  for await (const at of replicate({ replicates: 8, rounds: 1000, stream, schedules })) {
    result = at;
    course.add(at);
  }
  const overTime = course.overTime();
  return {
    format: "lowstakes-result",
    version: 1,
    kind: "replicates",
    ...origin,
    data: null,
    overTime,
    result: result!,
  };
}

export async function replayDocument(): Promise<DocumentFor<"replay">> {
  const course = new Course<LearnerResult>(learnerOverTime);
  let result: ReplayCheckpoint | undefined;
  const rows = await openLog(new Blob([log()]), { target: "late" });
  for await (const at of replay({ rows, schedules, comparator: untrained() })) {
    result = at;
    course.add(at);
  }
  const overTime = course.overTime();
  const data = { name: "log.csv", rows: 400, sha256: "0".repeat(64) };
  return {
    format: "lowstakes-result",
    version: 1,
    kind: "replay",
    ...origin,
    data,
    overTime,
    result: result!,
  };
}

function log(): string {
  const dice = new Dice(3);
  const rows = Array.from({ length: 400 }, () => [dice.normal(), dice.normal()]);
  return `a,b,late\n${rows.map(([a, b]) => `${a},${b},${a! + b! / 2 > 0 ? 1 : 0}`).join("\n")}\n`;
}

export async function verificationDocument(): Promise<DocumentFor<"verification">> {
  const experiments = [];
  for await (const one of verify({ only: ["shift", "damage"] })) experiments.push(one);
  const result = { deep: false, interrupted: false, planned: 2, holds: true, experiments };
  return { format: "lowstakes-result", version: 1, kind: "verification", ...origin, data: null, result };
}

export async function planDocument(): Promise<DocumentFor<"plan">> {
  const result = await turningPlan();
  return { format: "lowstakes-result", version: 1, kind: "plan", ...origin, data: PLANNED, result };
}

export async function expertsDocument(): Promise<DocumentFor<"experts">> {
  const dice = new Dice(5);
  const lines = Array.from({ length: 400 }, () => {
    const y = dice.normal();
    return [y, y + dice.normal() / 4, y / 2, 0].join();
  });
  const log = new Blob([`y,near,half,nothing\n${lines.join("\n")}\n`]);
  const rows = await openLog(log, { target: "y", forecasts: true, task: "regression" });
  let result: DocumentFor<"experts">["result"] | undefined;
  for await (result of experts({ rows, schedules }));
  const data = { name: "log.csv", rows: 400, sha256: "0".repeat(64) };
  return { format: "lowstakes-result", version: 1, kind: "experts", ...origin, data, result: result! };
}

export async function evaluationDocument(): Promise<DocumentFor<"evaluation">> {
  const dice = new Dice(7);
  const lines = Array.from({ length: 600 }, () => {
    const action = dice.uniform() < 0.25 ? "a" : "b";
    return [
      action,
      action === "a" ? 0.25 : 0.75,
      Number(dice.uniform() < (action === "a" ? 0.7 : 0.2)),
    ].join();
  });
  const blob = new Blob([`shown,p,click\n${lines.join("\n")}\n`]);
  const log = await openLogged(blob, { action: "shown", reward: "click", propensity: "p" });
  let result: DocumentFor<"evaluation">["result"] | undefined;
  for await (result of evaluate({ log, policies: ["uniform", { always: "a" }], schedules }));
  const data = { name: "log.csv", rows: 600, sha256: "0".repeat(64) };
  return { format: "lowstakes-result", version: 1, kind: "evaluation", ...origin, data, result: result! };
}

/** One of each kind. */
export async function documents(): Promise<ResultDocument[]> {
  return [
    await simulationDocument(),
    await replicatesDocument(),
    await replayDocument(),
    await planDocument(),
    await verificationDocument(),
    await expertsDocument(),
    await evaluationDocument(),
  ];
}
