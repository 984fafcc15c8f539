import { InputError, quote } from "./error.ts";
import { TIME_PARTS, type TimePart } from "./time.ts";

/**
 * What a caller writes to name a target and features: `delay>=15` and `distance/1000, hour(date), "odd, name"`.
 *
 *     target   = name [("==" | "!=" | "<" | "<=" | ">" | ">=") (number | name)]
 *     features = feature {"," feature}
 *     feature  = name [("/" | "*") number] | ("hour" | "weekday" | "month" | "category") "(" name ")"
 *     name     = text without , ( ) / * < > = ! or quotes | "quoted" | `quoted`, the quote itself written twice
 */

export type Comparison = "==" | "!=" | "<" | "<=" | ">" | ">=";

export interface Target {
  /** As the caller wrote it. */
  readonly text: string;
  readonly column: string;
  /** Outcome 1 where the column compares so with the literal; null where the column itself is the outcome. */
  readonly test: { readonly comparison: Comparison; readonly literal: string } | null;
}

export interface Feature {
  /** As the caller wrote it; the bare column name where it is used as it is. */
  readonly text: string;
  readonly column: string;
  /** Divide or multiply by a constant, take a part of a time stamp, or take every value, numbers too, for a category. */
  readonly change:
    | { readonly kind: "divide" | "multiply"; readonly by: number }
    | { readonly kind: TimePart | "category" }
    | null;
}

interface Token {
  /** "name" is a bare name, "quoted" one in quotes (text without them), "end" the end; otherwise the operator itself. */
  readonly kind: string;
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

const TOKEN =
  /\s*(?:("(?:[^"]|"")*"|`(?:[^`]|``)*`)|(==|!=|<=|>=|[,()/*<>=!])|([^\s,()/*<>=!"`](?:[^,()/*<>=!"`]*[^\s,()/*<>=!"`])?)|$)/y;

/** The tokens of one expression, and errors that point into it. */
class Reader {
  private readonly what: string;
  private readonly text: string;
  private readonly tokens: Token[] = [];
  private next = 0;

  constructor(what: string, text: string) {
    this.what = what;
    this.text = text;
    for (let from = 0; ;) {
      TOKEN.lastIndex = from;
      const match = TOKEN.exec(text);
      if (match === null) this.fail("a closing quote", { kind: "?", text: "", from, to: text.length });
      const [whole, quoted, operator, bare] = match;
      const to = from + whole.length;
      const start = to - whole.trimStart().length;
      if (quoted !== undefined) {
        const mark = quoted[0]!;
        const inner = quoted.slice(1, -1).replaceAll(mark + mark, mark);
        this.tokens.push({ kind: "quoted", text: inner, from: start, to });
      } else if (bare !== undefined) this.tokens.push({ kind: "name", text: bare, from: start, to });
      else this.tokens.push({ kind: operator ?? "end", text: operator ?? "", from: start, to });
      if (operator === undefined && bare === undefined && quoted === undefined) return;
      from = to;
    }
  }

  get token(): Token {
    return this.tokens[this.next]!;
  }

  /** The token, which must be of one of these kinds, and on to the next. */
  take(expected: string, ...kinds: string[]): Token {
    const token = this.token;
    if (!kinds.includes(token.kind)) this.fail(expected, token);
    this.next++;
    return token;
  }

  /** The source between the starts of two tokens. */
  between(from: Token, to: Token): string {
    return this.text.slice(from.from, to.from).trim();
  }

  fail(expected: string, token: Token): never {
    const got = token.kind === "end" ? "the end" : quote(this.text.slice(token.from, token.to).trim());
    const where = `character ${token.from + 1}`;
    throw new InputError(
      { in: `${this.what} ${quote(this.text)}` },
      `expected ${expected} at ${where}, got ${got}`,
    );
  }
}

const COMPARISONS: readonly Comparison[] = ["==", "!=", "<", "<=", ">", ">="];

export function parseTarget(text: string): Target {
  const reader = new Reader("target", text);
  const column = reader.take("a column name", "name", "quoted");
  if (reader.token.kind === "end") return { text: text.trim(), column: column.text, test: null };
  const comparison = reader.take("a comparison (==, !=, <, <=, > or >=)", ...COMPARISONS).kind as Comparison;
  const ordered = comparison !== "==" && comparison !== "!=";
  const literal = reader.take(`a ${ordered ? "number" : "value"} after ${comparison}`, "name", "quoted");
  if (ordered && !Number.isFinite(numberOf(literal.text)))
    reader.fail(`a number after ${comparison}`, literal);
  reader.take("nothing more", "end");
  return { text: text.trim(), column: column.text, test: { comparison, literal: literal.text } };
}

export function parseFeatures(text: string): Feature[] {
  const reader = new Reader("features", text);
  const features = [parseFeature(reader)];
  while (reader.token.kind === ",") {
    reader.take("", ",");
    features.push(parseFeature(reader));
  }
  reader.take("a comma, / or *", "end");
  return features;
}

const CALLS = [...TIME_PARTS, "category"] as const;
const TIMES = "the name of a column of time stamps";

function parseFeature(reader: Reader): Feature {
  const first = reader.take("a column name", "name", "quoted");
  if (reader.token.kind === "(" && first.kind === "name") {
    const part = CALLS.find((name) => name === first.text);
    if (part === undefined) reader.fail(`one of ${CALLS.join(", ")} before "("`, first);
    reader.take("", "(");
    const column = reader.take(part === "category" ? "a column name" : TIMES, "name", "quoted");
    reader.take(`")"`, ")");
    return { text: `${part}(${column.text})`, column: column.text, change: { kind: part } };
  }
  if (reader.token.kind !== "/" && reader.token.kind !== "*")
    return { text: first.text, column: first.text, change: null };
  const operator = reader.take("", "/", "*").kind;
  const constant = reader.take(`a number after ${operator} (a name with punctuation goes in quotes)`, "name");
  const by = numberOf(constant.text);
  if (!Number.isFinite(by) || by === 0) {
    reader.fail(
      `a finite number other than 0 after ${operator} (a name with punctuation goes in quotes)`,
      constant,
    );
  }
  const kind = operator === "/" ? "divide" : "multiply";
  return { text: reader.between(first, reader.token), column: first.text, change: { kind, by } };
}

/** The number written, or NaN; `Number` alone would take "" and hexadecimals for numbers. */
export function numberOf(text: string): number {
  return /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(text) ? Number(text) : NaN;
}
