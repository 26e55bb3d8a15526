import type { Equity } from '../../../core/assets/asset.js'
import { AssetFinder } from '../../../core/assets/finder.js'
import { type AdjustmentRecords, Adjustments } from '../../../core/data/adjustments.js'
import type { Dataset } from '../../../core/data/dataset.js'
import { QUIRKS } from '../../../core/data/quirks.js'
import { MemoryBars } from '../../../core/data/reader.js'
import type { RunResult } from '../../../core/engine/result.js'
import { performanceRows } from '../../../core/engine/rows.js'
import { type BacktestOptions, runBacktest } from '../../../core/engine/run.js'
import type { Strategy } from '../../../core/engine/strategy.js'
import { SimulatedBroker } from '../../../core/execution/simulated-broker.js'
import { Costs } from '../../../core/finance/costs.js'
import { exactFromNumber } from '../../../core/math/decimal.js'
import { alwaysOpen } from '../../../plugins/calendars/always-open.js'
import { NoCommission } from '../../../plugins/commission/none.js'
import { NoSlippage } from '../../../plugins/slippage/none.js'

const FIRST = '2021-01-01'
const NO_RECORDS: AdjustmentRecords = { splits: [], dividends: [], stockDividends: [], mergers: [] }

/** A market on the calendar that never closes: each asset's closes (and opens) from 2021-01-01 on, a million traded a day; NaN is a day without trades. */
export function market(
  closes: readonly (readonly number[])[],
  records: Partial<AdjustmentRecords> = {},
  opens = closes,
): Dataset {
  const days = closes[0].length
  const sessions = alwaysOpen.sessions(
    FIRST,
    new Date(Date.parse(FIRST) + (days - 1) * 86_400_000).toISOString().slice(0, 10),
  )
  const reader = new MemoryBars(sessions, QUIRKS.strict)
  const assets = closes.map(
    (_, sid): Equity => ({
      kind: 'equity',
      sid,
      symbol: `A${sid}`,
      name: `Asset ${sid}`,
      exchange: 'TEST',
      country: 'US',
      currency: 'USD',
      startDate: sessions.date(0),
      endDate: sessions.date(days - 1),
      tickSize: 0.01,
      multiplier: 1,
    }),
  )
  for (const [sid, prices] of closes.entries()) {
    const close = Float64Array.from(prices)
    const volume = close.map((price) => (Number.isNaN(price) ? 0 : 1e6))
    reader.add({
      sid,
      times: Float64Array.from(sessions.days, (day) => day * 86_400_000),
      open: Float64Array.from(opens[sid]),
      high: close,
      low: close,
      close,
      volume,
    })
  }
  return {
    finder: new AssetFinder(assets),
    reader,
    adjustments: new Adjustments({ ...NO_RECORDS, ...records }, reader),
    notices: [],
  }
}

/** What a run over it takes, filling at the close and free of charge unless `options` say otherwise. */
export function optionsOf(
  dataset: Dataset,
  strategy: Strategy,
  options: Partial<BacktestOptions> = {},
): BacktestOptions {
  const costs = new Costs()
  costs.setCommission(new NoCommission())
  costs.setSlippage(new NoSlippage())
  return {
    strategy,
    dataset,
    costs,
    broker: new SimulatedBroker(),
    quirks: QUIRKS.strict,
    calendar: alwaysOpen,
    frequency: 'daily',
    capital: exactFromNumber(10_000),
    ...options,
  }
}

/** Runs a strategy over it. */
export function play(dataset: Dataset, strategy: Strategy, options: Partial<BacktestOptions> = {}): Promise<RunResult> {
  return runBacktest(optionsOf(dataset, strategy, options))
}

/** The result's bytes, as they would stand in a file. */
export function bytesOf(result: RunResult, dataset: Dataset): string {
  return JSON.stringify([...performanceRows(result, dataset.finder)])
}
