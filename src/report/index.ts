/**
 * Results as files, and what is said of them: reports (HTML, Markdown, pictures, tables) and differences. Plain functions of documents; only
 * `drawer` loads anything, the optional peers @observablehq/plot and linkedom.
 */
export { formatResult, parseResult } from "../results/text.ts";
export { SCHEMA } from "../results/schema.ts";
export type {
  Configuration,
  DocumentFor,
  EvaluationDocument,
  ExpertsDocument,
  Growth,
  LearnerOverTime,
  LogFile,
  Origin,
  OverTime,
  PlanDocument,
  ReplayDocument,
  ReplicatesDocument,
  ResultDocument,
  Setting,
  SimulationDocument,
  VerificationDocument,
  VerificationResult,
} from "../results/document.ts";
export { type Draw, drawer } from "./charts/draw.ts";
export type { Figure } from "./charts/figure.ts";
export { csv } from "./csv.ts";
export { type ChangedNumber, type ChangedSetting, type Difference, difference } from "./diff.ts";
export { reportHtml } from "./html/page.ts";
export { reportMarkdown } from "./markdown.ts";
export {
  type Cell,
  type DataTable,
  type Fact,
  figuresOf,
  type Report,
  reportOf,
  type Section,
  tablesOf,
} from "./report.ts";
