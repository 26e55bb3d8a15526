import { expect, it } from '@jest/globals'
import { type BarData, type Context, symbol } from '../../compat/index.js'
import type { PandasSeries } from '../../compat/pandas-series.js'
import { test_algorithm } from '../../compat/test-algorithm.js'
import type { Timestamp } from '../../compat/timestamp.js'

it('a window of days is as of its bar, now and later, and the same as in a frame', async () => {
  const fields = ['open', 'high', 'low', 'close', 'volume', 'price'] as const
  // The second asset has a day without trades, through which its price is carried.
  const looks = () => ['AAA', 'GAP'].flatMap((name) => fields.map((field) => [symbol(name), field] as const))
  const kept: { window: PandasSeries<Timestamp>; values: number[]; field: string }[] = []
  const callbacks = {
    initialize: () => {},
    handle_data(_: Context, data: BarData) {
      for (const [asset, field] of looks()) {
        for (const count of [1, 2, 3]) {
          const window = data.history(asset, field, count, '1d')
          const column = data.history([asset], field, count, '1d').get(asset)
          expect(window.length).toBe(count)
          expect(window.tolist()).toEqual(column.tolist())
          expect(window.index.toArray().map(String)).toEqual(column.index.toArray().map(String))
          expect(String(window.index.at(-1))).toBe(String(data.current_session))
          expect(window.at(count)).toBeUndefined()
          kept.push({ window, values: window.tolist(), field })
        }
      }
    },
  }
  await test_algorithm(callbacks, {
    bars: { AAA: [10, 11.5, 12, 6, 6.5, 3.25, 3], GAP: [20, 21.5, 21.333, null, 10, 11, 12] },
    splits: [
      { symbol: 'AAA', date: '2024-01-05', ratio: 0.5 },
      { symbol: 'AAA', date: '2024-01-09', ratio: 0.5 },
      { symbol: 'GAP', date: '2024-01-08', ratio: 0.3 },
    ],
    warmup: 2,
  })
  expect(kept.length).toBe(5 * 36)
  // Days before a split are seen through it from its day on only.
  expect(kept.filter(({ field }) => field === 'close').map(({ values }) => values)).toContainEqual([5.75, 6, 6])
  for (const { window, values } of kept) expect(window.tolist()).toEqual(values)
})
