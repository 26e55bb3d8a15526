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

interface ErrorClasses {
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
  const folder = join(dirname(createRequire(import.meta.url).resolve('ccxt')), '..', 'js', 'src')
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.js'))
    .map((name) => name.slice(0, -3))
  if (!names.includes(id)) {
    throw new RustybtError('EXCHANGE_UNKNOWN', `ccxt has no exchange called '${id}'${knownNames(id, names)}`)
  }
  const [exchange, errors] = await Promise.all([
    import(pathToFileURL(join(folder, `${id}.js`)).href),
    import(pathToFileURL(join(folder, 'base', 'errors.js')).href),
  ])
  return { Exchange: exchange.default, errors }
}

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
