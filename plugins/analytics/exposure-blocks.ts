import { positionRecords } from '../../core/engine/metrics.js'
import { indexOfMax, max, mean, min } from '../../core/math/statistics.js'
import { series } from './blocks.js'
import { concentration } from './capacity.js'
import { exposure } from './exposure.js'
import { makeFormats } from './page/formats.js'
import type { Block, ChartBlock, Tint } from './report-data.js'
import type { RunView } from './run-view.js'
import { NO_SECTOR } from './sectors.js'

const { show } = makeFormats()

export function exposureChart({ performance }: RunView): ChartBlock {
  const { long, short, gross, net } = exposure(performance)
  const shorted = short.some((x) => x !== 0)
  const levered = gross.some((x, row) => Math.abs(x - long[row]) > 1e-9)
  return {
    kind: 'chart',
    id: 'exposure',
    title: 'Exposure and leverage',
    format: 'percent',
    height: 200,
    summary: `Positions over portfolio value: on average ${show('percent', mean(gross))} gross and ${show('percent', mean(net))} net, at most ${show('percent', gross[indexOfMax(gross)])} gross.`,
    series: [
      { label: shorted ? 'Long' : 'Exposure', color: 'strategy', area: true, values: series(long) },
      ...(shorted ? [{ label: 'Short', color: 'loss', area: true, values: series(short) } as const] : []),
      ...(shorted ? [{ label: 'Net', color: 'benchmark', dashed: true, values: series(net) } as const] : []),
      ...(levered ? [{ label: 'Gross', color: 'other', values: series(gross) } as const] : []),
    ],
  }
}

export function concentrationBlocks({ performance, about }: RunView): Block[] {
  const { largest, fiveLargest, effective, held } = concentration(
    performance,
    (sid) => about.finder.retrieve(sid).multiplier,
  )
  if (!held.some((count) => count > 1)) return []
  return [
    {
      kind: 'chart',
      id: 'concentration',
      title: 'Concentration',
      format: 'percent',
      height: 180,
      summary: `Share of the positions’ sizes: the largest on average ${show('percent', mean(largest))}, at most ${show('percent', max(largest))}. As concentrated as ${show('ratio', mean(effective))} equal positions, on average; ${show('count', min(held))} to ${show('count', max(held))} are held.`,
      series: [
        { label: 'Largest position', color: 'strategy', values: series(largest) },
        { label: 'Five largest', color: 'other', values: series(fiveLargest) },
      ],
    },
  ]
}

const TINTS: readonly Tint[] = ['strategy', 'other', 'loss', 'fourth', 'fifth', 'sixth']
const OTHERS = 'Others'

/** Where the sectors of the assets were told: what is held in each over portfolio value; the smallest of many together. */
export function sectorExposureChart({ performance, about }: RunView): ChartBlock[] {
  const { sectors } = about
  if (!sectors) return []
  const { length, positions, columns } = performance
  const held = new Map<string, Float64Array>()
  for (let row = 0; row < length; row++)
    for (const { sid, amount, lastSalePrice } of positionRecords(positions[row])) {
      const { symbol, multiplier } = about.finder.retrieve(sid)
      const sector = sectors[symbol]?.sector ?? NO_SECTOR
      const line = held.get(sector) ?? new Float64Array(length)
      line[row] += (amount * lastSalePrice * multiplier) / columns.portfolio_value[row]
      held.set(sector, line)
    }
  if (held.size === 0) return []
  const size = (line: Float64Array) => mean(line.map(Math.abs))
  const sorted = [...held].sort(([a, x], [b, y]) => size(y) - size(x) || (a < b ? -1 : 1))
  const most = sorted.length > TINTS.length ? TINTS.length - 1 : TINTS.length
  const rest = sorted.slice(most).map(([, line]) => line)
  const together = Float64Array.from({ length }, (_, row) => rest.reduce((sum, line) => sum + line[row], 0))
  const shown = [...sorted.slice(0, most), ...(rest.length > 0 ? [[OTHERS, together] as const] : [])]
  const [name, largest] = sorted[0]
  return [
    {
      kind: 'chart',
      id: 'sector-exposure',
      title: 'Exposure by sector',
      format: 'percent',
      height: 200,
      summary: `Longs less shorts over portfolio value; most in ${name}, on average ${show('percent', mean(largest))}.`,
      series: shown.map(([label, line], i) => ({ label, color: TINTS[i], values: series(line) })),
    },
  ]
}
