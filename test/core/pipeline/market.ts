import type { Equity } from '../../../core/assets/asset.js'
import { AssetFinder } from '../../../core/assets/finder.js'
import { type AdjustmentRecords, Adjustments } from '../../../core/data/adjustments.js'
import { QUIRKS } from '../../../core/data/quirks.js'
import { MemoryBars } from '../../../core/data/reader.js'
import type { PipelineData } from '../../../core/pipeline/attached.js'
import { Pipeline } from '../../../core/pipeline/pipeline.js'
import { assetsOf } from '../../../core/pipeline/result.js'
import { type RunPipelineOptions, runPipeline } from '../../../core/pipeline/run-pipeline.js'
import type { ComputableTerm } from '../../../core/pipeline/term.js'
import { dateOf, dayOf } from '../../../core/time/session.js'
import { alwaysOpen } from '../../../plugins/calendars/always-open.js'

const FIRST = '2021-01-01'
const NO_RECORDS: AdjustmentRecords = { splits: [], dividends: [], stockDividends: [], mergers: [] }

/** Date of a session, counted from 0. */
export const day = (row: number): string => dateOf(dayOf(FIRST) + row)

/** Closes of assets A0, A1, … on the calendar that never closes, from 2021-01-01 on; volume 100; NaN is a day without trades. */
export function market(closes: readonly (readonly number[])[], records: Partial<AdjustmentRecords> = {}): PipelineData {
  const days = closes[0].length
  const sessions = alwaysOpen.sessions(FIRST, day(days - 1))
  const reader = new MemoryBars(sessions, QUIRKS.strict)
  const assets = closes.map((values, sid): Equity => {
    const rows = [...values.keys()].filter((row) => !Number.isNaN(values[row]))
    const column = Float64Array.from(rows, (row) => values[row])
    const times = Float64Array.from(rows, (row) => (dayOf(FIRST) + row) * 86_400_000)
    const volume = new Float64Array(rows.length).fill(100)
    reader.add({ sid, times, open: column, high: column, low: column, close: column, volume })
    return {
      kind: 'equity',
      sid,
      symbol: `A${sid}`,
      name: `Asset ${sid}`,
      exchange: 'TEST',
      country: 'US',
      currency: 'USD',
      startDate: day(rows[0] ?? 0),
      endDate: day(rows.at(-1) ?? days - 1),
      tickSize: 0.01,
      multiplier: 1,
    }
  })
  return {
    finder: new AssetFinder(assets),
    reader,
    adjustments: new Adjustments({ ...NO_RECORDS, ...records }, reader),
  }
}

/** A term's values by session, from one row to another: for each asset that exists its value, as `A0: 1.5`. */
export function valuesOf(
  data: PipelineData,
  term: ComputableTerm,
  from: number,
  to = from,
  options: Partial<RunPipelineOptions> = {},
): Record<string, number>[] {
  const pipeline = new Pipeline({ columns: { x: term } })
  const table = runPipeline(pipeline, data, { calendar: '24/7', start: day(from), end: day(to), ...options })
  return [...table.rows()].map((rows) =>
    Object.fromEntries(assetsOf(rows).map(({ symbol }, j) => [symbol, rows.values[0][j]])),
  )
}
