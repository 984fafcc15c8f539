import { grouped, significant } from "../report/numbers.ts";
import type { LearnerResult } from "../result.ts";

/**
 * Progress of long work on stderr: how far, how fast, how long still. One line that is written over on a terminal; elsewhere
 * a line every ten seconds, so that logs stay short.
 */
export interface ProgressLine {
  update(rounds: number, pass?: number): void;
  /** To be told of each checkpoint of a run that is held against a bound. */
  reached(checkpoint: { readonly runs: readonly LearnerResult[] }): void;
  /** Takes the line away. */
  clear(): void;
}

export function progressLine(
  total: number,
  unit: string,
  quiet: boolean,
  stream: NodeJS.WriteStream = process.stderr,
): ProgressLine {
  const status = statusLine(quiet, stream);
  const ratios: number[] = [];
  let [started, current] = [performance.now(), 1];
  return {
    reached({ runs }) {
      const known = runs.flatMap(({ certificate }) => certificate?.ratio ?? []);
      if (known.length > 0) ratios.push(Math.max(...known));
    },
    update(rounds, pass = 1) {
      const now = performance.now();
      if (pass !== current) [current, started] = [pass, now];
      if (rounds === 0 || !status.due()) return;
      const seconds = (now - started) / 1000;
      const rate = rounds / seconds;
      const rest = (total - rounds) / rate;
      const line =
        (pass > 1 ? `pass ${pass}: ` : "") +
        `${((100 * rounds) / total).toFixed(1)}%  ${grouped(rounds)} ${unit}  ${grouped(rate)}/s  ${duration(rest)} left`;
      status.show(line + ratioNote(ratios));
    },
    clear: status.clear,
  };
}

/** Bars of a sparkline, for shares of the bound; the last one is the bound itself. */
const BARS = "▁▂▃▄▅▆▇█";

/** Points that a sparkline shows. */
const SHOWN = 16;

/** How the largest regret/bound went, the newest point last. */
function ratioNote(ratios: readonly number[]): string {
  if (ratios.length === 0) return "";
  const bars = ratios.slice(-SHOWN).map((ratio) => {
    const level = Math.floor(Math.max(0, Math.min(1, ratio)) * (BARS.length - 1));
    return BARS[level]!;
  });
  return `  regret/bound ${bars.join("")} ${significant(ratios.at(-1)!, 2)}`;
}

/** A line that says where long work is. */
export interface StatusLine {
  /** Whether a new text is due: never where it is quiet, ten times a second on a terminal, every ten seconds elsewhere. */
  due(): boolean;
  show(text: string): void;
  /** Takes the line away. */
  clear(): void;
}

export function statusLine(quiet: boolean, stream: NodeJS.WriteStream = process.stderr): StatusLine {
  const terminal = stream.isTTY === true;
  const every = terminal ? 100 : 10_000;
  let last = performance.now();
  let shown = false;
  return {
    due() {
      return !quiet && performance.now() - last >= every;
    },
    show(text) {
      last = performance.now();
      if (!terminal) return void stream.write(`${text}\n`);
      stream.write(`\r\x1b[K${text.slice(0, (stream.columns ?? 80) - 1)}`);
      shown = true;
    },
    clear() {
      if (shown) stream.write("\r\x1b[K");
      shown = false;
    },
  };
}

/** 75 -> 1:15; 4000 -> 1:06:40. */
function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return "?";
  const s = Math.ceil(seconds);
  const parts = [Math.floor(s / 3600), Math.floor(s / 60) % 60, s % 60];
  const shown = parts[0] === 0 ? parts.slice(1) : parts;
  return shown.map((part, i) => (i === 0 ? String(part) : String(part).padStart(2, "0"))).join(":");
}
