import type { Asked, Reply } from '../../core/data/remote/loopback.js'

/*
 * Two exchanges as they answer over HTTP. Binance after its own documents (market list, klines of at most 1000, error bodies):
 * https://github.com/binance/binance-spot-api-docs/blob/a5e0bc3ddc0fd7e6bb696849323b74423fa3a54d/rest-api.md
 * https://github.com/binance/binance-spot-api-docs/blob/a5e0bc3ddc0fd7e6bb696849323b74423fa3a54d/errors.md
 * Kraken, which answers 200 with a list of errors, after
 * https://docs.kraken.com/api-reference/market-data/get-tradable-asset-pairs, …/get-asset-info, …/get-ohlc-data
 * as they are quoted in ccxt 4.5.84, js/src/kraken.js (fetchMarkets, fetchCurrencies, fetchOHLCV).
 */

export const EXCHANGE_INFO = {
  timezone: 'UTC',
  serverTime: 1575416692969,
  rateLimits: [{ rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: 1200 }],
  exchangeFilters: [],
  symbols: [
    ['BTCUSDT', 'BTC', 'USDT', '0.01000000', '0.00001000'],
    ['ETHBTC', 'ETH', 'BTC', '0.00000100', '0.00100000'],
  ].map(([symbol, baseAsset, quoteAsset, tickSize, stepSize]) => ({
    symbol,
    status: 'TRADING',
    baseAsset,
    baseAssetPrecision: 8,
    quoteAsset,
    quotePrecision: 8,
    quoteAssetPrecision: 8,
    baseCommissionPrecision: 8,
    quoteCommissionPrecision: 8,
    orderTypes: ['LIMIT', 'LIMIT_MAKER', 'MARKET', 'STOP_LOSS_LIMIT', 'TAKE_PROFIT_LIMIT'],
    icebergAllowed: true,
    ocoAllowed: true,
    isSpotTradingAllowed: true,
    isMarginTradingAllowed: true,
    filters: [
      { filterType: 'PRICE_FILTER', minPrice: '0.00000100', maxPrice: '100000.00000000', tickSize },
      { filterType: 'LOT_SIZE', minQty: stepSize, maxQty: '100000.00000000', stepSize },
      { filterType: 'MIN_NOTIONAL', minNotional: '0.00010000', applyToMarket: true, avgPriceMins: 5 },
    ],
    permissions: ['SPOT', 'MARGIN'],
  })),
}

/** A kline whose price tells its time: `n` bars after the first. */
export function kline(open: number, length: number, n: number) {
  const price = (delta: number) => (100 + n + delta).toFixed(8)
  const volume = (n + 0.5).toFixed(8)
  return [open, price(0), price(2), price(-1), price(1), volume, open + length - 1, '1.0', 3, '0.5', '0.5', '0']
}

/** Binance's klines from `listed` on, as many as asked for, at most 1000. */
export function klines({ query }: Asked, listed: number, now: number): Reply {
  const length = query.get('interval') === '1d' ? 86_400_000 : 60_000
  const start = Math.max(Number(query.get('startTime')), listed)
  const first = Math.ceil(start / length) * length
  const count = Math.min(Number(query.get('limit') ?? 500), 1000)
  const opens = Array.from({ length: count }, (_, i) => first + i * length).filter((open) => open < now)
  return { body: opens.map((open) => kline(open, length, Math.round((open - listed) / length))) }
}

export const KRAKEN_ASSETS = {
  error: [],
  result: {
    XXBT: { aclass: 'currency', altname: 'XBT', decimals: 10, display_decimals: 5, status: 'enabled' },
    ZUSD: { aclass: 'currency', altname: 'USD', decimals: 4, display_decimals: 2, status: 'enabled' },
  },
}

export const KRAKEN_PAIRS = {
  error: [],
  result: {
    XXBTZUSD: {
      altname: 'XBTUSD',
      wsname: 'XBT/USD',
      aclass_base: 'currency',
      base: 'XXBT',
      aclass_quote: 'currency',
      quote: 'ZUSD',
      lot: 'unit',
      pair_decimals: 1,
      lot_decimals: 8,
      lot_multiplier: 1,
      leverage_buy: [2, 3],
      leverage_sell: [2, 3],
      fees: [[0, 0.26]],
      fees_maker: [[0, 0.16]],
      fee_volume_currency: 'ZUSD',
      margin_call: 80,
      margin_stop: 40,
      ordermin: '0.0001',
      costmin: '0.5',
      status: 'online',
    },
  },
}

/** Rows of [seconds, open, high, low, close, vwap, volume, count], numbers in text but for the outer ones. */
export const krakenOhlc = (rows: readonly (readonly [string, number])[]) => ({
  error: [],
  result: {
    XXBTZUSD: rows.map(([at, close]) => {
      return [Date.parse(at) / 1000, `${close - 1}`, `${close + 5}`, `${close - 5}`, `${close}`, `${close}`, '12.5', 44]
    }),
    last: 1706745600,
  },
})
