/** Sums that keep what rounding loses. */

/** Neumaier (1974), "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen", ZAMM 54. */
export class Sum {
  #total = 0;
  #lost = 0;

  add(value: number): void {
    const next = this.#total + value;
    this.#lost +=
      Math.abs(this.#total) >= Math.abs(value) ? this.#total - next + value : value - next + this.#total;
    this.#total = next;
  }

  /** What is not finite loses nothing. */
  get value(): number {
    return Number.isFinite(this.#total) ? this.#total + this.#lost : this.#total;
  }
}

export function sum(values: Iterable<number>): number {
  const all = new Sum();
  for (const value of values) all.add(value);
  return all.value;
}

/**
 * <a, b> as if in twice the precision and rounded once: Ogita, Rump and Oishi (2005), "Accurate sum and dot product",
 * SIAM J. Sci. Comput. 26(6), with Dekker's exact products. Entries beyond 2^995 in size give NaN.
 */
export function dotTwice(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const all = new Sum();
  for (let i = 0; i < a.length; i++) {
    const product = a[i]! * b[i]!;
    all.add(product);
    all.add(lostInProduct(a[i]!, b[i]!, product));
  }
  return all.value;
}

/** a b - product, exactly. */
function lostInProduct(a: number, b: number, product: number): number {
  const aHigh = upperHalf(a);
  const bHigh = upperHalf(b);
  const [aLow, bLow] = [a - aHigh, b - bHigh];
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}

/** The first 26 bits of x: Dekker (1971), "A floating-point technique for extending the available precision". */
function upperHalf(x: number): number {
  const scaled = (2 ** 27 + 1) * x;
  return scaled - (scaled - x);
}
