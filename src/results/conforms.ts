/** As much of JSON Schema as the schema of results needs, so that a file is checked without a library. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: "object" | "array" | "string" | "number" | "boolean" | "null";
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly properties?: { readonly [name: string]: Schema };
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly description?: string;
  readonly definitions?: { readonly [name: string]: Schema };
  readonly $schema?: string;
  readonly $id?: string;
  readonly title?: string;
}

/** What is wrong first. */
export interface Wrong {
  /** Path from the top, such as `result.runs[0].regret`. */
  readonly at: string;
  readonly problem: string;
}

/** null where `value` is as `schema` says. */
export function conforms(value: unknown, schema: Schema): Wrong | null {
  const { definitions = {} } = schema;
  const resolved = (of: Schema): Schema =>
    of.$ref === undefined ? of : definitions[of.$ref.replace("#/definitions/", "")]!;
  const check = (one: unknown, of: Schema, at: string): Wrong | null => {
    if (of.$ref !== undefined) return check(one, resolved(of), at);
    if (of.anyOf) return anyOf(one, of.anyOf, at);
    if (of.const !== undefined && one !== of.const) return wrong(at, JSON.stringify(of.const), one);
    if (of.enum && !of.enum.includes(one)) return wrong(at, words(of.enum), one);
    if (of.type !== undefined && of.type !== kind(one)) return wrong(at, of.type, one);
    if (Array.isArray(one)) return inList(one, of, at);
    return kind(one) === "object" ? inObject(one as Record<string, unknown>, of, at) : null;
  };
  const anyOf = (one: unknown, list: readonly Schema[], at: string): Wrong | null => {
    const meant = list.filter((member) => isMeant(one, resolved(member)));
    const found = (meant.length > 0 ? meant : list).map((member) => check(one, member, at));
    if (found.includes(null)) return null;
    // what came furthest is what was meant
    return found.reduce((best, next) => (next!.at.length > best!.at.length ? next : best))!;
  };
  const inList = (one: readonly unknown[], of: Schema, at: string): Wrong | null => {
    const { minItems = 0, maxItems = Infinity, items } = of;
    if (one.length < minItems || one.length > maxItems)
      return { at, problem: `expected ${minItems} members, got ${one.length}` };
    return items ? first(one, (member, i) => check(member, items, `${at}[${i}]`)) : null;
  };
  const inObject = (one: Record<string, unknown>, of: Schema, at: string): Wrong | null => {
    const inside = (name: string): string => (at === "" ? name : `${at}.${name}`);
    const missing = of.required?.find((name) => !(name in one));
    if (missing !== undefined) return { at: inside(missing), problem: "expected a value, got none" };
    return first(Object.entries(one), ([name, member]) => {
      const own = of.properties?.[name] ?? of.additionalProperties;
      return own ? check(member, own, inside(name)) : null;
    });
  };
  return check(value, schema, "");
}

/** Whether what is constant of an object is as it must be: of documents their kind. */
function isMeant(one: unknown, { properties = {} }: Schema): boolean {
  if (kind(one) !== "object") return false;
  return Object.entries(properties).every(
    ([name, of]) => of.const === undefined || (one as Record<string, unknown>)[name] === of.const,
  );
}

function first<T>(list: readonly T[], check: (one: T, i: number) => Wrong | null): Wrong | null {
  for (const [i, one] of list.entries()) {
    const found = check(one, i);
    if (found) return found;
  }
  return null;
}

function kind(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

function words(list: readonly unknown[]): string {
  return list.map((word) => JSON.stringify(word)).join(" or ");
}

function wrong(at: string, expected: string, got: unknown): Wrong {
  const shown = typeof got === "object" && got !== null ? kind(got) : JSON.stringify(got);
  return { at, problem: `expected ${expected}, got ${shown}` };
}
