// The JSON Schema of result files, from the types in src/results/document.ts and their docstrings.
import ts from "typescript";

const ROOT = "src/results/document.ts";

/** Numbers that JSON has no word for (src/results/text.ts). */
const NUMBER = {
  description: "A number; one that is not finite is a string.",
  anyOf: [{ type: "number" }, { enum: ["Infinity", "-Infinity", "NaN"] }],
};

/** One object, ready for JSON. */
export function resultSchema() {
  const program = ts.createProgram([ROOT], {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    strict: true,
    exactOptionalPropertyTypes: true,
    allowImportingTsExtensions: true,
    noEmit: true,
    types: [],
  });
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(ROOT);
  const root = checker
    .getExportsOfModule(checker.getSymbolAtLocation(file))
    .find(({ name }) => name === "ResultDocument");
  const writer = new Writer(checker);
  const { anyOf } = writer.schema(checker.getDeclaredTypeOfSymbol(root), "ResultDocument");
  const definitions = Object.fromEntries(
    Object.entries(writer.definitions).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    $id: "lowstakes-result-1",
    title: "A result of lowstakes",
    description: writer.words(root),
    anyOf,
    definitions,
  };
}

class Writer {
  definitions = { number: NUMBER };
  #checker;

  constructor(checker) {
    this.#checker = checker;
  }

  words(symbol) {
    const text = ts.displayPartsToString(symbol.getDocumentationComment(this.#checker));
    return text.replace(/\s+/g, " ").trim();
  }

  /** @param at where, for messages. */
  schema(type, at) {
    const { flags } = type;
    if (type.isUnion()) return this.#union(type, at);
    if (flags & ts.TypeFlags.Number) return { $ref: "#/definitions/number" };
    if (flags & ts.TypeFlags.String) return { type: "string" };
    if (flags & ts.TypeFlags.Null) return { type: "null" };
    if (type.isLiteral()) return { const: type.value };
    if (flags & ts.TypeFlags.BooleanLiteral) return { const: this.#checker.typeToString(type) === "true" };
    if (type.symbol?.name === "Float64Array")
      return { type: "array", items: { $ref: "#/definitions/number" } };
    if (this.#checker.isTupleType(type)) return this.#tuple(type, at);
    if (this.#checker.isArrayType(type))
      return { type: "array", items: this.schema(this.#checker.getTypeArguments(type)[0], `${at}[]`) };
    if (flags & ts.TypeFlags.Object) return this.#object(type, at);
    throw new Error(`${at}: no schema for ${this.#checker.typeToString(type)}`);
  }

  #tuple(type, at) {
    const members = this.#checker.getTypeArguments(type);
    const items = this.schema(members[0], `${at}[0]`);
    return { type: "array", minItems: members.length, maxItems: members.length, items };
  }

  #union(type, at) {
    const name = type.aliasSymbol?.name;
    const named = name !== undefined && name !== "ResultDocument";
    if (named && this.definitions[name]) return { $ref: `#/definitions/${name}` };
    // a place for what refers to itself
    if (named) this.definitions[name] = {};
    const isWord = (member) => member.isStringLiteral();
    const flag = (member) => member.flags & ts.TypeFlags.BooleanLiteral;
    const flags = type.types.filter(flag).length === 2 ? type.types.filter(flag) : [];
    const words = type.types.filter(isWord).map(({ value }) => value);
    const others = type.types.filter(
      (member) => !flags.includes(member) && !isWord(member) && !(member.flags & ts.TypeFlags.Undefined),
    );
    const anyOf = [
      ...(words.length > 0 ? [{ enum: words }] : []),
      ...(flags.length > 0 ? [{ type: "boolean" }] : []),
      ...others.map((member) => this.schema(member, at)),
    ];
    const schema = anyOf.length === 1 ? anyOf[0] : { anyOf };
    if (!named) return schema;
    this.definitions[name] = schema;
    return { $ref: `#/definitions/${name}` };
  }

  #object(type, at) {
    const symbol = type.aliasSymbol ?? type.symbol;
    // Readonly<Record<..>> has no name of its own
    const named = symbol.name !== "__type" && symbol.name !== "Readonly";
    if (!named) return this.#members(type, at);
    if (!(symbol.name in this.definitions)) {
      this.definitions[symbol.name] = {};
      const description = this.words(symbol);
      this.definitions[symbol.name] = {
        ...(description && { description }),
        ...this.#members(type, symbol.name),
      };
    }
    return { $ref: `#/definitions/${symbol.name}` };
  }

  #members(type, at) {
    const rest = this.#checker.getIndexInfoOfType(type, ts.IndexKind.String);
    const members = this.#checker.getPropertiesOfType(type);
    const properties = members.map((member) => {
      const of = this.schema(this.#checker.getTypeOfSymbol(member), `${at}.${member.name}`);
      const description = this.words(member);
      return [member.name, description ? { description, ...of } : of];
    });
    const required = members
      .filter(({ flags }) => !(flags & ts.SymbolFlags.Optional))
      .map(({ name }) => name);
    return {
      type: "object",
      ...(properties.length > 0 && { properties: Object.fromEntries(properties) }),
      ...(required.length > 0 && { required }),
      ...(rest && { additionalProperties: this.schema(rest.type, `${at}.*`) }),
    };
  }
}
