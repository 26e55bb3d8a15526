import type { Asset } from '../assets/asset.js'
import type { Broker, NativeOrder } from '../execution/broker.js'
import type { EventData, Reason } from '../execution/engine-event.js'
import type { Controls, ControlView } from '../finance/controls.js'
import {
  checkedStyle,
  type ExecutionStyle,
  exitStyles,
  isSliced,
  type SingleStyle,
} from '../finance/execution-style.js'
import { type OrderOptions, TIMES_IN_FORCE } from '../finance/order.js'
import { RestrictedList } from '../finance/trading-controls.js'
import { RustybtError } from '../kernel/errors.js'

/** More units than this in one order are a mistake. */
const MAX_AMOUNT = 1e11

/** Why an intent becomes no order, and what ends the run where refusals do. */
export interface Refusal {
  readonly reason: Reason
  readonly data?: EventData
  readonly error?: RustybtError
}

/**
 * undefined: it may be placed. `controls` are asked for orders of 0 units too, and may end the run themselves; without them (batch orders
 * of profile `zipline`) an asset that has left the market is not noticed either.
 */
export function refusalOf(
  asset: Asset,
  amount: number,
  style: ExecutionStyle,
  options: OrderOptions | undefined,
  native: Broker['native'],
  controls: Controls | undefined,
  view: ControlView,
): Refusal | undefined {
  const control = controls?.checkOrder(asset, amount, view)
  if (control)
    return { reason: control instanceof RestrictedList ? 'restricted' : 'control', data: { control: control.label } }
  if (amount === 0) return undefined
  if (Number.isNaN(amount)) {
    const error = new RustybtError('ORDER_AMOUNT_INVALID', `cannot order ${String(amount)} units of ${asset.symbol}`)
    return { reason: 'bad-amount', error }
  }
  if (Math.abs(amount) > MAX_AMOUNT) {
    const message = `Can't order more than ${MAX_AMOUNT} shares; ${asset.symbol} was ordered for ${amount}`
    return { reason: 'too-large', error: new RustybtError('ORDER_TOO_LARGE', message) }
  }
  if (controls && view.data.hasLeft(asset)) return { reason: 'delisted', data: { autoCloseDate: asset.autoCloseDate! } }
  if (style.kind === 'market' && options === undefined) return undefined
  try {
    checkedStyle(style, amount)
    if (options) checkedOptions(options)
  } catch (error) {
    if (!(error instanceof RustybtError)) throw error
    return { reason: 'bad-parameters', data: { message: error.message }, error }
  }
  const needed = unmetNeed(style, options, native)
  return needed && { reason: 'unsupported-by-broker', data: { needs: needed } }
}

function checkedOptions({ timeInForce, goodTill }: OrderOptions): void {
  const bad = (message: string, hint?: string) => new RustybtError('BAD_ORDER_PARAMETERS', message, { hint })
  if (timeInForce !== undefined && !TIMES_IN_FORCE.includes(timeInForce))
    throw bad(`'${timeInForce}' is no time in force.`, `known: ${TIMES_IN_FORCE.join(', ')}`)
  if ((timeInForce === 'gtd') !== (goodTill !== undefined))
    throw bad("An order that is good till a date has timeInForce 'gtd' and goodTill.")
  if (goodTill === undefined) return
  const isDate = typeof goodTill === 'string' ? /^\d{4}-\d{2}-\d{2}$/.test(goodTill) : Number.isFinite(goodTill)
  if (!isDate) throw bad(`An order can't be good till '${goodTill}'.`, "a session's date, '2024-01-31', or epoch ms")
}

/** What an order asks of a broker that can't be made of plain orders, and that the broker does not take. */
function unmetNeed(
  style: ExecutionStyle,
  options: OrderOptions | undefined,
  native: Broker['native'],
): NativeOrder | undefined {
  return needsOf(style, options).find((each) => !native?.has(each))
}

function needsOf(style: ExecutionStyle, options: OrderOptions | undefined): NativeOrder[] {
  const { timeInForce } = options ?? {}
  const singles = singlesOf(style)
  return [
    ...(timeInForce === 'ioc' || timeInForce === 'fok' ? [timeInForce] : []),
    ...(singles.some(({ kind }) => kind === 'at-open' || kind === 'at-close') ? (['auction'] as const) : []),
  ]
}

function singlesOf(style: ExecutionStyle): readonly SingleStyle[] {
  if (style.kind === 'oco') return [style.first, style.second]
  if (style.kind === 'bracket') return [style.entry, ...exitStyles(style)]
  return isSliced(style) ? [] : [style]
}
