import { grouped } from "../report/numbers.ts";

/**
 * Progress of long work on stderr: how far, how fast, how long still. One line that is written over on a terminal; elsewhere
 * a line every ten seconds, so that logs stay short.
 */
export interface ProgressLine {
  update(rounds: number, pass?: number): void;
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
  let [started, current] = [performance.now(), 1];
  return {
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
      status.show(line);
    },
    clear: status.clear,
  };
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
