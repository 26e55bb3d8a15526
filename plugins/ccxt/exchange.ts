import { readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { RustybtError } from '../../core/kernel/errors.js'
import { knownNames } from '../../core/kernel/nearest.js'

/** A market as ccxt describes it, as far as it is read here. */
export interface Market {
  readonly symbol: string
  readonly base: string
  readonly quote: string
  readonly type?: string
  readonly spot?: boolean
  readonly inverse?: boolean
  readonly linear?: boolean
  readonly contractSize?: number
  /** Epoch ms. */
  readonly created?: number
  readonly precision?: { readonly price?: number; readonly amount?: number }
}

/** Epoch ms of the bar's start, open, high, low, close, volume of the base currency. */
export type Ohlcv = readonly [number, ...(number | undefined)[]]

interface Features {
  readonly [market: string]: Features | { readonly limit?: number } | undefined
}

/** A ccxt exchange, as far as it is used here: its own types are those of a hundred exchanges. */
export interface Exchange {
  readonly id: string
  readonly name?: string
  readonly has: Readonly<Record<string, unknown>>
  readonly timeframes?: Readonly<Record<string, unknown>>
  readonly precisionMode: number
  readonly features?: Features
  loadMarkets(reload?: boolean): Promise<Readonly<Record<string, Market>>>
  fetchOHLCV(symbol: string, timeframe: string, since?: number, limit?: number): Promise<readonly Ohlcv[]>
}

export type ExchangeClass = new (settings: object) => Exchange

/** A fee as ccxt tells it: in whatever coin the exchange took. */
export interface Fee {
  readonly cost?: number
  readonly currency?: string
}

/** A fill. `order` is the exchange's id of the order. */
export interface Trade {
  readonly id?: string
  readonly order?: string
  readonly symbol: string
  /** Epoch ms. */
  readonly timestamp?: number
  readonly side: 'buy' | 'sell'
  readonly price: number
  readonly amount: number
  readonly fee?: Fee
  readonly fees?: readonly Fee[]
  readonly takerOrMaker?: string
}

/** An order as the exchange has it. */
export interface ExchangeOrder {
  readonly id: string
  readonly clientOrderId?: string
  readonly symbol: string
  readonly status?: string
  /** Units filled so far, and at which average price. */
  readonly filled?: number
  readonly average?: number
  readonly trades?: readonly Trade[]
}

/** A socket of ccxt's, and those who wait for something of it. */
interface Socket {
  readonly connected: PromiseLike<unknown>
  readonly futures: Readonly<Record<string, PromiseLike<unknown>>>
}

/** An exchange at which orders are placed, as far as it is used here. */
export interface TradingExchange extends Exchange {
  readonly markets: Readonly<Record<string, Market>> | undefined
  /** Its sockets by URL. */
  readonly clients?: Readonly<Record<string, Socket>>
  loadTimeDifference?(): Promise<number>
  loadHttpProxyAgent?(): Promise<unknown>
  fetchBalance(): Promise<unknown>
  fetchTicker(symbol: string): Promise<{ readonly last?: number }>
  createOrder(
    symbol: string,
    type: string,
    side: string,
    amount: number | string,
    price: number | string | undefined,
    params: object,
  ): Promise<ExchangeOrder>
  cancelOrder(id: string | undefined, symbol: string, params: object): Promise<ExchangeOrder>
  fetchOrder(id: string | undefined, symbol: string, params: object): Promise<ExchangeOrder>
  fetchMyTrades(symbol: string, since?: number): Promise<readonly Trade[]>
  watchOrders(): Promise<readonly ExchangeOrder[]>
  watchMyTrades(): Promise<readonly Trade[]>
  amountToPrecision(symbol: string, amount: number): string
  priceToPrecision(symbol: string, price: number): string
  close(): Promise<void>
}

export type TradingClass = new (settings: object) => TradingExchange

export interface ErrorClasses {
  /** The exchange has said no. */
  readonly ExchangeError: typeof Error
  readonly InvalidNonce: typeof Error
  readonly OrderNotFound: typeof Error
  readonly DuplicateOrderId: typeof Error
  readonly NetworkError: typeof Error
  readonly AuthenticationError: typeof Error
  readonly BadSymbol: typeof Error
  readonly RateLimitExceeded: typeof Error
  readonly DDoSProtection: typeof Error
  readonly RestrictedLocation: typeof Error
}

export interface Ccxt {
  readonly Exchange: ExchangeClass
  readonly errors: ErrorClasses
}

/**
 * One exchange of ccxt and its classes of errors. The package exports all exchanges together, which takes half a second to import; the
 * file of one takes a third of that.
 */
export async function importExchange(id: string): Promise<Ccxt> {
  const folder = sourceFolder()
  const names = namesIn(folder)
  if (!names.includes(id)) {
    throw new RustybtError('EXCHANGE_UNKNOWN', `ccxt has no exchange called '${id}'${knownNames(id, names)}`)
  }
  const [exchange, errors] = await Promise.all([
    import(pathToFileURL(join(folder, `${id}.js`)).href),
    import(pathToFileURL(join(folder, 'base', 'errors.js')).href),
  ])
  return { Exchange: exchange.default, errors }
}

/** The same for trading: with the exchange's socket, where ccxt knows it. */
export async function importTrading(
  id: string,
): Promise<{ readonly Exchange: TradingClass; readonly errors: ErrorClasses }> {
  const { Exchange, errors } = await importExchange(id)
  const folder = join(sourceFolder(), 'pro')
  if (!namesIn(folder).includes(id)) return { Exchange: Exchange as TradingClass, errors }
  const withSocket = await import(pathToFileURL(join(folder, `${id}.js`)).href)
  return { Exchange: withSocket.default, errors }
}

const sourceFolder = (): string => join(dirname(createRequire(import.meta.url).resolve('ccxt')), '..', 'js', 'src')

const namesIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.js'))
    .map((name) => name.slice(0, -3))

const DEFAULT_LIMIT = 500

/** How many bars of a market one request may ask for. */
export function ohlcvLimit({ features }: Exchange, { spot, type, linear }: Market): number {
  const ofKind = features?.[spot ? 'spot' : (type ?? 'spot')] as Features | undefined
  const ofMarket = (spot ? ofKind : ofKind?.[linear ? 'linear' : 'inverse']) as Features | undefined
  const { limit } = (ofMarket?.fetchOHLCV ?? {}) as { readonly limit?: number }
  return limit ?? DEFAULT_LIMIT
}

const DECIMAL_PLACES = 2
const TICK_SIZE = 4

/** The step of prices or amounts; exchanges tell it, or decimal places. */
export function stepOf({ precisionMode }: Exchange, precision: number | undefined): number | undefined {
  if (precision === undefined || !Number.isFinite(precision)) return undefined
  if (precisionMode === TICK_SIZE) return precision > 0 ? precision : undefined
  return precisionMode === DECIMAL_PLACES ? Number(`1e${-precision}`) : undefined
}
