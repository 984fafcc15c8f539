import type { Cell, DataTable } from "./report.ts";

/** A table as CSV (RFC 4180), numbers with all their digits; what is not known is empty. */
export function csv({ columns, rows }: DataTable): string {
  return [columns, ...rows].map((row) => row.map(field).join(",")).join("\r\n") + "\r\n";
}

function field(cell: Cell): string {
  const text = cell === null ? "" : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
