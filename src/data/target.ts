import { InputError, list, quote, type Place } from "./error.ts";
import type { Task } from "./choose.ts";
import { ClassTally } from "./classes.ts";
import { numberOf, type Comparison, type Target } from "./expression.ts";
import type { Column } from "./table.ts";
import { truthOf } from "./words.ts";

/** Decides from all values of a target whether it is two classes, several or a number, and turns values into outcomes. */

/** So many values of nothing but two classes promise no third. */
const PROMISE = 1000;

/** How a target's cells become outcomes. */
export interface Outcome {
  readonly task: Task;
  /** Outcome of a number; null where the column is text. */
  readonly ofNumber: ((value: number) => number) | null;
  /** Outcome of a text; null where the column is numbers. */
  readonly ofText: ((text: string) => number) | null;
  /** Names of the classes, where there are several. */
  readonly classes?: readonly string[];
}

type Asked = Target & { readonly task: Task | null };

/** Sees every value of a target once and keeps what has to be known about them. */
export class TargetTally {
  private readonly test: Target["test"];
  private readonly task: Task | null;
  private readonly literal: number;
  private readonly holds: ((value: number) => boolean) | null;
  /** The first three different numbers, and the first three different texts. */
  private readonly numbers: number[] = [];
  private readonly texts: string[] = [];
  /** All of them, where they may be several classes: texts, and numbers where it was said so. */
  private readonly numberClasses = new ClassTally<number>();
  private readonly textClasses = new ClassTally<string>();
  /** True where there are numbers that are no truth values. */
  private plain = false;
  private ones = false;
  private zeros = false;
  private count = 0;
  /** The value that followed a thousand and more of nothing but two classes. */
  private third: { readonly row: number; readonly value: number } | null = null;

  constructor(target: Asked) {
    this.task = target.task;
    this.test = target.test;
    this.literal = target.test === null ? NaN : literalOf(target.test.literal);
    this.holds = target.test === null ? null : comparer(target.test.comparison, this.literal);
  }

  number(value: number): void {
    if (this.holds !== null) this.class(this.holds(value));
    this.count++;
    this.plain = true;
    if (this.numbers.length < 3 && !this.numbers.includes(value)) {
      if (this.count > PROMISE && this.classes) this.third = { row: this.count, value };
      this.numbers.push(value);
    }
    if (this.task === "multiclass") this.numberClasses.add(value);
  }

  /** A truth value, which is a number where the column is numbers, and a word where it has others. */
  truth(value: number, text: string): void {
    const plain = this.plain;
    this.number(value);
    this.plain = plain;
    if (this.test === null) this.textClasses.add(text);
  }

  text(text: string): void {
    if (this.test !== null) this.class((text === this.test.literal) === (this.test.comparison === "=="));
    else this.textClasses.add(text);
    if (this.texts.length < 3 && !this.texts.includes(text)) this.texts.push(text);
  }

  /** True where no further value can change the decision. */
  get settled(): boolean {
    if (this.test !== null) return this.ones && this.zeros;
    const several = this.task === "multiclass" || this.texts.length > 0;
    if (several) return this.numberClasses.tooMany || this.textClasses.tooMany;
    return this.numbers.length > 2;
  }

  decide(file: string, target: Asked, column: Column): Outcome {
    const place = { in: file, column: target.column };
    if (column.kind !== "number" && column.kind !== "text") {
      const what = column.kind === "time" ? "time stamps" : "lists or structures";
      throw new InputError(place, `expected numbers or text as the target, got ${what}`);
    }
    if (target.test !== null && this.task !== null && this.task !== "classification")
      throw new InputError(place, `expected a column as the target of ${this.task}, got a comparison`);
    if (target.test !== null) return this.decideTest(place, target.test, column);
    if (column.kind === "text" && !this.plain && this.severalTexts())
      return severalClasses(place, this.textClasses, "ofText");
    if (column.kind === "text") return this.refuseText(place, column);
    if (this.task === "multiclass") return severalClasses(place, this.numberClasses, "ofNumber");
    if (this.task === null && this.third !== null) throw notAClass(place, this.numbers, this.third);
    const asNumber: Outcome = { task: "regression", ofNumber: (value) => value, ofText: null };
    if (this.task === "regression") return asNumber;
    const [first, second] = this.numbers;
    if (second === undefined) {
      throw new InputError(
        place,
        `expected at least two different values of the target, got only ${first} in every row`,
      );
    }
    if (this.classes) {
      return { task: "classification", ofNumber: (value) => (value > 0 ? 1 : 0), ofText: null };
    }
    if (this.task === "classification")
      throw new InputError(
        place,
        `expected the classes 0 and 1 or -1 and 1, got ${list(this.numbers.map(String))}`,
      );
    return asNumber;
  }

  /** Whether the numbers are those of two classes: 0 and 1, or -1 and 1. */
  private get classes(): boolean {
    const pair = [...this.numbers].sort((a, b) => a - b).join();
    return pair === "0,1" || pair === "-1,1";
  }

  /** Whether texts are several classes: more than two, or where it was said so. */
  private severalTexts(): boolean {
    const { size, tooMany } = this.textClasses;
    return this.task === "multiclass" ? size > 0 : this.task === null && size > 2 && !tooMany;
  }

  private class(one: boolean): void {
    if (one) this.ones = true;
    else this.zeros = true;
  }

  private decideTest(place: Where, test: NonNullable<Target["test"]>, column: Column): Outcome {
    const { comparison, literal } = test;
    const text = column.kind === "text";
    if (text && comparison !== "==" && comparison !== "!=") throw notNumbers(place, column, this.texts);
    if (!text && Number.isNaN(this.literal)) {
      throw new InputError(
        place,
        `expected a number after ${comparison} because the column is numeric, got ${quote(literal)}`,
      );
    }
    if (!this.ones || !this.zeros) {
      const values = text ? [...this.texts, ...this.numbers.map(String)] : this.numbers.map(String);
      const all = this.ones ? "true in every row" : "true in no row";
      const some = `its values are ${values.map(quote).join(", ")}${values.length > 2 ? ", ..." : ""}`;
      throw new InputError(
        place,
        `expected two classes, but ${comparison}${quote(literal)} is ${all} (${some})`,
      );
    }
    const holds = this.holds!;
    return {
      task: "classification",
      ofNumber: text ? null : (value) => (holds(value) ? 1 : 0),
      ofText: text ? (value) => ((value === literal) === (comparison === "==") ? 1 : 0) : null,
    };
  }

  private refuseText(place: Where, column: Column): never {
    if (this.numbers.length > 0 || this.texts.length !== 2) throw notNumbers(place, column, this.texts);
    throw new InputError(
      place,
      `expected numbers or a comparison as the target, got the two values ${list(this.texts)}: write ${asTarget(place, "==", this.texts[1]!)}`,
    );
  }
}

function severalClasses<T extends number | string>(
  place: Where,
  tally: ClassTally<T>,
  kind: "ofNumber" | "ofText",
): Outcome {
  const { names, numberOf } = tally.decide(place);
  return { task: "multiclass", ofNumber: null, ofText: null, classes: names, [kind]: numberOf };
}

/** What a comparison compares numbers with; truth values are 1 and 0 as in the column. */
function literalOf(text: string): number {
  const number = numberOf(text);
  return Number.isNaN(number) ? truthOf(text) : number;
}

interface Where {
  readonly in: string;
  readonly column: string;
}

/** The sentence for a target value that is missing (NaN) or infinite. */
export function badTarget(place: Place, value: number): InputError {
  if (Number.isNaN(value))
    return new InputError(place, "expected a value of the target, got a missing value");
  return new InputError(place, `expected a finite number for the target, got ${value}`);
}

function notNumbers(place: Where, column: Column, texts: readonly string[]): InputError {
  const why = column.why?.("number");
  if (why === undefined) return new InputError(place, `expected numbers, got text such as ${list(texts)}`);
  const word =
    texts[0] === undefined ? "" : ` (the target ${asTarget(place, "==", texts[0])} makes two classes)`;
  return new InputError(
    why.row === undefined ? place : { ...place, row: why.row },
    `expected a number, got ${why.got}${word}`,
  );
}

/** The sentence for two classes that turn out to be something else after a thousand rows. */
function notAClass(
  place: Where,
  [a, b]: readonly number[],
  { row, value }: { readonly row: number; readonly value: number },
): InputError {
  const test = asTarget(place, ">=", "1");
  return new InputError(
    { ...place, row },
    `expected ${a} or ${b} as in the rows before, got ${value} (--task regression takes all for values, the target ${test} makes two classes)`,
  );
}

/** A comparison, as it is to be written. */
function asTarget({ column }: Where, comparison: Comparison, literal: string): string {
  const plain = (text: string): string => (/^[\w.-]+$/.test(text) ? text : `\`${text}\``);
  return quote(`${plain(column)}${comparison}${plain(literal)}`);
}

/** The test itself: the comparison is looked up once, not for every row. */
function comparer(comparison: Comparison, literal: number): (value: number) => boolean {
  switch (comparison) {
    case "==":
      return (value) => value === literal;
    case "!=":
      return (value) => value !== literal;
    case "<":
      return (value) => value < literal;
    case "<=":
      return (value) => value <= literal;
    case ">":
      return (value) => value > literal;
    case ">=":
      return (value) => value >= literal;
  }
}
