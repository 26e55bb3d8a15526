import { expect, it } from '@jest/globals'
import type { Asset } from '../../../core/assets/asset.js'
import { AssetFinder } from '../../../core/assets/finder.js'
import { type AdjustmentRecords, Adjustments } from '../../../core/data/adjustments.js'
import { QUIRKS } from '../../../core/data/quirks.js'
import { MemoryBars } from '../../../core/data/reader.js'
import { assetsAsKept } from '../../../core/data/single-precision.js'
import { payDividends, takeSplits, UnpaidDividends } from '../../../core/engine/corporate-actions.js'
import { Blotter } from '../../../core/execution/blotter.js'
import { EventLog } from '../../../core/execution/event-log.js'
import { Ledger } from '../../../core/finance/ledger.js'
import { exactFromNumber } from '../../../core/math/decimal.js'
import { alwaysOpen } from '../../../plugins/calendars/always-open.js'
import { equity, future } from './assets.js'
import { differences, readTable } from './zipline-table.js'

interface Day {
  dividends?: [sid: number, amount: number, payDay: number][]
  stock?: [sid: number, paymentSid: number, ratio: number, payDay: number][]
  splits?: [sid: number, ratio: number][]
  fills?: [sid: number, amount: number, price: number, commission: number][]
  prices: (number | null)[]
}
interface Row {
  assets: ['equity' | 'future', number][]
  days: Day[]
  after: Record<string, unknown>[]
}

const sessions = alwaysOpen.sessions('2021-01-01', '2021-02-09')

/** Plays a row's days through the account, as the engine does: dividends and splits at a session's start, its fills, its prices. */
function played({ assets: kinds, days }: Row): Record<string, unknown>[] {
  const all = kinds.map(([kind, multiplier], sid): Asset => {
    return kind === 'equity' ? equity(sid) : future(sid, 'ES', { multiplier })
  })
  const finder = new AssetFinder(assetsAsKept(all, QUIRKS.zipline))
  const assets = all.map(({ sid }) => finder.retrieve(sid))
  const adjustments = new Adjustments(recordsOf(days), new MemoryBars(sessions, QUIRKS.zipline))
  const unpaid = new UnpaidDividends(sessions, QUIRKS.zipline)
  const blotter = new Blotter('run', new EventLog({ now: 0, session: '2021-01-01' }))
  const ledger = new Ledger(exactFromNumber(100_000))
  return days.map(({ fills = [], prices }, row) => {
    payDividends(ledger, adjustments, finder, unpaid, row, [])
    takeSplits(ledger, blotter, adjustments, finder, { kind: 'session-start', at: 0, row }, QUIRKS.zipline, [])
    const booked = fills.map(([sid, amount, price, cost]) => {
      return { asset: assets[sid], amount, price, commission: Math.max(0, cost) }
    })
    ledger.book(booked, row)
    ledger.mark(({ sid }) => prices[sid] ?? Number.NaN, row)
    return stateOf(ledger)
  })
}

function recordsOf(days: readonly Day[]): AdjustmentRecords {
  const date = (row: number) => sessions.date(row)
  return {
    mergers: [],
    splits: days.flatMap(({ splits = [] }, row) =>
      splits.map(([sid, ratio]) => ({ sid, ratio, effectiveDate: date(row) })),
    ),
    dividends: days.flatMap(({ dividends = [] }, row) =>
      dividends.map(([sid, amount, payDay]) => ({ sid, amount, exDate: date(row), payDate: date(payDay) })),
    ),
    stockDividends: days.flatMap(({ stock = [] }, row) =>
      stock.map(([sid, paymentSid, ratio, payDay]) => {
        return { sid, paymentSid, ratio, exDate: date(row), payDate: date(payDay) }
      }),
    ),
  }
}

function stateOf(ledger: Ledger): Record<string, unknown> {
  const positions = Array.from(ledger.positions(), ({ asset, amount, costBasis, lastSalePrice }) => {
    return [asset.sid, amount, costBasis, lastSalePrice]
  })
  return {
    cash: ledger.cash,
    value: ledger.portfolioValue,
    pnl: ledger.pnl,
    returns: ledger.totalReturns,
    flow: ledger.cashFlow,
    gross: ledger.grossLeverage,
    net: ledger.netLeverage,
    long: ledger.longExposure,
    short: ledger.shortExposure,
    longs: ledger.longsCount,
    shorts: ledger.shortsCount,
    positions,
  }
}

it("keeps positions and cash as Zipline's ledger: trades through zero, commissions, splits, dividends, futures", () => {
  const answer = (row: Row) => ({ expected: row.after, actual: played(row) })
  expect(differences(readTable<Row>('positions'), answer, 1e-9)).toEqual([])
})
