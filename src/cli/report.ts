import { mkdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Command } from "commander";
import { InputError } from "../data/error.ts";
import { standalone } from "../report/charts/alone.ts";
import { type Draw, drawer, PACKAGES } from "../report/charts/draw.ts";
import { csv } from "../report/csv.ts";
import { reportHtml } from "../report/html/page.ts";
import { json } from "../report/json.ts";
import { reportMarkdown } from "../report/markdown.ts";
import { parquetColumns } from "../report/parquet.ts";
import { figuresOf, type Report, reportOf, tablesOf } from "../report/report.ts";
import type { ResultDocument } from "../results/document.ts";
import { parseResult } from "../results/text.ts";
import { OK, print, UsageError } from "./exit.ts";
import { wholeFile } from "./whole-file.ts";

interface ReportFlags {
  readonly out?: string;
  readonly svg?: string;
  readonly png?: string;
  readonly csv?: string;
  readonly parquet?: string;
  readonly markdown?: true;
  readonly json?: true;
  readonly quiet?: true;
}

/** `lowstakes report`: a result file as a page, as pictures or as tables. */
export function reportCommand(program: Command, finish: (code: number) => void): void {
  program
    .command("report")
    .description(
      "turn a result file (--out of simulate, replay, plan, experts, evaluate and verify) into one HTML file, pictures or tables",
    )
    .argument("<result>", "a result file")
    .option(
      "--out <file>",
      "where to write the HTML (default, where nothing else is asked for: beside the result)",
    )
    .option("--svg <folder>", "every picture as SVG")
    .option("--png <folder>", "every picture as PNG (needs @resvg/resvg-js)")
    .option("--csv <folder>", "every table as CSV, numbers with all digits")
    .option("--parquet <folder>", "every table as Parquet (needs hyparquet-writer)")
    .option("--markdown", "print the report as Markdown")
    .option("--json", "print the report as JSON: its words and tables")
    .option("--quiet", "do not say what was written")
    .action(async (file: string, flags: ReportFlags) => finish(await run(file, flags)));
}

async function run(file: string, flags: ReportFlags): Promise<number> {
  if (flags.markdown && flags.json) throw new UsageError("--markdown: expected no --json beside it");
  const report = reportOf(readResult(file));
  const written = await files(report, flags, file);
  if (!flags.quiet) for (const path of written) process.stderr.write(`lowstakes: wrote ${path}\n`);
  if (flags.markdown) await print(reportMarkdown(report));
  if (flags.json) await print(`${json(report)}\n`);
  return OK;
}

/** @throws InputError on what is no result file. */
export function readResult(path: string): ResultDocument {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new InputError(
      { in: path },
      `expected a file that can be read (${(error as NodeJS.ErrnoException).code})`,
    );
  }
  return parseResult(text, basename(path));
}

/** Writes what was asked for, and says which files. */
async function files(report: Report, flags: ReportFlags, from: string): Promise<string[]> {
  const { svg, png, csv: csvTo, parquet, markdown, json: asJson } = flags;
  const page =
    flags.out ??
    ((svg ?? png ?? csvTo ?? parquet ?? markdown ?? asJson) === undefined ? htmlBeside(from) : null);
  const draw = (page ?? svg ?? png) === null || (page ?? svg ?? png) === undefined ? null : await drawing();
  return [
    ...(page === null ? [] : [write("--out", page, reportHtml(report, draw!), from)]),
    ...(svg === undefined
      ? []
      : pictures("--svg", svg, report, (figure) => standalone(draw!(figure)), "svg")),
    ...(png === undefined ? [] : pictures("--png", png, report, await rasterised(draw!), "png")),
    ...(csvTo === undefined ? [] : tables("--csv", csvTo, report, csv, "csv")),
    ...(parquet === undefined ? [] : tables("--parquet", parquet, report, await parquetBytes(), "parquet")),
  ];
}

function htmlBeside(result: string): string {
  return `${result.replace(/\.json$/, "")}.html`;
}

function write(flag: string, path: string, content: string | Uint8Array, from: string | null): string {
  const file = wholeFile(flag, path, from);
  try {
    file.put(content);
    file.keep();
  } catch (error) {
    file.discard();
    throw error;
  }
  return path;
}

function pictures(
  flag: string,
  folder: string,
  report: Report,
  content: (figure: Parameters<Draw>[0]) => string | Uint8Array,
  ending: string,
): string[] {
  const named = figuresOf(report).map((figure) => ({ name: figure.id, content: () => content(figure) }));
  return inFolder(flag, folder, named, ending);
}

function tables(
  flag: string,
  folder: string,
  report: Report,
  content: (table: ReturnType<typeof tablesOf>[number]) => string | Uint8Array,
  ending: string,
): string[] {
  const named = tablesOf(report).map((table) => ({ name: table.name, content: () => content(table) }));
  return inFolder(flag, folder, named, ending);
}

function inFolder(
  flag: string,
  folder: string,
  named: readonly { readonly name: string; readonly content: () => string | Uint8Array }[],
  ending: string,
): string[] {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(`${flag}: expected a folder that can be written, got ${folder} (${code})`);
  }
  return named.map(({ name, content }) => write(flag, join(folder, `${name}.${ending}`), content(), null));
}

function drawing(): Promise<Draw> {
  return optional("report", PACKAGES, drawer);
}

async function rasterised(draw: Draw): Promise<(figure: Parameters<Draw>[0]) => Uint8Array> {
  const { Resvg } = await optional("--png", ["@resvg/resvg-js"], () => import("@resvg/resvg-js"));
  return (figure) =>
    new Resvg(standalone(draw(figure)), { fitTo: { mode: "zoom", value: 2 } }).render().asPng();
}

async function parquetBytes(): Promise<(table: ReturnType<typeof tablesOf>[number]) => Uint8Array> {
  const { parquetWriteBuffer } = await optional(
    "--parquet",
    ["hyparquet-writer"],
    () => import("hyparquet-writer"),
  );
  return (table) => new Uint8Array(parquetWriteBuffer({ columnData: parquetColumns(table) }));
}

/** What only some need is not installed with this package. */
async function optional<T>(what: string, packages: readonly string[], load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_MODULE_NOT_FOUND") throw error;
    const names = packages.join(" and ");
    throw new UsageError(
      `${what}: expected ${names} to be installed; get it with: npm i ${packages.join(" ")}`,
    );
  }
}
