import type { Figure, Plot } from "./figure.ts";

/** Turns figures into the text of their SVG. */
export type Draw = (figure: Figure) => string;

/** The packages that pictures are drawn with, which only reports need. */
export const PACKAGES: readonly string[] = ["@observablehq/plot", "linkedom"];

/**
 * Loads what pictures are drawn with: Observable Plot, on a document of linkedom's. Nothing of it depends on a browser.
 *
 * @throws what `import` throws where a package is not installed.
 */
export async function drawer(): Promise<Draw> {
  const [plot, { parseHTML }] = await Promise.all([import("@observablehq/plot"), import("linkedom")]);
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  return (figure) => svg(figure, plot, document as unknown as Document);
}

function svg(figure: Figure, plot: Plot, document: Document): string {
  const { id, title, description } = figure;
  const drawn = plot.plot({ ...figure.draw(plot), document });
  // Plot labels its marks one by one; to a screen reader the picture is one thing, with its numbers below
  for (const one of drawn.querySelectorAll("[aria-label], [aria-description]")) {
    one.removeAttribute("aria-label");
    one.removeAttribute("aria-description");
  }
  const words = [
    ["title", title],
    ["desc", description],
  ].map(([name, text]) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name!);
    element.setAttribute("id", `${id}-${name}`);
    element.textContent = text!;
    return element;
  });
  drawn.prepend(...words);
  drawn.setAttribute("role", "img");
  drawn.setAttribute("aria-labelledby", `${id}-title ${id}-desc`);
  return drawn.outerHTML;
}
