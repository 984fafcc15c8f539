/** Numbers in the sentences of pitfalls. */

/** 12,345. */
export function count(x: number): string {
  return String(Math.round(x)).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}

/** Four significant digits. */
export function amount(x: number): string {
  return String(Number(x.toPrecision(4)));
}

/** 12.3%. */
export function percent(x: number): string {
  return `${Number((100 * x).toPrecision(3))}%`;
}

/** The first few of a list, and how many more there are. */
export function few(names: readonly string[]): string {
  const more = names.length > 3 ? ` and ${names.length - 3} more` : "";
  return names.slice(0, 3).join(", ") + more;
}
