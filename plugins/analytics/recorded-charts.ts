import { PERFORMANCE_COLUMNS, type Performance } from '../../core/engine/metrics.js'
import { indexOfMax, indexOfMin } from '../../core/math/statistics.js'
import { series } from './blocks.js'
import { makeFormats } from './page/formats.js'
import { shorten } from './plain-text.js'
import type { ChartBlock } from './report-data.js'

const { show } = makeFormats()

/** Recorded values that are drawn at most. */
const MOST_RECORDED = 30_000

const COLUMNS: ReadonlySet<string> = new Set(PERFORMANCE_COLUMNS)

/** A small chart for each variable that was recorded, by the strategy or an observer, and is a number wherever it is anything; and why not of the others. */
export function recordedCharts({ length, added, recorded, sessions }: Performance): {
  charts: ChartBlock[]
  others: (readonly [name: string, why: string])[]
} {
  const found: ChartBlock[] = []
  const others: (readonly [name: string, why: string])[] = []
  for (const [name, all] of [...(added ?? []), ...recorded]) {
    if (COLUMNS.has(name)) continue
    const values = Array.from({ length }, (_, row) => all[row])
    const present = values.filter((value) => value !== undefined && value !== null && !Number.isNaN(value))
    if (present.length === 0 || !present.every((value) => typeof value === 'number')) {
      others.push([name, 'its values are no numbers'])
      continue
    }
    if ((found.length + 1) * length > MOST_RECORDED) {
      others.push([name, 'there is no room for so many'])
      continue
    }
    const numbers = Float64Array.from(values, (value) => (typeof value === 'number' ? value : Number.NaN))
    const at = (row: number) => (row < 0 ? '–' : `${show('units', shorten(numbers[row], 6))} on ${sessions[row]}`)
    found.push({
      kind: 'chart',
      id: `recorded-${found.length}`,
      title: name,
      format: 'units',
      height: 150,
      summary: `Lowest ${at(indexOfMin(numbers))}, highest ${at(indexOfMax(numbers))}.`,
      series: [{ label: name, color: 'strategy', values: series(numbers) }],
    })
  }
  return { charts: found, others }
}
