import { describe, expect, it } from '@jest/globals'
import * as api from '../../compat/index.js'
import { test_algorithm } from '../../compat/test-algorithm.js'

/** Calls something in `initialize` and answers what it gave. */
async function during<T>(call: () => T): Promise<T> {
  let answer: T | undefined
  const bars = { AAPL: [1, 2, 3], MSFT: [1, 2, 3] }
  await test_algorithm({ initialize: () => void (answer = call()) }, { bars, start: '2024-01-02', capital_base: 5000 })
  return answer as T
}

describe('the environment', () => {
  it('is told whole or by field', async () => {
    const { start, end, ...rest } = await during(() => api.get_environment('*'))
    expect(rest).toEqual({ arena: 'backtest', data_frequency: 'daily', capital_base: 5000, platform: 'zipline' })
    expect([start.isoformat(), end.isoformat()]).toEqual(['2024-01-02T14:31:00+00:00', '2024-01-04T21:00:00+00:00'])
    expect(await during(() => api.get_environment())).toBe('zipline')
    expect(await during(() => api.get_environment('capital_base'))).toBe(5000)
  })

  it('names the fields that there are', async () => {
    await expect(during(() => api.get_environment('broker' as never))).rejects.toMatchObject({
      code: 'ENVIRONMENT_FIELD',
      hint: expect.stringContaining('data_frequency'),
    })
  })
})

describe('the current time', () => {
  it('is in UTC, or as clocks elsewhere show it', async () => {
    expect(await during(() => api.get_datetime().isoformat())).toBe('2024-01-02T00:00:00+00:00')
    expect(await during(() => api.get_datetime('US/Eastern').isoformat())).toBe('2024-01-01T19:00:00-05:00')
    expect(await during(() => api.get_datetime({ tz: 'Asia/Tokyo' }).isoformat())).toBe('2024-01-02T09:00:00+09:00')
  })
})

describe('tickers', () => {
  it('are looked up one by one or together', async () => {
    const found = await during(() => api.symbols('AAPL', 'MSFT', { country_code: 'us' }))
    expect(found.map(({ sid }) => sid)).toEqual([0, 1])
  })

  it('mean the assets of the lookup date', async () => {
    const call = () => {
      api.set_symbol_lookup_date('2023-06-01')
      return api.symbol('AAPL')
    }
    await expect(during(call)).rejects.toMatchObject({ name: 'SymbolNotFound' })
    await expect(during(() => api.set_symbol_lookup_date('soon'))).rejects.toMatchObject({
      name: 'UnsupportedDatetimeFormat',
    })
  })
})
