import { readable } from "../numbers.ts";
import { COLOURS, type Figure, FRAME, roomFor } from "./figure.ts";

/** One learner on the grid of schedules and step sizes. */
export interface Square {
  readonly schedule: string;
  readonly stepSize: number;
  /** null where it diverged. */
  readonly loss: number | null;
  readonly chosen: boolean;
}

/** Step sizes beside one another whose numbers can be read. */
const LEGIBLE = 12;

/** Those that an axis names where there are more. */
const NAMED = 8;

/** The loss of every step size under every schedule; what is darkest is best in its row. */
export function stepSizesFigure(
  squares: readonly Square[],
  { measure, chosenOn }: { readonly measure: string; readonly chosenOn: string | null },
): Figure | null {
  const steps = [...new Set(squares.map(({ stepSize }) => stepSize))].sort((a, b) => a - b);
  const schedules = [...new Set(squares.map(({ schedule }) => schedule))];
  // every schedule needs the same steps, or there is no grid
  if (steps.length < 2 || squares.length < steps.length * schedules.length) return null;
  const least = new Map(schedules.map((schedule) => [schedule, leastOf(squares, schedule)]));
  const darkness = ({ schedule, loss }: Square): number => {
    const best = least.get(schedule)!;
    return loss === null ? 0 : 0.42 / (1 + (40 * Math.max(0, loss - best)) / Math.max(1e-12, Math.abs(best)));
  };
  const names = steps.map((step) => readable(step, 3));
  const legible = steps.length <= LEGIBLE;
  const at = {
    x: ({ stepSize }: Square) => readable(stepSize, 3),
    y: ({ schedule }: Square) => schedule,
  };
  return {
    id: "step-sizes",
    title: "Step sizes",
    caption:
      `${measure} of every step size under every schedule; in each row the darkest square is the best.` +
      (chosenOn === null ? "" : ` Framed: chosen on ${chosenOn}.`) +
      (legible ? "" : " The numbers are in the table."),
    description: schedules
      .map((schedule) => {
        const best = squares.find(
          (square) => square.schedule === schedule && square.loss === least.get(schedule),
        );
        return `${schedule}: ${best ? `best at step ${readable(best.stepSize, 3)} with ${readable(best.loss, 5)}` : "all diverged"}.`;
      })
      .join(" "),
    table: {
      name: "step-sizes",
      caption: "Step sizes: the numbers",
      columns: ["schedule", "step size", measure, "chosen"],
      rows: squares.map(({ schedule, stepSize, loss, chosen }) => [schedule, stepSize, loss, chosen]),
      folded: true,
    },
    draw: (plot) => ({
      ...FRAME,
      marginLeft: roomFor(schedules),
      marginTop: 56,
      marginBottom: 8,
      height: 64 + 34 * schedules.length,
      x: {
        type: "band",
        domain: names,
        label: "Step size →",
        axis: "top",
        tickSize: 0,
        labelOffset: 44,
        ticks: names.filter((_, i) => legible || i % Math.ceil(names.length / NAMED) === 0),
      },
      y: { type: "band", domain: schedules, label: null, tickSize: 0 },
      marks: [
        plot.cell(squares, { ...at, fill: COLOURS.first, fillOpacity: darkness, inset: 1 }),
        plot.cell(
          squares.filter(({ chosen }) => chosen),
          { ...at, fill: "none", stroke: COLOURS.ink, strokeWidth: 2, inset: 2 },
        ),
        plot.text(legible ? squares : [], {
          ...at,
          text: ({ loss }: Square) => (loss === null ? "diverged" : fourDigits(loss)),
          fill: COLOURS.ink,
          fontSize: 11,
        }),
      ],
    }),
  };
}

/** The same number of digits in every square. */
function fourDigits(loss: number): string {
  const size = Math.abs(loss);
  return size >= 1e-3 && size < 1e4 ? loss.toPrecision(4) : readable(loss, 4);
}

function leastOf(squares: readonly Square[], schedule: string): number {
  return Math.min(...squares.flatMap((square) => (square.schedule === schedule ? (square.loss ?? []) : [])));
}
