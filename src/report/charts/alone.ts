import { DAY } from "../html/colours.ts";

/** The picture as a file of its own: colours as they are by day, and a font that is there everywhere. */
export function standalone(svg: string): string {
  const coloured = Object.entries(DAY).reduce(
    (text, [name, colour]) => text.replaceAll(`var(--${name})`, colour),
    svg,
  );
  return coloured
    .replace(/^<svg /, `<svg xmlns="http://www.w3.org/2000/svg" color="${DAY.ink}" `)
    .replaceAll("font-family: inherit", "font-family: system-ui, sans-serif")
    .replaceAll("background: none", `background: ${DAY.page}`)
    .replaceAll("currentColor", DAY.ink);
}
