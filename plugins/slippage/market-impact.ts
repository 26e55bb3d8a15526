import type { Asset } from '../../core/assets/asset.js'
import { type OrderSnapshot, openAmount } from '../../core/finance/order.js'
import { wholeLots } from '../../core/finance/sizing.js'
import { type SlippageFill, type TradeBar, worseThanLimit } from '../../core/finance/slippage.js'
import type { RustybtError } from '../../core/kernel/errors.js'

const WINDOW = 20
const SQRT_252 = Math.sqrt(252)

/** How an asset has traded over the sessions before this one: mean daily volume, and volatility of daily closes, annualized and not. */
export interface DailyActivity {
  readonly meanVolume: number
  readonly volatility: number
  readonly dailyVolatility: number
}

/** What tells one market impact model from another. */
export interface ImpactRule {
  /** Units that the bar would give, before the order's open amount caps them. */
  units(order: OrderSnapshot, bar: TradeBar): number
  /** By how much, in currency units, trading `units` moves the price. */
  impact(order: OrderSnapshot, bar: TradeBar, price: number, units: number, activity: DailyActivity): number
  /** The impact, as a fraction of the price, where there is no activity to go by. */
  readonly impactWithoutHistory: number
}

/**
 * A fill at the middle of the bar's range (at the price at which a stop or limit was reached within it), made worse by the rule's impact; whole units, and nothing beyond the order's limit. What
 * other orders have taken of the bar is not counted (Zipline's rule).
 */
export function marketImpactFill(
  order: OrderSnapshot,
  bar: TradeBar,
  rule: ImpactRule,
  activityOf: (bar: TradeBar) => DailyActivity,
): SlippageFill | undefined {
  const open = Math.abs(openAmount(order))
  if (open === 0 || !(bar.volume > 0)) return undefined
  const price = bar.reached === undefined || Number.isNaN(bar.reached) ? (bar.high + bar.low) / 2 : bar.reached
  const units = wholeLots(Math.min(rule.units(order, bar), open), order.asset)
  if (units === 0) return undefined
  const activity = activityOf(bar)
  const known = activity.meanVolume !== 0 && !Number.isNaN(activity.volatility)
  const impact = Math.abs(known ? rule.impact(order, bar, price, units, activity) : price * rule.impactWithoutHistory)
  const direction = order.amount > 0 ? 1 : -1
  const impacted = price + impact * direction
  return worseThanLimit(impacted, order) ? undefined : { price: impacted, amount: units * direction }
}

/** Remembers each asset's activity for the session in which it was worked out. */
export function rememberedActivity(window = WINDOW): (bar: TradeBar) => DailyActivity {
  const known = new Map<Asset, DailyActivity & { readonly session: number }>()
  return (bar) => {
    const last = known.get(bar.asset)
    if (last?.session === bar.session) return last
    const { meanVolume, volatility, dailyVolatility } = dailyActivity(bar, window)
    const fresh = { meanVolume, volatility, dailyVolatility, session: bar.session }
    known.set(bar.asset, fresh)
    return fresh
  }
}

/** Volume 0 and volatility NaN where the window starts before the data. */
export function dailyActivity(bar: TradeBar, window = WINDOW): DailyActivity {
  try {
    const volumes = bar.history('volume', window)
    const dailyVolatility = deviationOfChanges(bar.history('close', window))
    return { meanVolume: mean(volumes), volatility: dailyVolatility * SQRT_252, dailyVolatility }
  } catch (error) {
    if ((error as RustybtError).code !== 'HISTORY_WINDOW_STARTS_BEFORE_DATA') throw error
    return { meanVolume: 0, volatility: Number.NaN, dailyVolatility: Number.NaN }
  }
}

/** Sample deviation of day-to-day changes; a close that is missing repeats the one before it, a window that starts with one is NaN. */
function deviationOfChanges(closes: Float64Array): number {
  const count = closes.length - 1
  const changes = CHANGES.length >= count ? CHANGES : new Float64Array(count)
  let before = closes[0]
  let sum = 0
  for (let i = 1; i <= count; i++) {
    const close = Number.isNaN(closes[i]) ? before : closes[i]
    changes[i - 1] = close / before - 1
    sum += changes[i - 1]
    before = close
  }
  const center = sum / count
  let squares = 0
  for (let i = 0; i < count; i++) squares += (changes[i] - center) ** 2
  return Math.sqrt(squares / (count - 1))
}

/** Room for the changes of a window; nothing is kept in it. */
const CHANGES = new Float64Array(256)

function mean(values: Float64Array): number {
  let sum = 0
  for (const value of values) sum += value
  return sum / values.length
}
