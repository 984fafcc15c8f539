import type { Setting } from "../results/document.ts";

/** A setting as it is typed: members of a list apart by commas, rows of a table by semicolons. */
export function settingText(value: Setting): string {
  if (value === null) return "not set";
  if (!Array.isArray(value)) return String(value);
  const rows = value as readonly Setting[];
  return rows.some(Array.isArray)
    ? rows.map((row) => String(row)).join("; ")
    : rows.map(settingText).join(", ");
}
