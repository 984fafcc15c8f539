import type { LogFile, ResultDocument } from "../results/document.ts";
import type { Figure } from "./charts/figure.ts";
import { interruption } from "./interrupted.ts";
import { evaluationReport } from "./kinds/evaluation.ts";
import { expertsReport } from "./kinds/experts.ts";
import { planReport } from "./kinds/plan.ts";
import { replayReport } from "./kinds/replay.ts";
import { replicatesReport } from "./kinds/replicates.ts";
import { simulationReport } from "./kinds/simulation.ts";
import { verificationReport } from "./kinds/verification.ts";
import { settingText } from "./settings.ts";

/** What is said of a result, before it is HTML, Markdown or tables. */
export interface Report extends Said, About {}

/** What differs from kind to kind. */
export interface Said {
  readonly title: string;
  /** The verdict in a sentence. */
  readonly headline: string;
  /** Few numbers that carry it. */
  readonly facts: readonly Fact[];
  readonly sections: readonly Section[];
  /** What a reader has to know beside the numbers. */
  readonly notes: readonly string[];
}

export interface Fact {
  readonly name: string;
  readonly value: string;
}

/** Where a result is from, and how to play it again. */
export interface About {
  readonly kind: ResultDocument["kind"];
  /** How far it came; null where it was not interrupted. */
  readonly interrupted: string | null;
  readonly configuration: readonly Fact[];
  /** As a shell takes it; null where it is not known. */
  readonly command: string | null;
  readonly data: LogFile | null;
  readonly lowstakes: string;
  readonly created: string | null;
}

/** A part of a report: words, then pictures, then tables. */
export interface Section {
  readonly heading: string;
  readonly text?: readonly string[];
  readonly figures?: readonly Figure[];
  readonly tables?: readonly DataTable[];
}

/** Numbers in rows and columns. */
export interface DataTable {
  /** Of its file; lower case, words joined by hyphens. */
  readonly name: string;
  readonly caption: string;
  readonly columns: readonly string[];
  /** (rows, columns) */
  readonly rows: readonly (readonly Cell[])[];
  /** What it would have beside its rows, if a page had room. */
  readonly more?: LeftOut | null;
  /** Not shown until asked for. */
  readonly folded?: boolean;
  /** Left to files of numbers: nobody would read it. */
  readonly filesOnly?: boolean;
  /** Left out of files of numbers: another table has them. */
  readonly pageOnly?: boolean;
}

/** Things that are in files of numbers only. */
export interface LeftOut {
  readonly left: number;
  readonly of: number;
  readonly what: string;
}

export type Cell = string | number | boolean | null;

/** What is said of a result: a pure function of its document. */
export function reportOf(document: ResultDocument): Report {
  return { ...said(document), ...about(document) };
}

function said(document: ResultDocument): Said {
  switch (document.kind) {
    case "simulation":
      return simulationReport(document);
    case "replicates":
      return replicatesReport(document);
    case "replay":
      return replayReport(document);
    case "plan":
      return planReport(document);
    case "verification":
      return verificationReport(document);
    case "experts":
      return expertsReport(document);
    case "evaluation":
      return evaluationReport(document);
  }
}

function about(document: ResultDocument): About {
  const { kind, configuration, command, data, lowstakes, created } = document;
  return {
    kind,
    interrupted: interruption(document),
    configuration: Object.entries(configuration).map(([name, value]) => ({
      name,
      value: settingText(value),
    })),
    command: command && ["lowstakes", ...command].map(quoted).join(" "),
    data,
    lowstakes,
    created: created ?? null,
  };
}

/** As a shell takes it. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** Every table that becomes a file. */
export function tablesOf({ sections }: Pick<Report, "sections">): DataTable[] {
  const all = sections.flatMap(({ figures = [], tables = [] }) => [
    ...figures.map((figure) => figure.table),
    ...tables,
  ]);
  return all.filter(({ pageOnly }) => !pageOnly);
}

export function figuresOf({ sections }: Pick<Report, "sections">): Figure[] {
  return sections.flatMap(({ figures = [] }) => figures);
}
