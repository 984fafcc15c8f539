/**
 * The generators of a simulation's draws: Philox4x32 with 10, 8 or 7 rounds of its cipher. Salmon, Moraes, Dror and Shaw
 * (2011), "Parallel random numbers: as easy as 1, 2, 3", SC'11; docs/rounds.md says what is known of each.
 */
export type Generator = "philox10" | "philox8" | "philox7";

/** Rounds of the cipher. */
export const TURNS: Readonly<Record<Generator, number>> = { philox10: 10, philox8: 8, philox7: 7 };
