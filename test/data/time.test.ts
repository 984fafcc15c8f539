import { expect, test } from "vitest";
import { readTime, timeParts } from "../../src/data/time.ts";
import { bytes } from "./collect.ts";
import { Dice } from "./dice.ts";

function read(text: string): number {
  return readTime(bytes(text), 0, text.length);
}

test("time stamps are read as written, whatever their zone", () => {
  const midnight = Date.UTC(2001, 0, 31);
  const morning = Date.UTC(2001, 0, 31, 7, 15);
  expect(read("2001-01-31")).toBe(midnight);
  for (const text of [
    "2001-01-31 07:15",
    "2001-01-31T07:15",
    "2001-01-31 07:15:00",
    "2001-01-31T07:15:00.000Z",
  ]) {
    expect([text, read(text)]).toEqual([text, morning]);
  }
  for (const zone of ["Z", "+00:00", " +05:30", "-0800", "+01"]) {
    expect([zone, read(`2001-01-31 07:15:02.5${zone}`)]).toEqual([zone, morning + 2500]);
  }
});

test("what is not a time stamp is refused", () => {
  const bad = [
    "",
    "2001",
    "2001-1-31",
    "2001-13-01",
    "2001-00-10",
    "2001-01-32",
    "20010131",
    "2001-01-31x07:15",
    "31-01-2001",
  ];
  const times = [
    "2001-01-31 24:00",
    "2001-01-31 7:15",
    "2001-01-31 07:61",
    "2001-01-31 07:15:61",
    "2001-01-31 07:15:00 pm",
  ];
  for (const text of [...bad, ...times]) expect([text, read(text)]).toEqual([text, NaN]);
});

test("parts agree with the calendar of Date over four thousand years", () => {
  const dice = new Dice(3);
  const times = Float64Array.from({ length: 100_000 }, () => Math.floor((dice.unit() - 0.5) * 1.26e14));
  for (const part of ["hour", "weekday", "month"] as const) {
    const got = new Int32Array(times.length);
    timeParts(part, times, times.length, got);
    const get = { hour: "getUTCHours", weekday: "getUTCDay", month: "getUTCMonth" } as const;
    expect(got).toEqual(Int32Array.from(times, (time) => new Date(time)[get[part]]()));
  }
  for (const time of times.subarray(0, 20_000)) {
    const text = new Date(time).toISOString();
    if (text.length === 24) expect(read(text)).toBe(time);
  }
});
