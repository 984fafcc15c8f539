import { closeSync, openSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { UsageError } from "./exit.ts";

/** A file that is written. A regular one appears under its name only once it is whole; pipes and devices are written as they are. */
export interface WholeFile {
  readonly put: (text: string | Uint8Array) => void;
  /** Gives the file its name. */
  readonly keep: () => void;
  /** Ends an unfinished file, and says where it is. */
  readonly leave: () => string;
  /** Leaves nothing unfinished behind. */
  readonly discard: () => void;
}

/**
 * @param flag that named the file, for messages.
 * @param log the file that is being read, which must not be overwritten; null for none.
 * @throws UsageError where it cannot be written, before anything is.
 */
export function wholeFile(flag: string, path: string, log: string | null): WholeFile {
  const refuse = (got: string): never => {
    throw new UsageError(`${flag}: expected a file that can be written, got ${got}`);
  };
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isDirectory()) refuse(`the directory ${path}`);
  const regular = !found || found.isFile();
  // behind a link stands the file that is to be replaced
  const target = found?.isFile() ? realpathSync(path) : path;
  if (found?.isFile() && log !== null && same(target, log)) refuse(`the file that is read, ${path}`);
  const partial = regular ? `${target}.partial` : target;
  let file: number;
  try {
    file = openSync(partial, "w");
  } catch (error) {
    return refuse(`${path} (${(error as NodeJS.ErrnoException).code})`);
  }
  let open = true;
  const close = (): void => {
    if (open) closeSync(file);
    open = false;
  };
  return {
    put: (text) => writeFileSync(file, text),
    keep() {
      close();
      if (regular) renameSync(partial, target);
    },
    leave() {
      close();
      return partial;
    },
    discard() {
      close();
      if (regular) rmSync(partial, { force: true });
    },
  };
}

/** Whether a path that was resolved is that of a file, if there is one. */
function same(target: string, path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true && realpathSync(path) === target;
}
