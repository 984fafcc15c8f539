/**
 * Lengths in the metadata of Arrow messages (FlatBuffers; Message.fbs, Schema.fbs), held against what there is: a reader makes room for
 * what they say before it looks, so that one damaged byte could take all memory.
 */

/** Kinds of messages (Message.fbs). */
export const SCHEMA = 1;
export const DICTIONARY = 2;
export const BATCH = 3;

/** Bytes of a member of each vector in the header of a batch: nodes, buffers, counts of buffers; of a schema: fields, metadata. */
const MEMBERS: Readonly<Record<number, readonly (readonly [field: number, size: number])[]>> = {
  [BATCH]: [
    [1, 16],
    [2, 16],
    [4, 8],
  ],
  [SCHEMA]: [
    [1, 4],
    [2, 4],
  ],
};
/** In a field (Schema.fbs): children, metadata. */
const IN_FIELD = [5, 6];

export type Fields = (field: number) => number | null;

/** Refuses vectors longer than the message, which a reader would make room for before it looks. */
export function expectVectors(view: DataView, kind: number, header: Fields): void {
  if (kind === DICTIONARY) {
    const batch = header(1);
    if (batch !== null) expectVectors(view, BATCH, fieldsOf(view, batch + view.getInt32(batch, true)));
    return;
  }
  for (const [field, size] of MEMBERS[kind] ?? []) expectVector(view, header(field), size);
  if (kind === SCHEMA) expectFields(view, header(1), 0, { left: view.byteLength / LEAST_FIELD });
}

function expectVector(view: DataView, at: number | null, size: number): void {
  if (at === null) return;
  const vector = at + view.getInt32(at, true);
  const length = view.getInt32(vector, true);
  if (!(length >= 0 && vector + 4 + length * size <= view.byteLength))
    throw new Error(`a vector of ${length} members`);
}

/** Rows of a batch whose buffers are compressed, at most. */
const MOST_ROWS = 2 ** 27;

/** Refuses columns of more rows than the body has bits, and more buffers of a column than there are. */
export function expectLengths(view: DataView, batch: Fields, body: number): void {
  const most = batch(3) === null ? 8 * body : MOST_ROWS;
  const members = (field: number, size: number): number[] => {
    const at = batch(field);
    if (at === null) return [];
    const vector = at + view.getInt32(at, true);
    const places = Array.from({ length: view.getInt32(vector, true) }, (_, i) => vector + 4 + size * i);
    return places.map((place) => longOf(view, place));
  };
  const lengths = [longOf(view, batch(0)), ...members(1, 16)];
  const buffers = members(2, 16).length;
  if (lengths.some((length) => !(length >= 0 && length <= most)))
    throw new Error("columns longer than their buffers");
  if (members(4, 8).some((count) => !(count >= 0 && count <= buffers)))
    throw new Error("buffers that are not there");
}

export function longOf(view: DataView, at: number | null): number {
  return at === null ? 0 : Number(view.getBigInt64(at, true));
}

/** Bytes that a field takes at least. */
const LEAST_FIELD = 8;

/** The same within the fields of a schema and their children, of which there are no more than there is room for. */
function expectFields(view: DataView, at: number | null, depth: number, room: { left: number }): void {
  if (at === null) return;
  expectVector(view, at, 4);
  const vector = at + view.getInt32(at, true);
  for (let i = 0; i < view.getInt32(vector, true); i++) {
    if (depth > 64 || --room.left < 0) throw new Error("fields within themselves");
    const place = vector + 4 + 4 * i;
    const field = fieldsOf(view, place + view.getInt32(place, true));
    for (const inner of IN_FIELD) expectVector(view, field(inner), 4);
    expectFields(view, field(IN_FIELD[0]!), depth + 1, room);
  }
}

/** Where the fields of a table of FlatBuffers are; null for one that has its default. */
export function fieldsOf(view: DataView, table: number): Fields {
  const vtable = table - view.getInt32(table, true);
  const size = view.getUint16(vtable, true);
  return (field) => {
    const slot = 4 + 2 * field;
    const offset = slot < size ? view.getUint16(vtable + slot, true) : 0;
    return offset === 0 ? null : table + offset;
  };
}
