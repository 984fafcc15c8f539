import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Browser, chromium } from "playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { drawer } from "../../src/report/charts/draw.ts";
import { reportHtml } from "../../src/report/html/page.ts";
import { reportOf } from "../../src/report/report.ts";
import { documents } from "./documents.ts";

/** Reports in a browser: nothing for axe to find, by day and by night, wide and narrow; nothing asked of the network. */
const found = [process.env["CHROMIUM"], "chromium", "chromium-browser", "google-chrome"].flatMap((name) =>
  name ? spawnSync("sh", ["-c", `command -v "${name}"`], { encoding: "utf8" }).stdout.trim() || [] : [],
)[0];
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const KINDS = ["simulation", "replicates", "replay", "plan", "verification", "experts", "evaluation"];

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

describe.skipIf(found === undefined)("in Chromium", () => {
  let browser: Browser;
  const pages = new Map<string, string>();
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: found!, args: ["--no-sandbox", "--disable-gpu"] });
    const draw = await drawer();
    for (const document of await documents()) pages.set(document.kind, reportHtml(reportOf(document), draw));
  });
  afterAll(() => browser.close());

  test.each(
    KINDS.flatMap((kind) =>
      (["light", "dark"] as const).flatMap((colours) =>
        [390, 1280].map((width) => ({ kind, colours, width })),
      ),
    ),
  )("$kind, $colours, $width pixels wide", async ({ kind, colours, width }) => {
    const page = await browser.newPage({ colorScheme: colours, viewport: { width, height: 900 } });
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await page.setContent(pages.get(kind)!);
    // whatever is folded is looked at too
    await page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })");
    await page.evaluate(axe);
    const { violations } = (await page.evaluate("axe.run()")) as { violations: Violation[] };
    expect(
      violations.map(({ id, nodes }) => [id, nodes[0]!.html.slice(0, 300), nodes[0]!.failureSummary]),
    ).toEqual([]);
    // only tables and pictures scroll sideways, never the page
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
    expect(asked).toEqual([]);
    await page.close();
  });

  test.each(KINDS)("%s: tables that do not fit scroll by keys, and nothing is cut on paper", async (kind) => {
    const page = await browser.newPage({ viewport: { width: 390, height: 900 } });
    await page.setContent(pages.get(kind)!);
    const cut = `[...document.querySelectorAll(".scroll")].filter((one) => one.scrollWidth > one.clientWidth && one.tabIndex !== 0)`;
    expect(await page.evaluate(`${cut}.length`)).toBe(0);
    const scrolled = `[...document.querySelectorAll("section:not(figure) > .scroll")].find((one) => one.scrollWidth > one.clientWidth)`;
    await page.evaluate(`${scrolled}?.focus()`);
    const wide = (await page.evaluate(`${scrolled} !== undefined`)) as boolean;
    if (wide) {
      await page.keyboard.press("ArrowRight");
      await page.waitForFunction(`${scrolled}.scrollLeft > 0`);
    }
    const levels = (await page.evaluate(
      `[...document.querySelectorAll("h1, h2, h3")].map((one) => Number(one.tagName[1]))`,
    )) as number[];
    expect(levels[0]).toBe(1);
    for (const [i, level] of levels.entries()) expect(level - (levels[i - 1] ?? 0)).toBeLessThanOrEqual(1);
    // wide tables are on pages of their own, on their long side: A4 without its margins, at 96 pixels an inch
    await page.emulateMedia({ media: "print" });
    await page.setViewportSize({ width: 1016, height: 700 });
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(1016);
    await page.close();
  });
});
