/** Numbers in the sentences of pitfalls. */

/** 12,345. */
export function count(x: number): string {
  return String(Math.round(x)).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}

/** 1 row, 12,345 rows. */
export function rows(n: number): string {
  return n === 1 ? "1 row" : `${count(n)} rows`;
}

/** Four significant digits, with an exponent from ten million on. */
export function amount(x: number): string {
  return Math.abs(x) >= 1e7 ? x.toExponential(3) : String(Number(x.toPrecision(4)));
}

/** A number; where another that is shown beside it prints alike, by how much they differ, too. */
export function apart(x: number, other: number, by: number, show: (x: number) => string = amount): string {
  return show(x) === show(other) ? `${show(x)}, by ${show(Math.abs(by))}` : show(x);
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
