import type { Cell, DataTable } from "./report.ts";

/** A table as CSV (RFC 4180), numbers with all their digits; what is not known is empty. */
export function csv({ columns, rows }: DataTable): string {
  return [columns, ...rows].map((row) => row.map(field).join(",")).join("\r\n") + "\r\n";
}

function field(cell: Cell): string {
  return cell === null ? "" : quoted(String(cell));
}

/** A text as a cell, in quotes where it needs them; outer blanks would be lost without. */
export function quoted(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
