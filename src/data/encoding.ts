import { InputError } from "./error.ts";
import type { DataFile } from "./file.ts";

/** Reads text of other encodings as UTF-8, which is what parsers of text take. */

export const ENCODINGS = ["utf-8", "latin1", "windows-1252", "utf-16le", "utf-16be"] as const;

export type Encoding = (typeof ENCODINGS)[number];

/**
 * The file with its content in UTF-8.
 *
 * @param stated what it is written in; by default UTF-8, or UTF-16 where it begins with that byte order mark.
 */
export function inUtf8(file: DataFile, stated: Encoding | undefined): DataFile {
  return { ...file, bytes: () => recode(file, stated) };
}

/** Pieces of a text one after the other, and its end as null. */
type Recode = (piece: Uint8Array | null) => Uint8Array;

async function* recode(file: DataFile, stated: Encoding | undefined): AsyncGenerator<Uint8Array> {
  let head = new Uint8Array(0);
  let change: Recode | null | undefined;
  for await (const piece of file.bytes()) {
    if (change !== undefined) {
      yield change ? change(piece) : piece;
      continue;
    }
    const first = head.length === 0 ? piece : joined(head, piece);
    if (first.length < LONGEST_MARK) {
      head = first.slice();
      continue;
    }
    change = recodingOf(file.name, stated, first);
    yield change ? change(first) : first;
  }
  if (change === undefined) {
    // a file of fewer bytes than a mark has
    change = recodingOf(file.name, stated, head);
    yield change ? change(head) : head;
  }
  if (change) yield change(null);
}

const LONGEST_MARK = 3;

/** What the byte order mark at the beginning says. */
function markOf([a, b, c]: Uint8Array): Encoding | null {
  if (a === 0xff && b === 0xfe) return "utf-16le";
  if (a === 0xfe && b === 0xff) return "utf-16be";
  return a === 0xef && b === 0xbb && c === 0xbf ? "utf-8" : null;
}

/** Null where the text is UTF-8. */
function recodingOf(name: string, stated: Encoding | undefined, first: Uint8Array): Recode | null {
  const mark = markOf(first);
  if (stated !== undefined && mark !== null && mark !== stated) {
    throw new InputError(
      { in: name },
      `expected text in ${stated}, got the byte order mark of ${mark} (--encoding ${mark} reads it)`,
    );
  }
  const encoding = stated ?? mark ?? "utf-8";
  if (encoding === "utf-8") return null;
  if (encoding === "utf-16le" || encoding === "utf-16be") return fromUtf16(name, encoding);
  return fromBytes(encoding === "latin1" ? "" : WINDOWS);
}

function fromUtf16(name: string, encoding: Encoding): Recode {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const encoder = new TextEncoder();
  return (piece) => {
    try {
      return encoder.encode(piece ? decoder.decode(piece, { stream: true }) : decoder.decode());
    } catch {
      throw new InputError(
        { in: name },
        `expected text in ${encoding}, got bytes that are none (half of a character)`,
      );
    }
  };
}

/** Windows-1252 from 0x80 to 0x9f; what it leaves open are the control characters of ISO 8859-1, as the Encoding Standard has it. */
const WINDOWS = "€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ";

/** ISO 8859-1, whose bytes are characters, but for those from 0x80 on that are given. */
function fromBytes(given: string): Recode {
  const encoder = new TextEncoder();
  const characters = Array.from({ length: 128 }, (_, i) =>
    encoder.encode(given[i] ?? String.fromCharCode(128 + i)),
  );
  return (piece) => {
    if (piece === null) return new Uint8Array(0);
    const out = new Uint8Array(3 * piece.length);
    let end = 0;
    for (const byte of piece) {
      if (byte < 128) out[end++] = byte;
      else for (const each of characters[byte - 128]!) out[end++] = each;
    }
    return out.subarray(0, end);
  };
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
