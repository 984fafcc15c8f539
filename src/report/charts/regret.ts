import type { LearnerOverTime } from "../../results/document.ts";
import { readable } from "../numbers.ts";
import type { DataTable } from "../report.ts";
import { ERRORS, type Figure, FRAME } from "./figure.ts";
import { marks, type Point } from "./regret-marks.ts";

/** Regret over time, log-log: one small picture a learner, its bound above it, the other learners behind it. */
export interface NamedCourse {
  readonly name: string;
  readonly course: LearnerOverTime;
}

/** Pictures beside one another, and most of them. */
const COLUMNS = 3;
const MOST = 9;

/** What the picture is of. */
export interface CoursesOf {
  readonly id: string;
  readonly title: string;
  /** The first letter is small: it is a label. */
  readonly measure: string;
  /** What is measured against what. */
  readonly caption: string;
}

export function regretFigure(
  of: CoursesOf,
  rounds: readonly number[],
  learners: readonly NamedCourse[],
): Figure | null {
  const shown = learners.filter(({ course }) =>
    course.regret.some((regret) => regret !== null && regret > 0),
  );
  if (shown.length === 0 || rounds.length < 3) return null;
  const points = shown.slice(0, MOST).map(({ name, course }, i) => pointsOf(rounds, name, course, i));
  return {
    id: of.id,
    title: of.title,
    caption: caption(of, shown, learners.length - points.length),
    description: shown.map(({ name, course }) => described(of, name, course)).join(" "),
    table: numbers(of, rounds, learners),
    draw: (plot) => ({
      ...FRAME,
      marginTop: 36,
      height: 76 + 190 * Math.ceil(points.length / COLUMNS),
      x: {
        type: "log",
        label: "Rounds →",
        tickFormat: "~s",
        ...decades(points.flat(), ["rounds"], 4),
        inset: 4,
      },
      y: {
        type: "log",
        label: `↑ ${of.measure}`,
        grid: true,
        tickFormat: "~s",
        ...decades(points.flat(), ["regret", "bound"], 6),
        insetTop: 22,
        insetBottom: 6,
      },
      fx: {
        axis: null,
        padding: 0.08,
        domain: Array.from({ length: Math.min(COLUMNS, points.length) }, (_, i) => i),
      },
      fy: { axis: null, padding: 0.2 },
      marks: marks(plot, of.measure, points),
    }),
  };
}

/** Ticks at powers of ten, at most so many; where there are fewer than two, the axis finds its own. */
function decades(
  points: readonly Point[],
  of: readonly ("rounds" | "regret" | "bound")[],
  most: number,
): { ticks?: number[] } {
  const values = points.flatMap((point) => of.flatMap((name) => point[name] ?? []));
  const [from, to] = [
    Math.ceil(Math.log10(Math.min(...values))),
    Math.floor(Math.log10(Math.max(...values))),
  ];
  if (to - from < 1) return {};
  const step = Math.ceil((to - from + 1) / most);
  return {
    ticks: Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, i) => 10 ** (from + i * step)),
  };
}

function caption({ caption }: CoursesOf, shown: readonly NamedCourse[], missing: number): string {
  const bounded = shown.some(({ course }) => course.bound.some((bound) => bound !== null));
  return [
    `${caption} (solid)${bounded ? ", and its proved bound (dashed)" : ""}.`,
    "Both axes are logarithmic: a straight line is a power of the rounds, √T has half the slope of T.",
    ...(shown.some(({ course }) => course.standardError)
      ? ["Shaded: 95 % of the mean (1.96 standard errors)."]
      : []),
    ...(shown.length > 1 ? ["Grey: the others."] : []),
    "What is 0 or less is not drawn.",
    ...(missing > 0 ? [`${missing} more ${missing === 1 ? "is" : "are"} in the table.`] : []),
  ].join(" ");
}

function numbers(
  { id, title, measure }: CoursesOf,
  rounds: readonly number[],
  learners: readonly NamedCourse[],
): DataTable {
  const replicated = learners.some(({ course }) => course.standardError);
  return {
    name: id,
    caption: `${title}: the numbers`,
    columns: ["learner", "rounds", measure, ...(replicated ? ["standard error"] : []), "bound", "mean loss"],
    rows: learners.flatMap(({ name, course }) =>
      rounds.map((round, j) => [
        name,
        round,
        course.regret[j]!,
        ...(replicated ? [course.standardError?.[j] ?? null] : []),
        course.bound[j]!,
        course.meanLoss[j]!,
      ]),
    ),
    folded: true,
  };
}

function pointsOf(rounds: readonly number[], name: string, course: LearnerOverTime, i: number): Point[] {
  const positive = (x: number | null | undefined): number | null =>
    x != null && x > 0 && Number.isFinite(x) ? x : null;
  return rounds.map((round, j) => {
    const [regret, error] = [course.regret[j] ?? null, course.standardError?.[j] ?? null];
    const end = (sign: number) => (regret === null || error === null ? null : regret + sign * ERRORS * error);
    // a band that reaches below 0 has no lower end on this axis
    const whole = positive(end(-1)) !== null;
    return {
      name,
      row: Math.floor(i / COLUMNS),
      column: i % COLUMNS,
      rounds: round,
      regret: positive(regret),
      low: whole ? end(-1) : null,
      high: whole ? end(1) : null,
      bound: positive(course.bound[j]),
    };
  });
}

function described({ measure }: CoursesOf, name: string, { regret, bound, growth }: LearnerOverTime): string {
  const [last, limit] = [regret.at(-1) ?? null, bound.at(-1) ?? null];
  return (
    `${name}: ${measure} ${readable(last, 4)} at the end` +
    (limit === null ? "" : `, bound ${readable(limit, 4)}`) +
    (growth ? `, growing like T^${readable(growth.exponent.mean, 3)}.` : ".")
  );
}
