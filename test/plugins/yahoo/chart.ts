/**
 * The wire format of Yahoo's chart API, after the recorded answers among the fixtures of yahoo-finance2 (real ones, of 2026-10-03):
 * https://github.com/gadicc/yahoo-finance2/blob/367731df50712a6e7a3ad8cd806a6506765b3a33/tests/fixtures/http/chart-AAPL-2020-08-31-to-2020-11-07.json
 * https://github.com/gadicc/yahoo-finance2/blob/367731df50712a6e7a3ad8cd806a6506765b3a33/tests/fixtures/http/chart-WSU.DE-2023-08-04-to-2023-08-09.json
 * Its error bodies as they are quoted in
 * https://github.com/ranaroussi/yfinance/issues/1548 ('No data found, symbol may be delisted'),
 * https://github.com/ranaroussi/yfinance/pull/2903 (minutes too long ago), and
 * https://github.com/gadicc/yahoo-finance2/issues/982 ('Edge: Too Many Requests', in plain text).
 */
export interface ChartRow {
  /** The bar's start, ISO. */
  readonly at: string
  /** open, high, low, close, volume as Yahoo gives them; null where nothing traded. */
  readonly values: readonly (number | null)[]
}

export interface ChartEvents {
  readonly dividends?: readonly (readonly [at: string, amount: number])[]
  readonly splits?: readonly (readonly [at: string, numerator: number, denominator: number])[]
}

const seconds = (at: string): number => Date.parse(at) / 1000

export function chartBody(symbol: string, rows: readonly ChartRow[], events: ChartEvents = {}, meta: object = {}) {
  const column = (i: number) => rows.map(({ values }) => values[i])
  const period = { timezone: 'EST', start: 1790947800, end: 1790971200, gmtoffset: -18000 }
  const { dividends = [], splits = [] } = events
  const indexed = <T extends { date: number }>(items: readonly T[]) =>
    Object.fromEntries(items.map((item) => [String(item.date), item]))
  const result = {
    meta: {
      currency: 'USD',
      symbol,
      exchangeName: 'NMS',
      fullExchangeName: 'NasdaqGS',
      instrumentType: 'EQUITY',
      firstTradeDate: 345479400,
      regularMarketTime: 1790971201,
      hasPrePostMarketData: true,
      gmtoffset: -18000,
      timezone: 'EST',
      exchangeTimezoneName: 'America/New_York',
      regularMarketPrice: 333.69,
      fiftyTwoWeekHigh: 345.34,
      fiftyTwoWeekLow: 243.42,
      regularMarketDayHigh: 334.54,
      regularMarketDayLow: 330.61,
      regularMarketVolume: 31878433,
      longName: 'Apple Inc.',
      shortName: 'Apple Inc.',
      chartPreviousClose: 124.808,
      priceHint: 2,
      currentTradingPeriod: { pre: period, regular: period, post: period },
      dataGranularity: '1d',
      range: '',
      validRanges: ['1d', '5d', '1mo', '3mo', '6mo', '1y', '2y', '5y', '10y', 'ytd', 'max'],
      ...meta,
    },
    ...(rows.length === 0 ? undefined : { timestamp: rows.map(({ at }) => seconds(at)) }),
    ...(dividends.length + splits.length === 0
      ? undefined
      : {
          events: {
            dividends: indexed(dividends.map(([at, amount]) => ({ amount, date: seconds(at) }))),
            splits: indexed(
              splits.map(([at, numerator, denominator]) => {
                return { date: seconds(at), numerator, denominator, splitRatio: `${numerator}:${denominator}` }
              }),
            ),
          },
        }),
    indicators: {
      quote: [
        rows.length === 0
          ? {}
          : { open: column(0), high: column(1), low: column(2), close: column(3), volume: column(4) },
      ],
      adjclose: [rows.length === 0 ? {} : { adjclose: column(3).map((close) => close && close * 0.97) }],
    },
  }
  return { chart: { result: [result], error: null } }
}

export const chartError = (code: string, description: string) => ({
  chart: { result: null, error: { code, description } },
})
