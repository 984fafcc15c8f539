import { InputError, quote, type Place } from "./error.ts";
import { firstInvalid } from "./utf8.ts";

/** The part of a text file that is in memory: whole lines, plus the beginning of the next one. */

/** Longest line that is read; a longer one is taken for a file that is not text. */
const LONGEST = 1 << 28;
const NEWLINE = 10;
const BLANK = 32;

export class ByteWindow {
  bytes: Uint8Array = new Uint8Array(1 << 16);
  /** Next byte to read. */
  at = 0;
  /** End of the last whole line in `bytes`: the byte before it is a newline. */
  limit = 0;
  /** True once the window reaches the end of the file; then the last line ends in a newline even if the file does not. */
  ended = false;
  private end = 0;
  /** The first byte that is not UTF-8; lines are handed out up to that of it. */
  private fault = -1;
  private started = false;
  private readonly name: string;
  private readonly pieces: AsyncIterator<Uint8Array>;

  constructor(name: string, pieces: AsyncIterable<Uint8Array>) {
    this.name = name;
    this.pieces = pieces[Symbol.asyncIterator]();
  }

  /**
   * Drops what lies before `at` and reads on until there is one more whole line or the file ends. False where the file had
   * ended before, or holds nothing more.
   *
   * @param place where the row begins that comes next, and where its beginning ends.
   * @throws InputError where what comes next is not UTF-8.
   */
  async more(place: (line: Uint8Array) => Place = () => ({})): Promise<boolean> {
    if (this.faulty) this.refuse(place);
    this.bytes.copyWithin(0, this.at, this.end);
    this.end -= this.at;
    this.limit -= this.at;
    this.at = 0;
    while (!this.ended) {
      const piece = await this.pieces.next();
      if (piece.done === true) {
        this.finish();
        if (this.faulty && this.limit === 0) this.refuse(place);
        return this.limit > 0;
      }
      if (this.append(piece.value)) return true;
      if (this.faulty) this.refuse(place);
    }
    return false;
  }

  /** True where no more lines will come, because the next one is not UTF-8. */
  get faulty(): boolean {
    return this.fault >= 0;
  }

  /** Ends the reading of a file that is not read to its end. */
  async close(): Promise<void> {
    await this.pieces.return?.();
  }

  /** True where the piece holds the end of a line. */
  private append(piece: Uint8Array): boolean {
    const end = this.end + piece.length;
    if (end > LONGEST)
      throw new InputError({ in: this.name }, "expected text, got a line of more than 256 MB");
    if (end + 2 > this.bytes.length) {
      const grown = new Uint8Array(2 * end + 2);
      grown.set(this.bytes.subarray(0, this.end));
      this.bytes = grown;
    }
    this.bytes.set(piece, this.end);
    this.end = end;
    this.started ||= this.start();
    const newline = piece.lastIndexOf(NEWLINE);
    if (newline < 0) return false;
    this.advance(end - piece.length + newline + 1);
    return this.limit > this.at;
  }

  /** Skips the byte order mark of UTF-8; true once there are enough bytes to know. */
  private start(): boolean {
    const [a, b, c] = this.bytes;
    if (this.end >= 3 && a === 0xef && b === 0xbb && c === 0xbf) this.at = 3;
    return this.end >= 3;
  }

  private finish(): void {
    if (this.end > this.at && this.bytes[this.end - 1] !== NEWLINE) this.bytes[this.end++] = NEWLINE;
    this.advance(this.end);
    this.ended = !this.faulty;
  }

  /** Moves the end of the whole lines, as far as they are UTF-8. */
  private advance(limit: number): void {
    this.fault = firstInvalid(this.bytes, this.limit, limit);
    this.limit = this.faulty ? Math.max(this.at, this.bytes.lastIndexOf(NEWLINE, this.fault) + 1) : limit;
  }

  private refuse(place: (line: Uint8Array) => Place): never {
    const { bytes, at, fault } = this;
    let [from, to] = [fault, fault + 1];
    while (from > Math.max(at, fault - 15) && bytes[from - 1]! >= BLANK) from--;
    while (to < Math.min(this.end, fault + 15) && bytes[to]! >= BLANK) to++;
    // as Latin-1, and what is more than ASCII by its bytes
    const text = Array.from(bytes.subarray(from, to), (byte) =>
      byte < 128 ? String.fromCharCode(byte) : hex(byte),
    ).join("");
    throw new InputError(
      { in: this.name, ...place(bytes.subarray(at, fault)) },
      `expected text in UTF-8, got the byte ${hex(bytes[fault]!).replace("\\", "0")} in ${quote(text)} (--encoding windows-1252 or latin1 reads it)`,
    );
  }
}

/** A byte as `\xe9`. */
function hex(byte: number): string {
  return `\\x${byte.toString(16)}`;
}
