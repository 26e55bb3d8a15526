import type { OrderSnapshot } from '../../core/finance/order.js'
import type { TradingExchange } from './exchange.js'

/** An order in the words of ccxt. Amounts and prices are texts on the market's grid. */
export interface OrderRequest {
  readonly symbol: string
  readonly type: 'market' | 'limit'
  readonly side: 'buy' | 'sell'
  readonly amount: string
  readonly price: string | undefined
  readonly params: Readonly<Record<string, unknown>>
}

/** What of an order is understood here; one that asks for more is refused, rather than sent without it. */
const UNDERSTOOD = new Set<string>([
  'id',
  'asset',
  'created',
  'dt',
  'amount',
  'filled',
  'commission',
  'stop',
  'limit',
  'stopReached',
  'limitReached',
  'status',
  'reason',
  'brokerOrderId',
  'terms',
])

/** What the engine makes of plain orders by itself, and what is passed on. */
const UNDERSTOOD_TERMS = new Set<string>([
  'timeInForce',
  'goodTill',
  'tag',
  'strategy',
  'trail',
  'siblings',
  'parentId',
  'role',
  'exits',
])

/** Ids that exchanges take: the narrowest of them allow 36 characters. */
const CLIENT_ID = /^[A-Za-z0-9_-]{1,36}$/

/** The request for an order, rounded down to the market's lot and to its tick; or why there is none. */
export function orderRequest(
  exchange: TradingExchange,
  order: OrderSnapshot,
  markets: Readonly<Record<string, string>> = {},
): OrderRequest | { readonly refused: string } {
  const { id, asset, stop, limit, terms = {} } = order
  const symbol = markets[asset.symbol] ?? asset.symbol
  const name = exchange.id
  const strange = strangeKey(order, UNDERSTOOD) ?? strangeKey(terms, UNDERSTOOD_TERMS)
  if (strange !== undefined) return { refused: `${name} is not asked for orders with ${strange}` }
  if (!CLIENT_ID.test(id)) return { refused: `'${id}' is no id that exchanges take: choose a shorter id of the run` }
  if (exchange.markets === undefined || !Object.hasOwn(exchange.markets, symbol))
    return { refused: `${name} has no market ${symbol}` }
  if (stop !== undefined && !canStop(exchange, symbol)) return { refused: `${name} takes no stop orders for ${symbol}` }
  const atOnce =
    terms.timeInForce === 'ioc' || terms.timeInForce === 'fok' ? terms.timeInForce.toUpperCase() : undefined
  if (atOnce !== undefined && (limit === undefined || stop !== undefined))
    return { refused: `${name} takes ${atOnce} for limit orders alone` }
  const amount = onGrid(() => exchange.amountToPrecision(symbol, Math.abs(order.amount)))
  if (!(Number(amount) > 0)) return { refused: `${Math.abs(order.amount)} is less than a lot of ${symbol}` }
  const price = limit === undefined ? undefined : onGrid(() => exchange.priceToPrecision(symbol, limit))
  const trigger = stop === undefined ? undefined : onGrid(() => exchange.priceToPrecision(symbol, stop))
  return {
    symbol,
    type: limit === undefined ? 'market' : 'limit',
    side: order.amount > 0 ? 'buy' : 'sell',
    amount,
    price,
    params: {
      clientOrderId: id,
      ...(trigger === undefined ? {} : { triggerPrice: trigger }),
      ...(atOnce === undefined ? {} : { timeInForce: atOnce }),
    },
  }
}

const strangeKey = (given: object, known: ReadonlySet<string>): string | undefined =>
  Object.entries(given).find(([key, value]) => value !== undefined && !known.has(key))?.[0]

/** ccxt throws where rounding leaves nothing. */
function onGrid(round: () => string): string {
  try {
    return round()
  } catch {
    return '0'
  }
}

interface OrderFeatures {
  readonly createOrder?: {
    readonly triggerPrice?: boolean
    readonly timeInForce?: { readonly IOC?: boolean; readonly FOK?: boolean }
  }
}

/** What ccxt knows that the exchange's spot markets take at once or not at all. */
export function timesInForce({ features }: TradingExchange): ('ioc' | 'fok')[] {
  const known = (features?.spot as OrderFeatures | undefined)?.createOrder?.timeInForce
  return [...(known?.IOC ? (['ioc'] as const) : []), ...(known?.FOK ? (['fok'] as const) : [])]
}

function canStop({ features, markets }: TradingExchange, symbol: string): boolean {
  const market = markets![symbol]
  const kind = market.spot ? 'spot' : (market.type ?? 'spot')
  const ofKind = features?.[kind] as (OrderFeatures & { readonly linear?: OrderFeatures }) | undefined
  return (market.spot ? ofKind : ofKind?.linear)?.createOrder?.triggerPrice === true
}
