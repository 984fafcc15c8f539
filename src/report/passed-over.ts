import type { Delayed } from "../result.ts";
import { grouped } from "./numbers.ts";

/** What is said of rows whose feedback never comes. */
export function passedOverNotes({ passedOver }: Delayed): string[] {
  if (passedOver === undefined) return [];
  const rows =
    passedOver === 1
      ? "1 row whose feedback never comes was"
      : `${grouped(passedOver)} rows whose feedback never comes were`;
  return [`${rows} judged, and not learned from.`];
}
