import { expect, test } from "vitest";
import { readTime, readZone, timeParts, timeText } from "../../src/data/time.ts";
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

test("written as they are read, no longer than they need", () => {
  for (const text of [
    "2001-01-31 07:15",
    "1969-12-31 23:59:59",
    "2001-01-31 00:00:00.020",
    "0000-03-01 00:00",
  ])
    expect(timeText(read(text))).toBe(text);
  expect(timeText(1e300)).toBe("1e+300");
});

test("how far a clock is ahead of UTC", () => {
  const zones = { "": 0, Z: 0, " Z": 0, "+02": 120, "+02:00": 120, "-0330": -210, " -03:30": -210 };
  for (const [zone, minutes] of Object.entries(zones))
    for (const time of ["2024-10-27 02:30", "2024-10-27T02:30:00.25"]) {
      const text = time + zone;
      expect([text, readZone(bytes(text), 0, text.length)]).toEqual([text, minutes * 60_000]);
    }
  expect(readZone(bytes("2024-10-27"), 0, 10)).toBe(0);
});
