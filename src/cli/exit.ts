/** How the command line ends. Data goes to stdout, everything else to stderr. */

export const OK = 0;
/** The run failed. */
export const FAILED = 1;
/** A flag, an expression or the input is not as it should be. */
export const USAGE = 2;
/** Interrupted; the partial result was printed. */
export const INTERRUPTED = 3;

/** What somebody typed or passed is wrong; the message says what was expected and what arrived. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** A signal that Ctrl-C (and a polite kill) sets; a second Ctrl-C ends the process at once. */
export function interruption(): { readonly signal: AbortSignal; readonly release: () => void } {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  return {
    signal: controller.signal,
    release: () => {
      process.off("SIGINT", stop);
      process.off("SIGTERM", stop);
    },
  };
}

/** Writes data to stdout and waits until it is out; a reader that went away is no error. */
export function print(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => {
      if (error && (error as NodeJS.ErrnoException).code !== "EPIPE") reject(error);
      else resolve();
    });
  });
}

/** Columns of the terminal; 120 where there is none. */
export function terminalWidth(): number {
  const forced = Number(process.env["COLUMNS"]);
  return process.stdout.columns ?? (forced > 0 ? forced : 120);
}
