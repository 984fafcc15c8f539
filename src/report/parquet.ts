import type { Cell, DataTable } from "./report.ts";

/** A column as a writer of Parquet takes it. */
export interface ParquetColumn {
  readonly name: string;
  readonly type: "DOUBLE" | "BOOLEAN" | "STRING";
  readonly data: Cell[];
  readonly nullable: true;
}

/** The columns of a table: numbers, flags, and words where a column has any. */
export function parquetColumns({ columns, rows }: DataTable): ParquetColumn[] {
  return columns.map((name, j) => {
    const cells = rows.map((row) => row[j]!);
    const known = cells.filter((cell) => cell !== null);
    const all = (type: string): boolean => known.every((cell) => typeof cell === type);
    if (all("number")) return { name, type: "DOUBLE", data: cells, nullable: true };
    if (all("boolean")) return { name, type: "BOOLEAN", data: cells, nullable: true };
    const data = cells.map((cell) => (cell === null ? null : String(cell)));
    return { name, type: "STRING", data, nullable: true };
  });
}
