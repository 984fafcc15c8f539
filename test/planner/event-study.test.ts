import { describe, expect, test } from "vitest";
import { eventCost, eventCosts } from "../../src/planner/event-study.ts";

const rows = new Float64Array(200).fill(10);
/** Level 2 a row, and a shift before strip 100 whose excess halves with every strip. */
const decay = Float64Array.from({ length: 200 }, (_, i) => 10 * (2 + (i < 100 ? 0 : 2 ** -(i - 100))));

describe("a learner that comes back", () => {
  test("costs what is lost beyond the level before", () => {
    const {
      cost,
      rows: played,
      back,
    } = eventCost(decay, rows, { from: 100, since: 0, over: 100, until: 200 });
    expect(cost).toBeCloseTo(20, 9);
    expect(played).toBeLessThan(1000);
    expect(back).toBe(true);
  });

  test("what lies before the shift before is no level", () => {
    const raised = decay.map((loss, i) => (i < 90 ? 1000 : loss));
    const event = { from: 100, since: 90, over: 100, until: 200 };
    expect(eventCost(raised, rows, event).cost).toBeCloseTo(20, 9);
  });

  test("nor is what it lost until it was back from that one", () => {
    const twice = Float64Array.from({ length: 200 }, (_, i) => 10 * (2 + (i < 50 ? 0 : 64 * 2 ** -(i % 50))));
    const events = [50, 100, 150].map((from) => ({ from, since: from - 50, over: from, until: from + 50 }));
    const costs = eventCosts(twice, rows, events);
    // the level before has the last of what it lost then, in strips that are as good as back
    costs.forEach(({ cost }) => expect(cost! / 1280).toBeCloseTo(1, 3));
  });

  test("and is back where only rounding is left of a loss", () => {
    const rounding = Float64Array.from({ length: 200 }, (_, i) =>
      i < 100 ? 0 : 10 * 2 ** -(i - 100) + 1e-30,
    );
    const { cost, back } = eventCost(rounding, rows, { from: 100, since: 0, over: 100, until: 200 });
    expect(back).toBe(true);
    expect(cost! / 20).toBeCloseTo(1, 11);
  });

  test("may feel it later than others, as long as it lasts", () => {
    const later = Float64Array.from({ length: 200 }, (_, i) => 10 * (2 + (i < 110 ? 0 : 2 ** -(i - 110))));
    const event = { from: 100, since: 0, over: 130, until: 200 };
    const { cost, back } = eventCost(later, rows, event);
    expect(cost).toBeCloseTo(20, 9);
    expect(back).toBe(true);
    expect(eventCost(rows, rows, event)).toEqual({ cost: 0, rows: 300, back: true, end: 130 });
  });

  test("costs nothing where it never lost more", () => {
    expect(eventCost(rows, rows, { from: 100, since: 0, over: 100, until: 200 })).toEqual({
      ...{ cost: 0, rows: 0, back: true, end: 100 },
    });
  });
});

describe("a learner that does not come back", () => {
  test("costs what is lost beyond the level at which it stays: a harder world costs nothing", () => {
    const event = { from: 100, since: 0, over: 100, until: 200 };
    const harder = decay.map((loss, i) => loss + (i < 100 ? 0 : 30));
    const { cost, back } = eventCost(harder, rows, event);
    expect(back).toBe(false);
    expect(cost).toBeCloseTo(20, 9);
    const step = rows.map((_, i) => (i < 100 ? 20 : 50));
    expect(eventCost(step, rows, event)).toMatchObject({ cost: 0, rows: 0, back: false });
  });

  test("has no cost that is known where the next shift comes too soon", () => {
    expect(eventCost(decay, rows, { from: 100, since: 0, over: 100, until: 102 })).toEqual({
      ...{ cost: null, rows: 20, back: false, end: 102 },
    });
  });

  test("nor where it diverged", () => {
    const diverged = decay.map((loss, i) => (i < 150 ? loss : NaN));
    expect(eventCosts(diverged, rows, [{ from: 100, since: 0, over: 100, until: 140 }])).toEqual([
      { cost: null, rows: 400, back: false },
    ]);
  });

  test("begins the next one from where it stood", () => {
    const stairs = Float64Array.from({ length: 200 }, (_, i) =>
      i < 100 ? 20 : i < 150 ? 50 : i < 153 ? 90 : 50,
    );
    const events = [{ from: 100, since: 0, over: 100, until: 150 }, { from: 150, since: 100, over: 150, until: 200 }]; // prettier-ignore
    expect(eventCosts(stairs, rows, events)).toEqual([
      { cost: 0, rows: 0, back: false },
      { cost: 120, rows: 30, back: true },
    ]);
  });
});
