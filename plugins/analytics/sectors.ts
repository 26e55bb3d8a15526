import { positionRecords } from '../../core/engine/metrics.js'
import { closeReturns } from '../../core/engine/prices.js'
import { exactToNumber } from '../../core/math/decimal.js'
import { type Brinson, brinson, linkBrinson, type SectorPeriod } from '../../core/math/returns/attribution.js'
import { periodOf } from '../../core/math/returns/growth.js'
import { cell, column, table, tableBlock } from './blocks.js'
import { makeFormats } from './page/formats.js'
import type { Block, Cell } from './report-data.js'
import type { RunView } from './run-view.js'

const { show } = makeFormats()
export const NO_SECTOR = 'No sector'
const CASH = 'Cash'

/** By name; what is no sector stands last. */
const bySector = (a: string, b: string) =>
  Number(a === CASH || a === NO_SECTOR) - Number(b === CASH || b === NO_SECTOR) || (a < b ? -1 : 1)

/** Attribution by sector, where the sectors of the assets were told. */
export function brinsonBlocks(view: RunView): Block[] {
  const { about, parts, sessions } = view
  const { sectors } = about
  if (!sectors) return []
  const sectorOf = (symbol: string) => sectors[symbol]?.sector ?? NO_SECTOR
  const sums = new Map<string, number>()
  for (const { asset, total } of parts)
    sums.set(sectorOf(asset.symbol), (sums.get(sectorOf(asset.symbol)) ?? 0) + exactToNumber(total))
  const gains = tableBlock(
    'sectors',
    'Gains by sector',
    table(
      [column('Sector'), column('Gain', 'money')],
      [...sums].sort(([a], [b]) => bySector(a, b)),
    ),
    'What prices brought, before commissions and dividends.',
  )
  const found = sectorAttribution(view)
  if (found === undefined) return gains
  const sorted = found.sectors.toSorted((a, b) => bySector(a.sector, b.sector))
  const rows: Cell[][] = sorted.map((one) => [
    one.sector,
    cell(one.allocation),
    cell(one.selection),
    cell(one.interaction),
    one.allocation + one.selection + one.interaction,
  ])
  rows.push([
    'All',
    found.allocation,
    found.selection,
    found.interaction,
    found.allocation + found.selection + found.interaction,
  ])
  const columns = [
    column('Sector'),
    ...['Allocation', 'Selection', 'Interaction', 'Together'].map((label) => column(label, 'percent')),
  ]
  const left =
    Math.abs(found.residual) < 1e-9
      ? 'The effects add up to it.'
      : `${show('percent', found.residual)} of it are not explained: fills within sessions, commissions, dividends and what has no weight in the benchmark’s list.`
  return [
    ...gains,
    ...tableBlock(
      'brinson',
      'Attribution by sector',
      table(columns, rows),
      `Brinson and Fachler, by sessions, linked over ${show('count', sessions.length)} of them after Cariño. The run is ${show('percent', found.active)} ahead of the weights given. ${left}`,
    ),
  ]
}

/**
 * Sessions one by one: weights at the close before, returns of the session, cash a sector of its own. The benchmark is the list's weights,
 * rebalanced each month; undefined without weights or without prices of what has one.
 */
export function sectorAttribution({ about, performance, returns, result: { prices } }: RunView): Brinson | undefined {
  const weighted = Object.entries(about.sectors ?? {}).filter(([, { weight }]) => weight !== undefined)
  const total = weighted.reduce((sum, [, { weight }]) => sum + weight!, 0)
  if (!prices || !(total > 0)) return undefined
  const bySymbol = new Map((about.finder.all ?? []).map((asset) => [asset.symbol, asset]))
  const list = weighted.map(([symbol, { sector, weight }]) => {
    const asset = bySymbol.get(symbol)
    const bars = asset && prices.of(asset.sid)
    const own = bars ? closeReturns(bars) : about.memberReturns?.[symbol]
    return own && { sector, weight: weight! / total, returns: own }
  })
  if (list.some((one) => one === undefined)) return undefined
  const members = list.map((one) => one!)
  const held = new Map<number, Float64Array>()
  const returnsOf = (sid: number) => {
    let known = held.get(sid)
    if (!known)
      held.set(sid, (known = prices.of(sid) ? closeReturns(prices.of(sid)!) : new Float64Array(performance.length)))
    return known
  }
  const present = (r: number) => (Number.isNaN(r) ? 0 : r)
  let drifted = members.map(({ weight }) => weight)
  const periods: Brinson[] = []
  const totals: { portfolio: number; benchmark: number }[] = []
  for (let row = 1; row < performance.length; row++) {
    if (periodOf(performance.sessions[row], 'month') !== periodOf(performance.sessions[row - 1], 'month'))
      drifted = members.map(({ weight }) => weight)
    const sectors = new Map<string, { w: number; r: number; bw: number; br: number }>()
    const of = (name: string) => {
      let one = sectors.get(name)
      if (!one) sectors.set(name, (one = { w: 0, r: 0, bw: 0, br: 0 }))
      return one
    }
    let invested = 0
    for (const { sid, amount, lastSalePrice } of positionRecords(performance.positions[row - 1])) {
      const asset = about.finder.retrieve(sid)
      const weight = (amount * lastSalePrice * asset.multiplier) / performance.columns.portfolio_value[row - 1]
      const one = of(about.sectors?.[asset.symbol]?.sector ?? NO_SECTOR)
      one.w += weight
      one.r += weight * present(returnsOf(sid)[row])
      invested += weight
    }
    of(CASH).w += 1 - invested
    members.forEach(({ sector, returns: own }, i) => {
      const one = of(sector)
      one.bw += drifted[i]
      one.br += drifted[i] * present(own[row])
    })
    const benchmark = [...sectors.values()].reduce((sum, { br }) => sum + br, 0)
    drifted = drifted.map((weight, i) => (weight * (1 + present(members[i].returns[row]))) / (1 + benchmark))
    const period: Record<string, SectorPeriod> = {}
    for (const [name, { w, r, bw, br }] of sectors) {
      const market = bw === 0 ? benchmark : br / bw
      period[name] = {
        weight: w,
        return: w === 0 ? market : r / w,
        benchmarkWeight: bw,
        benchmarkReturn: name === CASH ? 0 : market,
      }
    }
    periods.push(brinson(period, { portfolio: returns[row], benchmark }))
    totals.push({ portfolio: returns[row], benchmark })
  }
  return periods.length === 0 ? undefined : linkBrinson(periods, totals)
}
