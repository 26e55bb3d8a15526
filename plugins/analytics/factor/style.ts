/** From the lowest bucket to the highest: orange over grey to blue, apart for the colour-blind too. */
const LIGHT = [
  [191, 74, 12],
  [150, 150, 150],
  [10, 102, 176],
]
const DARK = [
  [244, 139, 82],
  [150, 160, 172],
  [95, 178, 245],
]

const variables = (stops: readonly (readonly number[])[], buckets: number): string =>
  Array.from(
    { length: buckets },
    (_, k) => `--bucket-${k + 1}: ${between(stops, buckets === 1 ? 1 : k / (buckets - 1))};`,
  ).join(' ')

function between(stops: readonly (readonly number[])[], share: number): string {
  const place = share * (stops.length - 1)
  const below = Math.min(stops.length - 2, Math.floor(place))
  const part = place - below
  const mixed = stops[below].map((low, i) => Math.round(low + part * (stops[below + 1][i] - low)))
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`
}

/** A colour for each bucket, in either theme, and how drawings that do not move look. */
export function factorStyle(buckets: number): string {
  const [light, dark] = [variables(LIGHT, buckets), variables(DARK, buckets)]
  return `
:root { ${light} }
@media (prefers-color-scheme: dark) { :root:not([data-theme]) { ${dark} } }
:root[data-theme=dark] { ${dark} }
.pictures { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(420px, 100%), 1fr)); gap: 22px 32px; }
.pictures .chart { margin: 0; }
.picture { display: block; width: 100%; max-width: 640px; height: auto; overflow: visible; }
section h3 { margin: 26px 0 10px; }
.picture text { fill: var(--muted); font: 11px var(--font); font-variant-numeric: tabular-nums; }
.picture .axis { stroke: var(--muted); stroke-width: 1; }
.picture .grid { stroke: var(--grid); stroke-width: 1; }
.picture .whisker { stroke: var(--ink); stroke-width: 1; }
.keys { display: flex; flex-wrap: wrap; gap: 4px 14px; margin-top: 6px; font-size: 13px; color: var(--muted); }
.keys span::before { content: ""; display: inline-block; width: 14px; height: 3px; margin-right: 6px; vertical-align: middle; background: var(--mark); }
`
}
