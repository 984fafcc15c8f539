/** Plain text tables that fit the width at hand. */

export interface Column {
  /** Lines of the heading. */
  readonly heading: readonly string[];
  readonly cells: readonly string[];
  /** Text starts at the left edge of its column; numbers end at the right one. */
  readonly left?: boolean;
}

const GAP = "  ";

/**
 * Lines of a table. Where it is wider than `width`, its columns are broken into several tables below one another, each
 * beginning with the first column.
 */
export function table(columns: readonly Column[], width: number): string[] {
  const [first, ...rest] = columns;
  if (first === undefined) return [];
  const parts: Column[][] = [[first]];
  for (const column of rest) {
    const part = parts.at(-1)!;
    const fits = total([...part, column]) <= width;
    if (fits || part.length === 1) part.push(column);
    else parts.push([first, column]);
  }
  return parts.flatMap((part, i) => [
    ...(i > 0 ? [""] : []),
    ...(part.length === 2 && total(part) > width ? stacked(part as [Column, Column]) : lines(part)),
  ]);
}

/** Two columns that do not fit beside one another: each cell of the second below that of the first. */
function stacked([first, second]: readonly [Column, Column]): string[] {
  const below = (text: string): string => GAP + text;
  return [
    ...first.heading,
    below(second.heading.join(" ")),
    ...first.cells.flatMap((text, i) => [text, below(second.cells[i]!)]),
  ];
}

function total(columns: readonly Column[]): number {
  return columns.reduce((sum, column) => sum + widthOf(column) + GAP.length, -GAP.length);
}

function widthOf({ heading, cells }: Column): number {
  return Math.max(...heading.map((text) => text.length), ...cells.map((text) => text.length));
}

function lines(columns: readonly Column[]): string[] {
  const depth = Math.max(...columns.map(({ heading }) => heading.length));
  const rows = Math.max(...columns.map(({ cells }) => cells.length));
  const line = (cell: (column: Column) => string): string =>
    columns
      .map((column) => {
        const text = cell(column);
        return column.left ? text.padEnd(widthOf(column)) : text.padStart(widthOf(column));
      })
      .join(GAP)
      .trimEnd();
  return [
    // headings stand on the line below which the cells begin
    ...Array.from({ length: depth }, (_, i) =>
      line(({ heading }) => heading[i - depth + heading.length] ?? ""),
    ),
    ...Array.from({ length: rows }, (_, i) => line(({ cells }) => cells[i] ?? "")),
  ];
}

/** Breaks a sentence into lines of at most `width` characters. */
export function wrap(text: string, width: number): string[] {
  const out: string[] = [];
  let current = "";
  for (const word of text.split(" ")) {
    if (current !== "" && current.length + 1 + word.length > width) {
      out.push(current);
      current = word;
    } else current = current === "" ? word : `${current} ${word}`;
  }
  return [...out, current];
}
