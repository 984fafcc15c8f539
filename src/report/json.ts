/** A result as one JSON object. A number that is not finite is null. */
export function json(result: unknown): string {
  return JSON.stringify(
    result,
    (_, value: unknown) => {
      if (value instanceof Float64Array) return [...value];
      return typeof value === "number" && !Number.isFinite(value) ? null : value;
    },
    2,
  );
}
