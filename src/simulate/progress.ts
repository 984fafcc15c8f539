/**
 * One report of progress from that of several plays: rounds in the first pass, each with its weight; later passes only once
 * every play is through its first pass of `rounds` rounds.
 */
export function addUp(
  onProgress: ((rounds: number, pass: number) => void) | undefined,
  weights: readonly number[],
  rounds: number,
): ((rounds: number, pass: number) => void)[] {
  const done = weights.map(() => 0);
  const all = (): boolean => done.every((each) => each === rounds);
  return weights.map((_, i) => (now, pass) => {
    if (pass > 1) {
      if (all()) onProgress?.(now, pass);
      return;
    }
    done[i] = now;
    const sum = done.reduce((total, each, j) => total + each * weights[j]!, 0);
    onProgress?.(all() ? rounds : Math.floor(sum), 1);
  });
}
