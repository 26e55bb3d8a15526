/** What can be held and priced. Assets are frozen and interned by the finder: the same sid is the same object. */
export type Asset = Equity | Future | Cryptocurrency | CurrencyPair
export type AssetKind = Asset['kind']

interface AssetFields {
  /** The number by which data and accounts know it, from 0. */
  readonly sid: number
  readonly symbol: string
  readonly name: string
  readonly exchange: string
  readonly country: string
  readonly currency: string
  /** First and last session with data, ISO dates. */
  readonly startDate: string
  readonly endDate: string
  /** From the end of this day a position is closed and open orders are cancelled; undefined: never. */
  readonly autoCloseDate?: string
  readonly tickSize: number
  /** Amounts are traded in multiples of it, where the market says so: 0.00001 of a coin. `ASSET_CLASSES` has each kind's own. */
  readonly lotSize?: number
  /** Currency units that one unit of price is worth, per unit held. */
  readonly multiplier: number
}

export interface Equity extends AssetFields {
  readonly kind: 'equity'
}

/** A coin against another or against money. It is held and accounted for as shares are, in parts of one too. */
export interface Cryptocurrency extends AssetFields {
  readonly kind: 'cryptocurrency'
}

/** Money of one currency, priced in another (`currency`): EUR/USD. It is held and accounted for as shares are. */
export interface CurrencyPair extends AssetFields {
  readonly kind: 'forex'
}

export interface Future extends AssetFields {
  readonly kind: 'future'
  readonly rootSymbol: string
  readonly noticeDate?: string
  readonly expirationDate?: string
}

/** A futures root as its exchange lists it. */
export interface RootSymbol {
  readonly rootSymbol: string
  readonly sector?: string
  readonly description?: string
  readonly exchange: string
}

/**
 * A chain of a root's contracts read as one: always the contract that is current, or so many further. It has prices and history,
 * but cannot be ordered. Past prices are stepped at each roll by the ratio (`mul`) or the difference (`add`) of the two contracts.
 */
export interface ContinuousFuture {
  readonly kind: 'continuous-future'
  readonly rootSymbol: string
  readonly offset: number
  readonly roll: 'calendar' | 'volume'
  readonly adjustment: 'mul' | 'add' | undefined
  readonly exchange: string
  readonly startDate: string
  readonly endDate: string
}

/** `Equity(3 [ALFA])`: how messages name an asset. */
export function assetLabel({ kind, sid, symbol }: Asset): string {
  return `${LABELS[kind]}(${sid} [${symbol}])`
}

const LABELS = { equity: 'Equity', future: 'Future', cryptocurrency: 'Cryptocurrency', forex: 'CurrencyPair' } as const
