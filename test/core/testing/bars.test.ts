import { describe, expect, it } from '@jest/globals'
import { runStrategy, type StrategyTest } from '../../../core/testing/harness.js'
import { xnys } from '../time/xnys.js'

/** What a test with these options is refused with. */
async function refusal(test: StrategyTest): Promise<unknown> {
  return runStrategy({}, test).then(
    () => 'it ran',
    ({ code, message, hint }) => ({ code, message, hint }),
  )
}

const onDates = (...dates: string[]) => ({ AAPL: dates.map((date) => ({ date, close: 10 })) })

describe('bars of a test', () => {
  it('are needed', async () => {
    expect(await refusal({ bars: {} })).toMatchObject({ code: 'BARS_EMPTY' })
    expect(await refusal({ bars: { AAPL: [] } })).toMatchObject({ code: 'BARS_EMPTY', message: 'AAPL has no bars' })
  })

  it('are equally many for each symbol, unless they have dates', async () => {
    expect(await refusal({ bars: { AAPL: [1, 2, 3], MSFT: [1] } })).toEqual({
      code: 'BARS_UNEQUAL',
      message: 'AAPL has 3 bars, MSFT 1 bar',
      hint: 'write null where nothing trades, or give the bars of a shorter life their dates',
    })
    expect(await refusal({ bars: { MSFT: [1, 2, 3], ...onDates('2024-01-03') } })).toBe('it ran')
  })

  it('come oldest first, each date once', async () => {
    expect(await refusal({ bars: onDates('2024-01-03', '2024-01-02') })).toMatchObject({
      code: 'BARS_UNSORTED',
      message: 'AAPL, bar 2 (2024-01-02) does not come after 2024-01-03',
    })
    expect(await refusal({ bars: onDates('2024-01-03', '2024-01-03') })).toMatchObject({ code: 'BARS_UNSORTED' })
  })

  it('all have dates or none has', async () => {
    expect(await refusal({ bars: { AAPL: [{ date: '2024-01-02', close: 1 }, 2] } })).toMatchObject({
      code: 'BARS_MIXED',
      message: 'AAPL, bar 2 has no date, while others of AAPL have one',
    })
  })

  it('lie in sessions of the calendar', async () => {
    expect(await refusal({ bars: onDates('2024-01-12', '2024-01-15'), calendar: xnys })).toMatchObject({
      code: 'BAR_OUTSIDE_SESSIONS',
      message: 'AAPL, bar 2 (2024-01-15) lies in no session of XNYS',
      hint: '2024-01-16 trades from 2024-01-16T14:30:00+00:00 to 2024-01-16T21:00:00+00:00',
    })
    expect(await refusal({ bars: onDates('2024-01-02'), start: '2024-01-03' })).toMatchObject({
      code: 'BAR_OUTSIDE_SESSIONS',
      hint: 'the bars start on 2024-01-03: choose an earlier start',
    })
    expect(await refusal({ bars: onDates('2024-01-02T09:31'), frequency: 'minute' })).toMatchObject({
      code: 'BAR_OUTSIDE_SESSIONS',
    })
    expect(await refusal({ bars: onDates('2024-01-02T14:31') })).toMatchObject({
      code: 'BAR_OUTSIDE_SESSIONS',
      hint: "ask for frequency: 'minute'",
    })
  })

  it('begin on a session', async () => {
    expect(await refusal({ bars: { AAPL: [1] }, start: '2024-01-06' })).toEqual({
      code: 'START_NOT_SESSION',
      message: '2024-01-06 is no session of weekdays',
      hint: 'the next one is 2024-01-08',
    })
  })

  it('have prices that can be', async () => {
    expect(await refusal({ bars: { AAPL: [1, -2] } })).toMatchObject({
      code: 'BAR_INVALID',
      message: 'AAPL, bar 2: its open is -2, not a number from 0 on',
    })
    expect(await refusal({ bars: { AAPL: [{ close: 3, high: 2, low: 1 }] } })).toMatchObject({
      code: 'BAR_INVALID',
      message: 'AAPL, bar 1: open 3 and close 3 do not lie in 1 to 2',
    })
    expect(await refusal({ bars: { AAPL: [Number.NaN] } })).toMatchObject({ code: 'BAR_INVALID' })
  })

  it('leave something to run on after the warmup', async () => {
    expect(await refusal({ bars: { AAPL: [1, 2] }, warmup: 2 })).toMatchObject({ code: 'WARMUP_INVALID' })
  })
})

describe('corporate actions of a test', () => {
  const bars = { AAPL: [1, 2, 3] }

  it('are those of symbols that have bars', async () => {
    const dividends = [{ symbol: 'APPL', exDate: '2024-01-03', amount: 1 }]
    expect(await refusal({ bars, dividends })).toEqual({
      code: 'SYMBOL_NOT_FOUND',
      message: 'dividend of APPL on 2024-01-03: there are no bars of APPL',
      hint: 'the test has bars of AAPL; did you mean AAPL?',
    })
    const stockDividends = [{ symbol: 'AAPL', exDate: '2024-01-03', ratio: 1, paidIn: 'NEWS' }]
    expect(await refusal({ bars, stockDividends })).toMatchObject({ code: 'SYMBOL_NOT_FOUND' })
  })

  it('fall on sessions of the bars', async () => {
    expect(await refusal({ bars, splits: [{ symbol: 'AAPL', date: '2024-01-06', ratio: 0.5 }] })).toEqual({
      code: 'ACTION_OUTSIDE_SESSIONS',
      message: "split of AAPL on 2024-01-06 falls on none of the test's sessions",
      hint: 'the bars run from 2024-01-02 to 2024-01-04',
    })
  })

  it('have ratios and amounts above 0, and are paid after they are due', async () => {
    const exDate = '2024-01-03'
    expect(await refusal({ bars, splits: [{ symbol: 'AAPL', date: exDate, ratio: 0 }] })).toMatchObject({
      code: 'ACTION_INVALID',
      message: 'split of AAPL on 2024-01-03: its ratio is 0, but must be more than 0',
    })
    const dividends = [{ symbol: 'AAPL', exDate, payDate: '2024-01-02', amount: 1 }]
    expect(await refusal({ bars, dividends })).toMatchObject({ code: 'ACTION_INVALID' })
  })
})
