const LIGHT = `
  --page: #f7f7f5; --surface: #ffffff; --ink: #1b2430; --muted: #5b6674; --line: #e2e4e2; --grid: #ecedeb;
  --strategy: #0a66b0; --benchmark: #737c88; --loss: #bf4a0c; --other: #00735a;
  --heat-up: #3f93d6; --heat-down: #e8823a; --focus: #0a66b0; --notice: #fdf3e3; --stripe: #fafaf8;
  color-scheme: light;`
const DARK = `
  --page: #10151c; --surface: #171e27; --ink: #e4e9ef; --muted: #9aa7b6; --line: #2a3441; --grid: #232c38;
  --strategy: #5fb2f5; --benchmark: #9aa5b3; --loss: #f48b52; --other: #3fc7a0;
  --heat-up: #2d7fc4; --heat-down: #c2611d; --focus: #8ec9fb; --notice: #33291a; --stripe: #1a222c;
  color-scheme: dark;`

/** The page's style. Colours stay apart for the colour-blind: blue for gains, orange for losses, and a sign beside. */
export const STYLE = `
:root {${LIGHT}
  --font: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
@media (prefers-color-scheme: dark) { :root:not([data-theme]) {${DARK} } }
:root[data-theme=dark] {${DARK} }
* { box-sizing: border-box; }
html { scroll-padding-top: 3.5rem; -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.5 var(--font); font-variant-numeric: tabular-nums; }
header, main, footer { max-width: 1180px; margin: 0 auto; padding: 0 24px; }
button, input { font: inherit; color: inherit; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; border-radius: 3px; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 8px; top: 8px; z-index: 3; background: var(--surface); padding: 6px 12px; }
.bar { position: sticky; top: 0; z-index: 2; display: flex; align-items: center; gap: 16px; padding: 8px 24px;
  background: var(--surface); border-bottom: 1px solid var(--line); }
.bar nav { display: flex; gap: 18px; overflow-x: auto; flex: 1; scrollbar-width: none; padding: 4px; }
.bar a { color: var(--muted); text-decoration: none; white-space: nowrap; font-size: 13px; }
.bar a:hover { color: var(--ink); }
.toggle { background: var(--surface); border: 1px solid var(--line); border-radius: 6px; padding: 3px 12px; cursor: pointer;
  font-size: 13px; color: var(--muted); }
.toggle:hover { color: var(--ink); border-color: var(--muted); }
.toggle[aria-pressed=true] { background: var(--ink); border-color: var(--ink); color: var(--surface); }

.kind { margin: 36px 0 0; font-size: 12px; letter-spacing: .08em; text-transform: uppercase; color: var(--muted); }
h1 { margin: 2px 0 4px; font-size: 30px; line-height: 1.2; font-weight: 650; letter-spacing: -.01em; overflow-wrap: anywhere; }
.period { margin: 0 0 24px; color: var(--muted); }
.notice { background: var(--notice); border-left: 3px solid var(--loss); padding: 10px 14px; border-radius: 3px; }
dl { margin: 0; }
dd { margin: 0; }
.headline { display: flex; flex-wrap: wrap; gap: 1px; background: var(--surface);
  border: 1px solid var(--line); border-radius: 10px; overflow: hidden; }
.headline div { flex: 1 1 auto; min-width: 124px; outline: 1px solid var(--line); padding: 14px 16px; }
dt { font-size: 13px; color: var(--muted); }
.headline dd { font-size: 20px; font-weight: 600; letter-spacing: -.02em; white-space: nowrap; }
.headline small { display: block; font-size: 12px; font-weight: 400; letter-spacing: 0; color: var(--muted); }

section { margin-top: 28px; padding: 20px 24px 24px; background: var(--surface); border: 1px solid var(--line); border-radius: 10px; }
h2 { margin: 0 0 14px; font-size: 18px; font-weight: 600; }
h3 { margin: 22px 0 8px; font-size: 15px; font-weight: 600; }
.prose, .hint { max-width: 76ch; color: var(--muted); }
.prose { margin: 0; }
.hint { font-size: 12px; margin: 8px 0 0; }

.chart { margin: 0 0 22px; min-width: 0; }
.chart:last-child { margin-bottom: 0; }
figcaption { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 12px; margin-bottom: 6px; }
figcaption .name { font-weight: 600; }
figcaption .toggle { margin-left: auto; }
figcaption .summary { flex-basis: 100%; font-size: 13px; color: var(--muted); }
.plot { min-width: 0; overflow: hidden; }
.u-cursor-x { border-right: 1px solid var(--muted) !important; }
.u-select { background: var(--strategy); opacity: .15; }
.legend { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 8px; padding-left: 66px; font-size: 13px; }
.legend .date { color: var(--muted); margin-right: 8px; }
.legend button { display: inline-flex; align-items: center; gap: 7px; background: none; border: 0; padding: 2px 6px; cursor: pointer; }
.legend button[aria-pressed=false] { color: var(--muted); text-decoration: line-through; }
.legend button[aria-pressed=false] .mark { opacity: .3; }
.legend .mark { width: 16px; height: 0; border-top: 3px solid var(--mark); }
.legend .mark.dashed { border-top-style: dashed; }
.legend .value { font-weight: 600; min-width: 5.5em; text-align: left; }
.small-charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(420px, 100%), 1fr)); gap: 22px 32px; }
.small-charts .chart { margin: 0; }

.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 14px; }
caption { caption-side: bottom; text-align: left; padding-top: 10px; color: var(--muted); font-size: 12px; max-width: min(90ch, 100vw - 54px); }
th, td { padding: 5px 9px; text-align: left; font-weight: 400; white-space: nowrap; border-bottom: 1px solid var(--line); }
th:first-child, td:first-child { padding-left: 4px; }
thead th { color: var(--muted); font-size: 13px; border-bottom-color: var(--muted); vertical-align: bottom; }
.number { text-align: right; }
tbody tr:hover { background: var(--stripe); }
td small { color: var(--muted); font-size: 12px; margin-left: 4px; }
.statistics .group th { padding-top: 18px; font-weight: 600; }
.statistics .group:hover { background: none; }
.statistics .wide { white-space: normal; color: var(--muted); padding-left: 28px; min-width: 26ch; }
.heat { border-collapse: separate; border-spacing: 2px; }
.heat th, .heat td { border: 0; text-align: right; padding: 5px 7px; font-size: 13px; }
.heat tbody tr:hover { background: none; }
.heat th:first-child { text-align: left; }
.heat td { border-radius: 4px; }
.heat .up { background: color-mix(in srgb, var(--heat-up) calc(var(--heat) * 72%), transparent); }
.heat .down { background: color-mix(in srgb, var(--heat-down) calc(var(--heat) * 72%), transparent); }
.heat .total { font-weight: 600; }

.controls { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 8px 16px; margin-bottom: 10px; font-size: 13px; color: var(--muted); }
.controls[hidden] { display: none; }
.controls input { background: var(--surface); border: 1px solid var(--line); border-radius: 6px; padding: 3px 8px; width: 14ch; margin-left: 4px; color: var(--ink); }
.pages { display: inline-flex; align-items: center; gap: 10px; }
.pages button { background: none; border: 1px solid var(--line); border-radius: 6px; padding: 3px 10px; cursor: pointer; color: var(--ink); }
.pages button:disabled { opacity: .45; cursor: default; }
thead button { background: none; border: 0; padding: 0; cursor: pointer; color: inherit; text-align: inherit; white-space: nowrap; }
thead button:hover { color: var(--ink); }
[aria-sort] button { color: var(--ink); font-weight: 600; }
[aria-sort=ascending] button::after { content: " ↑"; }
[aria-sort=descending] button::after { content: " ↓"; }

.sum { margin-top: 14px; max-width: 420px; margin-left: auto; }
.sum div { display: flex; justify-content: space-between; padding: 4px 10px; }
.sum div:last-child { border-top: 1px solid var(--muted); font-weight: 600; }
.sum div:last-child dt { color: var(--ink); }
.details { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(300px, 100%), 1fr)); gap: 10px 32px; }
.details dd { overflow-wrap: anywhere; }
footer { margin-top: 32px; padding-bottom: 48px; color: var(--muted); font-size: 12px; }
pre { white-space: pre-wrap; }

@media (max-width: 640px) {
  header, main, footer { padding: 0 12px; }
  .bar { padding: 8px 12px; }
  section { padding: 16px 14px 18px; }
  h1 { font-size: 24px; }
  .kind { margin-top: 22px; }
  .legend { padding-left: 0; }
  .headline div { flex-basis: 45%; }
  .headline dd { font-size: 18px; }
  .statistics .wide { white-space: nowrap; }
}
@media print {
  @page { margin: 14mm; }
  body { background: none; font-size: 10pt; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  .bar, .controls, .hint, .toggle, .skip { display: none; }
  header, main, footer { max-width: none; padding: 0; }
  section { border: 0; padding: 0; margin-top: 18px; }
  .chart, tr, .headline { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  .scroll { overflow: visible; }
  table { font-size: 8pt; }
  th, td { padding: 2px 4px; }
  .heat th, .heat td { padding: 2px 3px; font-size: 8pt; }
  .plot { outline: none; }
}
`
