import { grouped, readable } from "./numbers.ts";
import type { Cell } from "./report.ts";

/** A cell as people read it: six significant digits or all before the point; the file has them all. */
export function cellText(cell: Cell): string {
  if (cell === null) return "-";
  if (typeof cell === "boolean") return cell ? "yes" : "no";
  if (typeof cell === "string") return cell;
  if (Number.isNaN(cell)) return "not a number";
  if (!Number.isFinite(cell)) return cell > 0 ? "∞" : "-∞";
  return Number.isInteger(cell) ? grouped(cell) : readable(cell, 6);
}

/** Whether a column is of words, which start at the left. */
export function isWords(cells: readonly Cell[]): boolean {
  return 2 * cells.filter((cell) => typeof cell === "string").length > cells.length;
}
