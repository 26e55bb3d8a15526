import { describe, expect, it } from '@jest/globals'
import type { Equity } from '../../../core/assets/asset.js'
import { treatSplits } from '../../../core/data/listed-splits.js'
import type { DataBatch, DataRequest, Notice, Split } from '../../../core/data/source.js'
import type { SplitTreatment } from '../../../core/data/split-check.js'

const DAY = 86_400_000
const asset = { kind: 'equity', sid: 3, symbol: 'ALFA' } as Equity

/** Prices on days 10, 11 and 12 (1970-01-11 to 13), each open the close of the day before times a factor. */
function source(factors: readonly number[], splits: readonly Split[]) {
  const close = Float64Array.from(factors, (_, i) => factors.slice(0, i + 1).reduce((a, b) => a * b, 100))
  const times = Float64Array.from(factors, (_, i) => (10 + i) * DAY)
  const bars = { sid: 3, times, open: close, high: close, low: close, close, volume: close }
  const batches: DataBatch[] = [
    { kind: 'assets', assets: [asset] },
    { kind: 'bars', bars },
    { kind: 'adjustments', splits, dividends: [], stockDividends: [], mergers: [] },
  ]
  return {
    async *fetch() {
      yield* batches
    },
  }
}

async function treat(factors: readonly number[], ratio: number, treatment: SplitTreatment) {
  const splits: Split[] = []
  const notices: Notice[] = []
  const given = [{ sid: 3, effectiveDate: '1970-01-12', ratio }]
  for await (const batch of treatSplits(source(factors, given), treatment).fetch({} as DataRequest)) {
    if (batch.kind === 'adjustments') splits.push(...batch.splits)
    if (batch.kind === 'notice') notices.push(batch.notice)
  }
  return { splits: splits.length, notices }
}

describe('listed splits', () => {
  it('pass where the prices jump as they say', async () => {
    expect(await treat([1, 0.26, 1], 0.25, 'apply')).toEqual({ splits: 1, notices: [] })
    expect(await treat([1, 9.5, 1], 10, 'apply')).toEqual({ splits: 1, notices: [] })
  })

  it('are doubted, with asset and date, where they are applied to prices that do not jump', async () => {
    const { splits, notices } = await treat([1, 0.98, 1], 0.25, 'apply')
    expect(splits).toBe(1)
    expect(notices).toEqual([
      {
        code: 'SPLIT_NOT_IN_PRICES',
        sid: 3,
        date: '1970-01-12',
        message:
          'ALFA 1970-01-12: the split 4:1 is listed, but not in the prices: the close goes from 100 to 98; it is applied as listed',
      },
    ])
  })

  it('are left out of prices that are adjusted already', async () => {
    const { splits, notices } = await treat([1, 0.98, 1], 0.25, 'ignore')
    expect([splits, notices.map(({ code }) => code)]).toEqual([0, ['SPLIT_IGNORED']])
  })

  it('stay where the prices jump as they say, also where doubtful ones are left out', async () => {
    expect(await treat([1, 0.26, 1], 0.25, 'ignore')).toEqual({ splits: 1, notices: [] })
  })

  it('are not judged where the ratio is no larger than a move of a day, or no price stands before', async () => {
    expect((await treat([1, 1, 1], 0.95, 'apply')).notices).toEqual([])
    expect((await treat([1], 0.25, 'apply')).notices).toEqual([])
  })
})
