import type { Asset, AssetKind } from '../../assets/asset.js'
import { createOrder, type OrderSnapshot } from '../../finance/order.js'
import type { TradeBar } from '../../finance/slippage.js'
import type { Transaction } from '../../finance/transaction.js'
import { RustybtError } from '../../kernel/errors.js'
import type { TestAsset } from '../harness.js'

/** An order as a table of cases writes it; what is left out is as of a market order that has just been placed. */
export type TestedOrder = Partial<Omit<OrderSnapshot, 'asset'>> & {
  readonly amount: number
  /** What differs from a US share, such as `{ kind: 'future', rootSymbol: 'ES' }`. */
  readonly asset?: Partial<Asset>
}

/** A bar as a table of cases writes it; a number is a bar that stays at one price, on which a million units trade. */
export type TestedBar =
  | number
  | {
      readonly open?: number
      readonly high?: number
      readonly low?: number
      readonly close: number
      readonly volume?: number
      readonly volumeUsed?: number
      /** Daily values before this session, the newest last; where left out, 60 days like the bar itself. Empty: there are none. */
      readonly history?: Partial<Record<'open' | 'high' | 'low' | 'close' | 'volume', readonly number[]>>
    }

/** 2024-01-03 at 16:00 in New York. */
const AT = Date.UTC(2024, 0, 3, 21)
const DAY_NUMBER = Math.floor(AT / 86_400_000)
const DAYS_BEFORE = 60

export function testedAsset(given: Partial<Asset> = {}): Asset {
  const fields = {
    kind: 'equity',
    sid: 1,
    symbol: 'TEST',
    name: 'Test',
    exchange: 'TEST',
    country: 'US',
    currency: 'USD',
    startDate: '2020-01-02',
    endDate: '2030-12-31',
    tickSize: 0.01,
    multiplier: given.kind === 'future' ? 50 : 1,
    ...(given.kind === 'future' ? { rootSymbol: 'ES' } : {}),
    ...given,
  }
  return Object.freeze(fields) as Asset
}

export function testedOrder({ asset, ...given }: TestedOrder): OrderSnapshot {
  const { amount, limit, stop } = given
  return Object.freeze({ ...createOrder('run-1', testedAsset(asset), amount, AT - 60_000, limit, stop), ...given })
}

/** A fill of what is open of the order, at the bar's close. */
export function testedFill(order: OrderSnapshot, bar: TestedBar): Transaction {
  const price = typeof bar === 'number' ? bar : bar.close
  return Object.freeze({ asset: order.asset, amount: order.amount - order.filled, price, at: AT, orderId: order.id })
}

export function testedBar(given: TestedBar, asset: Asset): TradeBar {
  const told = typeof given === 'number' ? { close: given } : given
  const { close, open = close, volume = 1_000_000, volumeUsed = 0, history } = told
  const values = {
    open,
    high: told.high ?? Math.max(open, close),
    low: told.low ?? Math.min(open, close),
    close,
    volume,
  }
  return Object.freeze({
    asset,
    at: AT,
    session: DAY_NUMBER,
    ...values,
    price: close,
    volumeUsed,
    history(field: keyof typeof values, count: number): Float64Array {
      const before = history?.[field] ?? (history === undefined ? likeToday(field, values[field]) : [])
      if (before.length >= count) return Float64Array.from(before.slice(before.length - count))
      throw new RustybtError('HISTORY_WINDOW_STARTS_BEFORE_DATA', `there are ${before.length} days, not ${count}`)
    },
  })
}

/** Prices that go up and down by a hundredth, so that there is something to measure. */
function likeToday(field: string, value: number): readonly number[] {
  return Array.from({ length: DAYS_BEFORE }, (_, i) =>
    field === 'volume' ? value : value * (1 + (i % 2 ? 0.005 : -0.005)),
  )
}

const KINDS: readonly AssetKind[] = ['equity', 'future', 'cryptocurrency', 'forex']

/** The kinds of asset that a model says it knows; all, where it says nothing. */
export const kindsOf = ({ assetKinds }: { readonly assetKinds?: readonly AssetKind[] }): readonly AssetKind[] =>
  assetKinds ?? KINDS

/** An asset of the first kind that the model knows. */
export const knownAsset = (model: { readonly assetKinds?: readonly AssetKind[] }): Partial<Asset> => ({
  kind: kindsOf(model)[0],
})

/** The same for an asset of `runStrategy`. */
export function runAsset(model: { readonly assetKinds?: readonly AssetKind[] }): TestAsset {
  const [kind] = kindsOf(model)
  return kind === 'future' ? { kind, rootSymbol: 'ES' } : { kind }
}

/** What is wrong with the kinds and the name that a model tells of itself. */
export function faultOfModel(model: { readonly assetKinds?: unknown; readonly name?: unknown }): string | undefined {
  const { assetKinds: kinds, name } = model
  if (name !== undefined && (typeof name !== 'string' || name.trim() === ''))
    return `name: expected a text, was ${String(name)}`
  if (kinds === undefined) return undefined
  if (!Array.isArray(kinds) || kinds.length === 0) return 'assetKinds: expected a list of at least one kind, or none'
  const wrong = kinds.find((kind) => !KINDS.includes(kind))
  if (wrong !== undefined) return `assetKinds: '${String(wrong)}' is no kind of asset: ${KINDS.join(', ')}`
  return new Set(kinds).size < kinds.length ? 'assetKinds: a kind is listed twice' : undefined
}
