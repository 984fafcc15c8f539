import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { progressLine } from "../src/cli/progress.ts";
import type { LearnerResult } from "../src/result.ts";

/** The line that says how far long work is. */
beforeEach(() => void vi.useFakeTimers({ toFake: ["performance"] }));
afterEach(() => void vi.useRealTimers());

/** What a run of 10 seconds, a tenth of its rounds a second, shows on a stream. */
function shown(stream: { isTTY: boolean; columns?: number }, quiet = false): string[] {
  const written: string[] = [];
  const to = { ...stream, write: (text: string) => written.push(text) } as unknown as NodeJS.WriteStream;
  const progress = progressLine(1000, "decisions", quiet, to);
  for (let second = 1; second <= 10; second++) {
    vi.advanceTimersByTime(1000);
    const runs = [{ certificate: { ratio: second / 10 } }, { certificate: null }] as LearnerResult[];
    progress.reached({ runs });
    progress.update(100 * second);
  }
  progress.clear();
  return written;
}

test("on a terminal: rate, time left and regret over the bound, one line that is taken away", () => {
  const lines = shown({ isTTY: true, columns: 120 });
  expect(lines.at(4)).toBe("\r\x1b[K50.0%  500 decisions  100/s  0:05 left  regret/bound ▁▂▃▃▄ 0.5");
  expect(lines.at(9)).toContain("regret/bound ▁▂▃▃▄▅▅▆▇█ 1");
  expect(lines.at(-1)).toBe("\r\x1b[K");
});

test("on a narrow one no line is broken", () => {
  for (const line of shown({ isTTY: true, columns: 40 }))
    expect(line.replace("\r\x1b[K", "").length).toBeLessThan(40);
});

test("elsewhere a line every ten seconds, no control characters; none where it is quiet", () => {
  const lines = shown({ isTTY: false });
  expect(lines).toEqual(["100.0%  1,000 decisions  100/s  0:00 left  regret/bound ▁▂▃▃▄▅▅▆▇█ 1\n"]);
  expect(shown({ isTTY: true }, true)).toEqual([]);
});
