/**
 * Sets of states that lead to each other and to no other, each in increasing order: a chain ends in one of them, for good.
 *
 * @param rows (S, S) transition probabilities.
 */
export function closedClasses(rows: readonly Float64Array[]): number[][] {
  return components(rows)
    .filter((members) => {
      const inside = new Set(members);
      return members.every((state) =>
        rows[state]!.every((probability, next) => probability === 0 || inside.has(next)),
      );
    })
    .sort((a, b) => a[0]! - b[0]!);
}

/**
 * Sets of states that lead to each other: Tarjan (1972), "Depth-first search and linear graph algorithms", SIAM J. Comput. 1(2), with
 * a stack of its own, because a chain may be longer than the host's.
 */
function components(rows: readonly Float64Array[]): number[][] {
  const n = rows.length;
  const order = new Int32Array(n); // in which states were entered, from 1
  const earliest = new Int32Array(n); // the earliest open state that is known to be led to, by its order
  const looked = new Int32Array(n); // successors looked at
  const path: number[] = []; // from the root to the state at hand
  const open: number[] = []; // entered, in no component yet
  const isOpen = new Uint8Array(n);
  const found: number[][] = [];
  let entered = 0;

  const enter = (state: number): void => {
    order[state] = earliest[state] = ++entered;
    path.push(state);
    open.push(state);
    isOpen[state] = 1;
  };
  const leave = (state: number): void => {
    path.pop();
    const before = path.at(-1);
    if (before !== undefined) earliest[before] = Math.min(earliest[before]!, earliest[state]!);
    if (earliest[state] !== order[state]) return;
    const members = open.splice(open.lastIndexOf(state));
    for (const member of members) isOpen[member] = 0;
    found.push(members.sort((a, b) => a - b));
  };

  for (let root = 0; root < n; root++) {
    if (order[root] === 0) enter(root);
    for (let state = path.at(-1); state !== undefined; state = path.at(-1)) {
      const next = looked[state]!++;
      if (next === n) leave(state);
      else if (rows[state]![next] === 0) continue;
      else if (order[next] === 0) enter(next);
      else if (isOpen[next]) earliest[state] = Math.min(earliest[state]!, order[next]!);
    }
  }
  return found;
}
