import type { Asset } from '../assets/asset.js'
import type { EventData, Reason } from '../execution/engine-event.js'
import type { Controls, ControlView } from '../finance/controls.js'
import { checkedStyle, type ExecutionStyle } from '../finance/execution-style.js'
import { hasLeft } from '../finance/sizing.js'
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
  controls: Controls | undefined,
  view: ControlView & { readonly session: string },
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
  if (controls && hasLeft(asset, view.session))
    return { reason: 'delisted', data: { autoCloseDate: asset.autoCloseDate! } }
  if (style.kind === 'market') return undefined
  try {
    checkedStyle(style)
    return undefined
  } catch (error) {
    if (!(error instanceof RustybtError)) throw error
    return { reason: 'bad-parameters', data: { message: error.message }, error }
  }
}
