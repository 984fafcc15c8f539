import { describe, expect, test } from "vitest";
import { parseFeatures, parseTarget } from "../../src/data/expression.ts";

describe("target", () => {
  test.each([
    ["class", "class", null],
    [" class ", "class", null],
    ["delay>=15", "delay", [">=", "15"]],
    ["delay < -1.5e3", "delay", ["<", "-1.5e3"]],
    ["class==UP", "class", ["==", "UP"]],
    [`"class"=="UP"`, "class", ["==", "UP"]],
    ["`a>b` != 2", "a>b", ["!=", "2"]],
    [`"say ""hi""" == x y`, `say "hi"`, ["==", "x y"]],
    ["sepal length<=4", "sepal length", ["<=", "4"]],
    ["user-item_0.1", "user-item_0.1", null],
  ])("%s", (text, column, test) => {
    const parsed = parseTarget(text);
    expect(parsed.column).toBe(column);
    expect(parsed.test && [parsed.test.comparison, parsed.test.literal]).toEqual(test);
  });

  test.each([
    ["", `target "": expected a column name at character 1, got the end`],
    ["delay=15", `target "delay=15": expected a comparison (==, !=, <, <=, > or >=) at character 6, got "="`],
    ["delay>>15", `target "delay>>15": expected a number after > at character 7, got ">"`],
    ["delay>=", `target "delay>=": expected a number after >= at character 8, got the end`],
    ["delay>=late", `target "delay>=late": expected a number after >= at character 8, got "late"`],
    ["class==A, b", `target "class==A, b": expected nothing more at character 9, got ","`],
    [`"class`, `target ""class": expected a closing quote at character 1, got ""class"`],
  ])("%s is refused", (text, message) => {
    expect(() => parseTarget(text)).toThrow(message);
  });
});

describe("features", () => {
  test("all forms", () => {
    const text =
      'distance/1000, hour(date), weekday( date ), month("the date"), x * 0.5, origin, "odd, name", `a/b`/2';
    expect(parseFeatures(text)).toEqual([
      { text: "distance/1000", column: "distance", change: { kind: "divide", by: 1000 } },
      { text: "hour(date)", column: "date", change: { kind: "hour" } },
      { text: "weekday(date)", column: "date", change: { kind: "weekday" } },
      { text: "month(the date)", column: "the date", change: { kind: "month" } },
      { text: "x * 0.5", column: "x", change: { kind: "multiply", by: 0.5 } },
      { text: "origin", column: "origin", change: null },
      { text: "odd, name", column: "odd, name", change: null },
      { text: "`a/b`/2", column: "a/b", change: { kind: "divide", by: 2 } },
    ]);
  });

  test.each([
    ["a,,b", `features "a,,b": expected a column name at character 3, got ","`],
    ["a,", `features "a,": expected a column name at character 3, got the end`],
    [
      "distance/, b",
      `features "distance/, b": expected a number after / (a name with punctuation goes in quotes) at character 10, got ","`,
    ],
    [
      "km/h",
      `expected a finite number other than 0 after / (a name with punctuation goes in quotes) at character 4, got "h"`,
    ],
    [
      "a/0",
      `expected a finite number other than 0 after / (a name with punctuation goes in quotes) at character 3, got "0"`,
    ],
    [
      "minute(date)",
      `expected one of hour, weekday, month, category before "(" at character 1, got "minute"`,
    ],
    ["hour()", `expected the name of a column of time stamps at character 6, got ")"`],
    ["hour(date", `expected ")" at character 10, got the end`],
    ["a>b", `features "a>b": expected a comma, / or * at character 2, got ">"`],
    ["a/2/3", `features "a/2/3": expected a comma, / or * at character 4, got "/"`],
  ])("%s is refused", (text, message) => {
    expect(() => parseFeatures(text)).toThrow(message);
  });
});
