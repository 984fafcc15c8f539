/** The candidate that fewest insertions, deletions and replacements make of a word: Levenshtein (1966). */
export function nearest(word: string, candidates: readonly string[]): string {
  const [best] = candidates
    .map((candidate) => ({ candidate, apart: distance(word, candidate) }))
    .sort((a, b) => a.apart - b.apart);
  return best?.candidate ?? "";
}

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + Number(a[i - 1] !== b[j - 1])));
    row = next;
  }
  return row.at(-1)!;
}
