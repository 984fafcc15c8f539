import { cellText, isWords } from "../cells.ts";
import { grouped } from "../numbers.ts";
import type { Cell, DataTable } from "../report.ts";
import { escaped } from "./text.ts";

/** Characters of a cell from which on it is words to be wrapped. */
const SENTENCE = 30;

/** A table that can be scrolled sideways, by keys too; folded where it says so. */
export function tableHtml(table: DataTable): string {
  const { caption, columns, rows, folded } = table;
  const kinds = columns.map((_, j) => kindOf(rows.map((row) => row[j]!)));
  const style = (j: number): string => (kinds[j] === null ? "" : ` class="${kinds[j]}"`);
  const head = columns.map((name, j) => `<th scope="col"${style(j)}>${escaped(name)}</th>`).join("");
  const body = rows
    .slice(0, roomFor(table))
    .map((row) => rowHtml(row, style))
    .join("\n");
  const label = escaped(caption);
  const shown =
    `<div class="scroll${columns.length > BROAD ? " broad" : ""}" tabindex="0" role="group" aria-label="${label}">\n<table>\n<caption><span>${label}</span></caption>\n` +
    `<thead><tr>${head}</tr></thead>\n<tbody>\n${body}\n</tbody>\n</table>\n</div>` +
    leftOut(table);
  return folded ? `<details>\n<summary>${label}</summary>\n${shown}\n</details>` : shown;
}

/** Cells that a page shows of a table. */
const MOST = 2400;

/** Rows that a page shows of it. */
function roomFor({ columns }: DataTable): number {
  return Math.floor(MOST / columns.length);
}

/** What is not shown, and where it is. */
function leftOut(table: DataTable): string {
  const { rows, more = null } = table;
  const beyond = rows.length - roomFor(table);
  const { left, of, what } = beyond > 0 ? { left: beyond, of: rows.length, what: "rows" } : (more ?? NONE);
  if (left === 0) return "";
  return `\n<p class="left-out">${grouped(left)} of ${grouped(of)} ${what} are in the files of numbers only (--csv, --parquet).</p>`;
}

const NONE = { left: 0, of: 0, what: "" };

/** Columns from which on a table may be broader than the text. */
const BROAD = 5;

/** Columns of sentences are wrapped, names and numbers are not. */
function kindOf(cells: readonly Cell[]): "words" | "name" | null {
  if (!isWords(cells)) return null;
  return cells.some((cell) => cellText(cell).length > SENTENCE) ? "words" : "name";
}

function rowHtml(row: readonly Cell[], style: (j: number) => string): string {
  const cells = row.map((cell, j) => {
    const text = escaped(cellText(cell));
    if (j === 0) return `<th scope="row"${style(j)}>${text}</th>`;
    // a sentence among numbers would push the columns after it out of sight
    const sentence = style(j) === "" && text.length > SENTENCE;
    return `<td${sentence ? ' class="sentence"' : style(j)}>${text}</td>`;
  });
  return `<tr>${cells.join("")}</tr>`;
}
