/** A text beside a point, in pixels from the upper left corner. */
export interface Label {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  /** Whether it ends at its point instead of beginning there. */
  readonly ends: boolean;
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Pixels that a letter is wide and a line high, and half of what a dot takes. */
const [LETTER, LINE, DOT] = [6.2, 12, 5];

/** How far below its point a name may stand, the best place first. */
const PLACES = [15, -14, 28, -27, 41, -40, 54];

/**
 * For each name how far below its point it stands, so that names lie neither on one another nor on a dot; null where there is no room: it is
 * in the table.
 *
 * @param bottom as low as a name may reach.
 */
export function placed(
  labels: readonly Label[],
  dots: readonly { readonly x: number; readonly y: number }[],
  bottom: number,
): (number | null)[] {
  const taken: Box[] = dots.map(({ x, y }) => ({
    left: x - DOT,
    right: x + DOT,
    top: y - DOT,
    bottom: y + DOT,
  }));
  return labels.map(({ x, y, text, ends }) => {
    const [left, right] = ends
      ? [x - 5 - LETTER * text.length, x - 5]
      : [x + 5, x + 5 + LETTER * text.length];
    for (const place of PLACES) {
      const box = { left, right, top: y + place - LINE / 2, bottom: y + place + LINE / 2 };
      if (box.bottom > bottom || taken.some((other) => meet(box, other))) continue;
      taken.push(box);
      return place;
    }
    return null;
  });
}

/** How far each of some texts moves down from its place, so that none lies on another. */
export function stacked(places: readonly number[], line: number): number[] {
  const moved = places.map(() => 0);
  let above = -Infinity;
  for (const i of places.map((_, i) => i).sort((a, b) => places[a]! - places[b]!)) {
    if (!Number.isFinite(places[i]!)) continue;
    const place = Math.max(places[i]!, above + line);
    [moved[i], above] = [place - places[i]!, place];
  }
  return moved;
}

function meet(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
