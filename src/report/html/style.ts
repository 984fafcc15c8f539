import { type Colours, DAY, NIGHT } from "./colours.ts";

/** The one style sheet of a report: by day, by night, on narrow screens and on paper. */
export const STYLE: string = `
:root { color-scheme: light dark; ${variables(DAY)} }
@media (prefers-color-scheme: dark) { :root { ${variables(NIGHT)} } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 1rem/1.55 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
h1 { font-size: 1.05rem; font-weight: 600; color: var(--soft); margin: 0 0 .5rem; overflow-wrap: anywhere; }
.headline { font-size: clamp(1.3rem, 3.2vw, 1.75rem); line-height: 1.3; font-weight: 600; margin: 0 0 1.75rem; max-width: 46rem; text-wrap: pretty; overflow-wrap: anywhere; }
.interrupted { border-left: 4px solid var(--second); padding: .2rem .9rem; margin: -.75rem 0 1.75rem; font-weight: 600; }
h2 { font-size: 1.3rem; margin: 3.25rem 0 1rem; padding-top: 1.1rem; border-top: 1px solid var(--faint); }
h3 { font-size: 1rem; margin: 0; }
p { margin: .5rem 0; max-width: 46rem; }
.facts { display: flex; flex-wrap: wrap; gap: .75rem 2.25rem; margin: 0; }
.facts div { display: flex; flex-direction: column-reverse; }
.facts dt { color: var(--soft); font-size: .85rem; }
.facts dd { margin: 0; font-size: 1.1rem; font-variant-numeric: tabular-nums; }
figure { margin: 0 0 2.25rem; }
figcaption { margin-bottom: .75rem; }
figcaption p { color: var(--soft); font-size: .9rem; margin: .2rem 0 0; }
.scroll { overflow-x: auto; }
.scroll:focus-visible, summary:focus-visible { outline: 2px solid var(--first); outline-offset: 2px; }
figure svg { display: block; width: 100%; min-width: 35rem; height: auto; color: var(--ink); }
details { margin: .75rem 0; }
summary { cursor: pointer; color: var(--first); font-size: .9rem; width: fit-content; }
table { border-collapse: collapse; font-size: .82rem; font-variant-numeric: tabular-nums; margin: .5rem 0 1rem; }
caption { text-align: left; color: var(--soft); padding: .25rem 0 .5rem; }
caption span { display: inline-block; position: sticky; left: 0; max-width: calc(100vw - 2.5rem); }
th, td { padding: .3rem .7rem; text-align: right; vertical-align: top; border-bottom: 1px solid var(--faint); white-space: nowrap; }
th:first-child, td:first-child { padding-left: 0; }
th { font-weight: 600; }
tbody th { font-weight: 500; }
thead th { border-bottom: 2px solid var(--soft); vertical-align: bottom; }
.words { text-align: left; white-space: normal; min-width: 12rem; max-width: 26rem; }
.name { text-align: left; }
td.sentence { white-space: normal; min-width: 10rem; }
th.words { white-space: nowrap; min-width: 0; }
thead th { white-space: normal; }
pre { background: var(--panel); padding: .9rem 1rem; overflow-x: auto; font-size: .85rem; white-space: pre-wrap; overflow-wrap: anywhere; border-radius: 4px; }
.settings { display: grid; grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr)); gap: .35rem 1.5rem; margin: 1rem 0; font-size: .87rem; }
.settings div { display: flex; gap: .6rem; justify-content: space-between; border-bottom: 1px solid var(--faint); }
.settings dt { color: var(--soft); }
.settings dd { margin: 0; text-align: right; overflow-wrap: anywhere; }
code { overflow-wrap: anywhere; }
@media screen and (min-width: 48rem) {
  .broad { width: fit-content; min-width: 100%; max-width: min(100vw - 3rem, 90rem); position: relative; left: 50%; transform: translateX(-50%); }
  .scroll th:first-child { position: sticky; left: 0; background: var(--page); }
}
.left-out { color: var(--soft); font-size: .85rem; }
footer { color: var(--soft); font-size: .85rem; margin-top: 3rem; overflow-wrap: anywhere; }
@media print {
  :root { ${variables(DAY)} }
  @page { margin: 16mm 14mm; }
  @page wide { size: landscape; }
  body { font-size: 10pt; }
  main { max-width: none; padding: 0; }
  h2 { margin-top: 1.6rem; break-after: avoid; }
  figure, tr, .headline, pre { break-inside: avoid; }
  details { display: none; }
  .scroll { overflow: visible; }
  figure svg { min-width: 0; max-width: 17cm; }
  table { font-size: 7pt; }
  th, td { padding: .15rem .35rem; white-space: normal; }
  .words, th.words { min-width: 0; }
  caption span { max-width: none; }
  .wide { page: wide; }
}
`.trim();

function variables(colours: Colours): string {
  return Object.entries(colours)
    .map(([name, colour]) => `--${name}: ${colour};`)
    .join(" ");
}
