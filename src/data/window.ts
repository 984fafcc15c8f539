import { InputError } from "./error.ts";

/** The part of a text file that is in memory: whole lines, plus the beginning of the next one. */

/** Longest line that is read; a longer one is taken for a file that is not text. */
const LONGEST = 1 << 28;
const NEWLINE = 10;

export class ByteWindow {
  bytes: Uint8Array = new Uint8Array(1 << 16);
  /** Next byte to read. */
  at = 0;
  /** End of the last whole line in `bytes`: the byte before it is a newline. */
  limit = 0;
  /** True once the window reaches the end of the file; then the last line ends in a newline even if the file does not. */
  ended = false;
  private end = 0;
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
   */
  async more(): Promise<boolean> {
    this.bytes.copyWithin(0, this.at, this.end);
    this.end -= this.at;
    this.limit -= this.at;
    this.at = 0;
    while (!this.ended) {
      const piece = await this.pieces.next();
      if (piece.done === true) {
        this.finish();
        return this.limit > 0;
      }
      if (this.append(piece.value)) return true;
    }
    return false;
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
    this.limit = end - piece.length + newline + 1;
    return this.limit > this.at;
  }

  /** Skips the byte order mark of UTF-8; true once there are enough bytes to know. */
  private start(): boolean {
    const [a, b, c] = this.bytes;
    if (this.end >= 2 && ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff))) {
      throw new InputError({ in: this.name }, "expected text in UTF-8, got UTF-16");
    }
    if (this.end >= 3 && a === 0xef && b === 0xbb && c === 0xbf) this.at = 3;
    return this.end >= 3;
  }

  private finish(): void {
    this.ended = true;
    if (this.end > this.at && this.bytes[this.end - 1] !== NEWLINE) this.bytes[this.end++] = NEWLINE;
    this.limit = this.end;
  }
}
