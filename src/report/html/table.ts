import { cellText, isWords } from "../cells.ts";
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
  const body = rows.map((row) => rowHtml(row, style)).join("\n");
  const label = escaped(caption);
  const shown =
    `<div class="scroll${columns.length > BROAD ? " broad" : ""}" tabindex="0" role="group" aria-label="${label}">\n<table>\n<caption><span>${label}</span></caption>\n` +
    `<thead><tr>${head}</tr></thead>\n<tbody>\n${body}\n</tbody>\n</table>\n</div>`;
  return folded ? `<details>\n<summary>${label}</summary>\n${shown}\n</details>` : shown;
}

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
