const LIGHT = `
  --page: #f6f6f3; --surface: #ffffff; --ink: #1b2430; --muted: #5b6674; --line: #e1e3e0; --grid: #ecedea;
  --strategy: #0a66b0; --benchmark: #737c88; --loss: #bf4a0c; --other: #00735a; --fourth: #8a3fa0; --fifth: #9a6b00; --sixth: #2b7a99;
  --heat-up: #3f93d6; --heat-down: #e8823a; --focus: #0a66b0; --notice: #fdf3e3; --stripe: #fafaf8; --tip: #1b2430; --tip-ink: #f4f5f3;
  color-scheme: light;`
const DARK = `
  --page: #10151c; --surface: #171e27; --ink: #e4e9ef; --muted: #9aa7b6; --line: #2a3441; --grid: #232c38;
  --strategy: #5fb2f5; --benchmark: #9aa5b3; --loss: #f48b52; --other: #3fc7a0; --fourth: #cf8fe0; --fifth: #e0b34d; --sixth: #6cc5e0;
  --heat-up: #2d7fc4; --heat-down: #c2611d; --focus: #8ec9fb; --notice: #33291a; --stripe: #1a222c; --tip: #e4e9ef; --tip-ink: #171e27;
  color-scheme: dark;`

const FRAME = `
:root {${LIGHT}
  --font: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
@media (prefers-color-scheme: dark) { :root:not([data-theme]) {${DARK} } }
:root[data-theme=dark] {${DARK} }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
html { scroll-padding-top: 3.75rem; -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.5 var(--font); font-variant-numeric: tabular-nums; }
header, main, footer, .inner { max-width: 1180px; margin: 0 auto; padding: 0 24px; }
main:focus { outline: none; }
button, input, select { font: inherit; color: inherit; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; border-radius: 3px; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 8px; top: 8px; z-index: 5; background: var(--surface); padding: 6px 12px; }
.away { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.bar { position: sticky; top: 0; z-index: 3; background: var(--page); border-bottom: 1px solid var(--line); margin-top: 28px; }
.stacked .bar { margin-top: 0; }
.inner { display: flex; align-items: center; gap: 16px; }
.bar nav, [role=tablist] { display: flex; gap: 4px; overflow-x: auto; flex: 1; scrollbar-width: none; padding: 6px 2px 0; }
.bar nav { padding: 10px 2px; gap: 18px; }
.bar a { color: var(--muted); text-decoration: none; white-space: nowrap; font-size: 13px; }
.bar a:hover { color: var(--ink); }
[role=tab] { background: none; border: 0; border-bottom: 2px solid transparent; padding: 8px 12px 9px; cursor: pointer; white-space: nowrap;
  color: var(--muted); font-size: 14px; }
[role=tab]:first-child { margin-left: -12px; }
[role=tab]:hover { color: var(--ink); }
[role=tab][aria-selected=true] { color: var(--ink); border-bottom-color: var(--strategy); font-weight: 600; }
.toggle, .save, .pages button, .replay-controls button, select { background: var(--surface); border: 1px solid var(--line); border-radius: 6px; padding: 3px 11px;
  cursor: pointer; font-size: 13px; color: var(--muted); }
.toggle:hover, .save:hover, .pages button:hover, .replay-controls button:hover { color: var(--ink); border-color: var(--muted); }
.toggle[aria-pressed=true] { background: var(--ink); border-color: var(--ink); color: var(--surface); }

.kind { margin: 36px 0 0; font-size: 12px; letter-spacing: .08em; text-transform: uppercase; color: var(--muted); }
h1 { margin: 2px 0 4px; font-size: 30px; line-height: 1.2; font-weight: 650; letter-spacing: -.01em; overflow-wrap: anywhere; }
.period { margin: 0 0 24px; color: var(--muted); }
.notice { background: var(--notice); border-left: 3px solid var(--loss); padding: 10px 14px; border-radius: 3px; }
dl { margin: 0; }
dd { margin: 0; }
dt { font-size: 13px; color: var(--muted); }
.headline { display: flex; flex-wrap: wrap; gap: 1px; background: var(--surface); border: 1px solid var(--line); border-radius: 10px; overflow: hidden; }
.headline div { flex: 1 1 auto; min-width: 124px; outline: 1px solid var(--line); padding: 14px 10px 14px 12px; }
.headline dd { font-size: 20px; font-weight: 600; letter-spacing: -.02em; white-space: nowrap; }
.headline small, .trust small { display: block; font-size: 12px; font-weight: 400; letter-spacing: 0; color: var(--muted); }
.headline small { white-space: nowrap; }
.headline .part { display: flex; justify-content: space-between; gap: 6px; font-size: 11px; }
.part b { font-weight: 600; color: var(--ink); }
.prints { display: flex; flex-wrap: wrap; gap: 2px 22px; margin: -16px 0 20px; font-size: 13px; }
.prints div { display: flex; gap: 6px; }
.prints code { color: var(--muted); font-size: 12px; }
.trusted { margin: 18px 0 8px; font-size: 13px; color: var(--muted); }
.trust { display: grid; grid-template-columns: repeat(auto-fill, minmax(150px, 1fr)); gap: 14px 12px; }
.trust dd { font-size: 17px; font-weight: 600; }

section { margin-top: 24px; }
.bare { background: none; }
.bare main { padding: 0 2px; max-width: none; }
.bare section { margin: 0; }
.bare .panel { margin: 0; }
.stacked section { padding: 20px 24px 24px; background: var(--surface); border: 1px solid var(--line); border-radius: 10px; }
.panel { margin-bottom: 20px; padding: 18px 24px 22px; background: var(--surface); border: 1px solid var(--line); border-radius: 10px; }
h2 { margin: 0 0 14px; font-size: 18px; font-weight: 600; }
h3 { margin: 0 0 10px; font-size: 16px; font-weight: 600; }
.said, .hint, .prose { max-width: 92ch; color: var(--muted); font-size: 13px; margin: -4px 0 12px; }
.hint { font-size: 12px; margin: 8px 0 0; }
.prose { margin: 0; }
.term { background: none; border: 0; padding: 0; cursor: help; color: inherit; text-align: left; font-size: inherit;
  text-decoration: underline dotted color-mix(in srgb, var(--muted) 55%, transparent); text-underline-offset: 3px; }
#tooltip { position: fixed; z-index: 4; max-width: min(340px, calc(100vw - 16px)); padding: 8px 12px; border-radius: 6px; background: var(--tip);
  color: var(--tip-ink); font-size: 13px; line-height: 1.4; pointer-events: none; }
footer { margin-top: 32px; padding-bottom: 48px; color: var(--muted); font-size: 12px; }
pre { white-space: pre-wrap; }
`

const CHARTS = `
.chart { margin: 0; min-width: 0; }
.stacked .chart { margin-bottom: 22px; }
figcaption { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 12px; margin-bottom: 6px; }
figcaption .name { font-weight: 600; font-size: 16px; }
figcaption .toggle { margin-left: auto; }
figcaption .summary { flex-basis: 100%; font-size: 13px; color: var(--muted); }
.plot { min-width: 0; overflow: hidden; }
.u-cursor-x { border-right: 1px solid var(--muted) !important; }
.u-select { background: var(--strategy); opacity: .15; }
.legend { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 8px; padding-left: 66px; font-size: 13px; }
.legend .date { color: var(--muted); margin-right: 8px; }
.legend button { display: inline-flex; flex-wrap: wrap; align-items: center; gap: 0 7px; text-align: left; background: none; border: 0; padding: 2px 6px; cursor: pointer; }
.legend button[aria-pressed=false] { color: var(--muted); text-decoration: line-through; }
.legend button[aria-pressed=false] .mark { opacity: .3; }
.legend .mark { width: 16px; height: 0; border-top: 3px solid var(--mark); }
.legend .mark.dashed { border-top-style: dashed; }
.legend .mark.band { height: 10px; border: 0; background: color-mix(in srgb, var(--mark) 30%, transparent); }
.legend .value { font-weight: 600; min-width: 5.5em; text-align: left; }
.drawing { display: block; width: 100%; min-width: 560px; height: auto; font: 13px var(--font); }
.drawing .grid { stroke: var(--grid); }
.drawing .zero { stroke: var(--muted); }
.drawing .whisker { stroke: var(--muted); }
.drawing .box { fill: color-mix(in srgb, var(--strategy) 30%, var(--surface)); stroke: var(--strategy); }
.drawing .median { stroke: var(--ink); stroke-width: 2; }
.drawing .same { stroke: var(--muted); stroke-dasharray: 5 4; }
.drawing .tick { fill: var(--muted); }
.drawing .value { fill: var(--ink); }
.drawing .up { fill: var(--strategy); }
.drawing .down { fill: var(--loss); }
.drawing .sum { fill: var(--other); }
.drawing circle { opacity: .6; }
.drawing .column:hover rect, .drawing circle:hover { opacity: .75; }
.replay-controls { justify-content: flex-start !important; align-items: center; }
.replay-controls .day { margin-left: auto; font-size: 16px; color: var(--ink); }
#replay-row { width: 100%; accent-color: var(--strategy); margin: 0 0 8px; }
.price { min-height: 340px; cursor: crosshair; }
.state { display: grid; gap: 14px; margin-top: 14px; }
.now { display: flex; flex-wrap: wrap; gap: 8px 40px; }
.now dd { font-size: 17px; font-weight: 600; }
`

const TABLES = `
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 14px; }
caption { caption-side: bottom; text-align: left; padding-top: 10px; color: var(--muted); font-size: 12px; max-width: min(92ch, 100vw - 54px); }
.state caption { caption-side: top; padding: 0 0 4px; font-size: 13px; }
th, td { padding: 5px 9px; text-align: left; font-weight: 400; white-space: nowrap; border-bottom: 1px solid var(--line); }
th:first-child, td:first-child { padding-left: 4px; }
thead th { color: var(--muted); font-size: 13px; border-bottom-color: var(--muted); vertical-align: bottom; }
th.number, td.number { text-align: right; }
tbody tr:hover { background: var(--stripe); }
td.long { white-space: normal; min-width: 26ch; }
.grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(330px, 100%), 1fr)); gap: 22px 36px; align-items: start; }
.grid.wide { grid-template-columns: minmax(0, 1fr); }
.wide .figures { table-layout: fixed; min-width: calc(200px + var(--columns) * 92px); }
.wide .figures th:first-child { width: 200px; }
.statistics .group th { padding-top: 18px; font-weight: 600; }
.statistics .wide { white-space: normal; color: var(--muted); padding-left: 28px; min-width: 26ch; }
.figures td, .figures th { padding: 4px 8px; }
.figures thead th.number { white-space: normal; }
.figures thead th:first-child { color: var(--ink); font-weight: 600; }
.heat { border-collapse: separate; border-spacing: 2px; }
.heat th, .heat td { border: 0; text-align: right; padding: 5px 7px; font-size: 13px; }
.heat tbody tr:hover { background: none; }
.heat th:first-child { text-align: left; }
.heat td { border-radius: 4px; }
.heat .up { background: color-mix(in srgb, var(--heat-up) calc(var(--heat) * 62%), transparent); }
.heat .down { background: color-mix(in srgb, var(--heat-down) calc(var(--heat) * 62%), transparent); }
.heat .total { font-weight: 600; }
.controls { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 8px 12px; margin-bottom: 10px; font-size: 13px; color: var(--muted); }
.controls .save { margin-left: auto; }
.pages:not([hidden]) + .save { margin-left: 0; }
.controls input[type=search] { background: var(--surface); border: 1px solid var(--line); border-radius: 6px; padding: 3px 8px; width: 16ch; margin-left: 4px; color: var(--ink); }
.search { margin-right: auto; }
.pages { display: inline-flex; align-items: center; gap: 10px; }
.pages button:disabled { opacity: .45; cursor: default; }
thead button { background: none; border: 0; padding: 0; cursor: pointer; color: inherit; text-align: inherit; white-space: nowrap; }
thead button:hover { color: var(--ink); }
[aria-sort] button { color: var(--ink); font-weight: 600; }
[aria-sort=ascending] button::after { content: " ↑"; }
[aria-sort=descending] button::after { content: " ↓"; }
.details { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(300px, 100%), 1fr)); gap: 10px 32px; }
.details dd { overflow-wrap: anywhere; }
`

const ELSEWHERE = `
@media (max-width: 640px) {
  header, main, footer, .inner { padding: 0 12px; }
  .panel, .stacked section { padding: 14px 14px 16px; border-radius: 8px; }
  section { margin-top: 14px; }
  .panel { margin-bottom: 12px; }
  h1 { font-size: 24px; }
  .kind { margin-top: 22px; }
  .legend { padding-left: 0; }
  .headline div { flex-basis: 45%; }
  .headline dd { font-size: 18px; }
  .headline small { white-space: normal; }
  .statistics .wide { white-space: nowrap; }
  .replay-controls .day { margin-left: 0; flex-basis: 100%; }
}
[data-printing] .plot, [data-printing] .price { max-width: 676px; }
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
@media print {
  @page { margin: 14mm; }
  body { background: none; font-size: 10pt; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  .bar, .controls, .hint, .toggle, .skip, #tooltip, #replay { display: none !important; }
  .away.printed { position: static; width: auto; height: auto; clip-path: none; margin: 18px 0 8px; font-size: 15pt; }
  header, main, footer { max-width: none; padding: 0; }
  .panel, .stacked section { border: 0; padding: 0; margin: 0 0 16px; background: none; }
  .chart, tr, .headline, .figures, .drawing { break-inside: avoid; }
  h2, h3, figcaption { break-after: avoid; }
  .scroll { overflow: visible; }
  .term { text-decoration: none; }
  table { font-size: 8pt; }
  th, td { padding: 2px 4px; }
  .heat th, .heat td { padding: 2px 3px; font-size: 8pt; }
  .grid { grid-template-columns: repeat(2, 1fr); gap: 14px 28px; }
  .headline div { flex-basis: 22%; }
  .trust { grid-template-columns: repeat(4, 1fr); }
  .plot { outline: none; max-width: none !important; }
  .plot .uplot, .plot .u-wrap, .plot canvas { width: 100% !important; height: auto !important; }
}
`

/** The page's style. Colours stay apart for the colour-blind: blue for gains, orange for losses, and a sign beside. */
export const STYLE = `${FRAME}${CHARTS}${TABLES}${ELSEWHERE}`
