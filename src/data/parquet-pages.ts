import type { ColumnMetaData, Compressors, PageHeader, SchemaElement } from "hyparquet";
import { parquetHeader } from "hyparquet/src/column.js";
import type { Categories } from "./categories.ts";
import { readEncoded } from "./parquet-encodings.ts";
import { storedOf } from "./parquet-schema.ts";
import { readPlain, type Stored } from "./parquet-values.ts";
import { isAllOnes, readHybrid } from "./rle.ts";

/**
 * Reads one column of one row group page by page: any encoding, version 1 or 2, required or optional.
 * hyparquet's own path makes an object a value and puts nullable columns into plain arrays; this one stays in typed arrays
 * and takes a fifth of the time. Page headers and metadata are still hyparquet's.
 * Apache Parquet format, README.md, "Data Pages", and Encodings.md.
 */
export class PageReader {
  private readonly reader: { view: DataView; offset: number };
  private readonly bytes: Uint8Array;
  private readonly chunk: ColumnMetaData;
  private readonly stored: Stored;
  private readonly optional: boolean;
  private readonly compressors: Compressors;
  /** Where the column is text. */
  private readonly categories: Categories | undefined;
  /** (values,) values of the dictionary. */
  private dictionary: Float64Array = new Float64Array(0);
  /** Values of the page at hand, from `next` to `end` not taken yet. */
  private page = new Float64Array(0);
  private next = 0;
  private end = 0;
  /** Values of the column that pages read so far leave to others. */
  private left: number;
  private indices = new Uint32Array(0);
  private levels = new Uint32Array(0);

  constructor(
    bytes: Uint8Array,
    chunk: ColumnMetaData,
    element: SchemaElement,
    compressors: Compressors,
    categories: Categories | undefined,
  ) {
    this.bytes = bytes;
    this.reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 };
    this.chunk = chunk;
    this.left = Number(chunk.num_values);
    this.stored = storedOf(element, categories);
    this.optional = element.repetition_type !== "REQUIRED";
    this.compressors = compressors;
    this.categories = categories;
  }

  /** The next n values: numbers or milliseconds with NaN, or numbers of categories with 0, where one is missing. */
  take(n: number, out: Float64Array | Int32Array): void {
    for (let done = 0; done < n;) {
      if (this.next === this.end) this.readPage();
      const count = Math.min(n - done, this.end - this.next);
      out.set(this.page.subarray(this.next, this.next + count), done);
      this.next += count;
      done += count;
    }
  }

  /** Integers that a double cannot hold arrive rounded: beyond 2^53 in size. */
  get exact(): boolean {
    return this.stored.conversion.exact;
  }

  private readPage(): void {
    const header = parquetHeader(this.reader);
    const body = this.body(header);
    if (header.dictionary_page_header !== undefined) {
      this.readDictionary(
        this.unpack(body, header.uncompressed_page_size),
        header.dictionary_page_header.num_values,
      );
    } else if (header.data_page_header_v2 !== undefined)
      this.readVersion2(body, header, header.data_page_header_v2);
    else if (header.data_page_header !== undefined) this.readVersion1(body, header, header.data_page_header);
  }

  /** The bytes of a page; what its header says is held against what there is, so that damage neither loops nor asks for all memory. */
  private body({ compressed_page_size: size, uncompressed_page_size: unpacked }: PageHeader): Uint8Array {
    const start = this.reader.offset;
    if (!(size >= 0 && start + size <= this.bytes.length)) throw new RangeError("a page is cut off");
    if (!(unpacked >= 0 && unpacked <= Number(this.chunk.total_uncompressed_size)))
      throw new RangeError(`a page of ${unpacked} bytes is longer than its column`);
    this.reader.offset = start + size;
    return this.bytes.subarray(start, this.reader.offset);
  }

  /** Rows of a data page, which are some of those its column has. */
  private rowsOf({ num_values: n }: { readonly num_values: number }): number {
    if (!(n >= 0 && n <= this.left)) throw new RangeError(`a page of ${n} values has more than its column`);
    this.left -= n;
    return n;
  }

  private readDictionary(bytes: Uint8Array, n: number): void {
    this.dictionary = readPlain(bytes, n, this.stored);
  }

  private readVersion1(
    body: Uint8Array,
    page: PageHeader,
    header: NonNullable<PageHeader["data_page_header"]>,
  ): void {
    const bytes = this.unpack(body, page.uncompressed_page_size);
    const n = this.rowsOf(header);
    let at = 0;
    let nulls = 0;
    if (this.optional) {
      if (header.definition_level_encoding !== "RLE")
        throw new RangeError("levels are in a deprecated encoding");
      at = 4 + uint32(bytes, 0);
      nulls = this.readLevels(bytes, 4, at, n);
    }
    this.readValues(bytes.subarray(at), header.encoding, n, nulls);
  }

  private readVersion2(
    body: Uint8Array,
    page: PageHeader,
    header: NonNullable<PageHeader["data_page_header_v2"]>,
  ): void {
    const n = this.rowsOf(header);
    const repetition = header.repetition_levels_byte_length;
    const levels = repetition + header.definition_levels_byte_length;
    const nulls = this.optional ? this.readLevels(body, repetition, levels, n) : 0;
    const rest = body.subarray(levels);
    const compressed = header.is_compressed !== false && rest.length > 0;
    this.readValues(
      compressed ? this.unpack(rest, page.uncompressed_page_size - levels) : rest,
      header.encoding,
      n,
      nulls,
    );
  }

  /** The number of missing values among n; a level is 1 where there is a value, 0 where it is missing. */
  private readLevels(bytes: Uint8Array, from: number, to: number, n: number): number {
    if (!(0 <= from && from <= to && to <= bytes.length)) throw new RangeError("levels are cut off");
    if (isAllOnes(bytes, from, to, n)) return 0;
    if (this.levels.length < n) this.levels = new Uint32Array(n);
    readHybrid(bytes, from, to, 1, this.levels, n);
    let present = 0;
    for (let i = 0; i < n; i++) present += this.levels[i]!;
    return n - present;
  }

  private readValues(bytes: Uint8Array, encoding: string, n: number, nulls: number): void {
    const present = n - nulls;
    if (this.page.length < n) this.page = new Float64Array(n);
    this.next = 0;
    this.end = n;
    if (encoding === "RLE") this.readBits(bytes, present);
    else if (encoding === "PLAIN_DICTIONARY" || encoding === "RLE_DICTIONARY") this.lookUp(bytes, present);
    else this.page.set(readEncoded(bytes, encoding, present, this.stored));
    if (nulls > 0) this.spread(n, present);
  }

  /** Truth values, behind the four bytes of their length. */
  private readBits(bytes: Uint8Array, n: number): void {
    if (this.stored.type !== "BOOLEAN") throw new RangeError("numbers are in the encoding RLE");
    this.readIndices(bytes.subarray(4), 1, n);
    this.page.set(this.indices.subarray(0, n));
  }

  private lookUp(bytes: Uint8Array, n: number): void {
    this.readIndices(bytes.subarray(1), n === 0 ? 0 : bytes[0]!, n);
    const { indices, dictionary, page } = this;
    let largest = -1;
    for (let i = 0; i < n; i++) {
      const index = indices[i]!;
      if (index > largest) largest = index;
      page[i] = dictionary[index]!;
    }
    if (largest >= dictionary.length)
      throw new RangeError(`value ${largest} of a dictionary of ${dictionary.length}`);
  }

  private readIndices(bytes: Uint8Array, width: number, n: number): void {
    if (width > 24) throw new RangeError(`a dictionary has indices of ${width} bits`);
    if (this.indices.length < n) this.indices = new Uint32Array(n);
    if (width === 0) this.indices.fill(0, 0, n);
    else readHybrid(bytes, 0, bytes.length, width, this.indices, n);
  }

  /** Moves the values to the rows that have one, from the last to the first. */
  private spread(n: number, present: number): void {
    const { page, levels, missing } = this;
    let from = present;
    for (let row = n - 1; row >= 0; row--) page[row] = levels[row] === 1 ? page[--from]! : missing;
  }

  private get missing(): number {
    return this.categories === undefined ? NaN : 0;
  }

  private unpack(bytes: Uint8Array, length: number): Uint8Array {
    const { codec } = this.chunk;
    if (codec === "UNCOMPRESSED") return bytes;
    const unpack = this.compressors[codec];
    if (unpack === undefined) throw new RangeError(`it is compressed with ${codec}`);
    const unpacked = unpack(bytes, length);
    if (unpacked.length !== length) throw new RangeError("a page does not unpack to its stated length");
    return unpacked;
  }
}

function uint32(bytes: Uint8Array, p: number): number {
  return (bytes[p]! | (bytes[p + 1]! << 8) | (bytes[p + 2]! << 16) | (bytes[p + 3]! << 24)) >>> 0;
}
