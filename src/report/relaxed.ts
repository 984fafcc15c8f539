import type { Relaxed } from "../result.ts";

/** What is said of results that other hosts need not reproduce. */
export function relaxedNotes({ reproducible }: Relaxed): string[] {
  return reproducible === false ? ["Relaxed arithmetic: on other hosts the last digits may differ."] : [];
}
