/** Whatever comes, minute by minute: orders of all kinds, targets, cancels, windows of minutes and days, values, also before the open. */
import {
  type Asset,
  type BarData,
  type Context,
  cancel_order,
  cancel_policy,
  commission,
  get_open_orders,
  order,
  order_percent,
  order_target,
  order_target_percent,
  order_target_value,
  order_value,
  record,
  set_cancel_policy,
  set_commission,
  set_slippage,
  slippage,
  symbols,
} from 'rustybt/compat'

const SEED = 1
const NAMES = 'MAIN RARE MSPL MDIV MNEW MEND MODD'.split(' ')
const FIELDS = ['price', 'close', 'open', 'high', 'low', 'volume'] as const

export const LOG: unknown[] = []

class Lots {
  constructor(private state: number) {}
  next() {
    this.state = (Math.imul(this.state, 1664525) + 1013904223) >>> 0
    return this.state / 4294967296
  }
  below(n: number) {
    return Math.trunc(this.next() * n)
  }
  of<T>(items: readonly T[]): T {
    return items[this.below(items.length)]
  }
  between(low: number, high: number) {
    return low + (high - low) * this.next()
  }
}

export function initialize(context: Context) {
  const lots = new Lots(SEED)
  context.lots = lots
  let n = lots.below(5)
  const [volume_limit, price_impact] = [lots.between(0.0005, 0.1), lots.between(0, 1)]
  if (n === 0) set_slippage({ us_equities: slippage.VolumeShareSlippage({ volume_limit, price_impact }) })
  if (n === 1)
    set_slippage({
      us_equities: slippage.FixedBasisPointsSlippage({ basis_points: price_impact * 40, volume_limit }),
    })
  if (n === 2) set_slippage({ us_equities: slippage.FixedSlippage({ spread: price_impact * 0.01 }) })
  if (n === 3) set_slippage({ us_equities: slippage.NoSlippage() })
  n = lots.below(5)
  const [cost, min_trade_cost] = [lots.between(0, 0.1), lots.between(0, 6)]
  if (n === 0) set_commission({ us_equities: commission.PerShare({ cost, min_trade_cost }) })
  if (n === 1) set_commission({ us_equities: commission.PerTrade({ cost: min_trade_cost }) })
  if (n === 2) set_commission({ us_equities: commission.PerDollar({ cost: cost * 0.05 }) })
  if (n === 3) set_commission({ us_equities: commission.NoCommission() })
  if (lots.below(4) === 0) set_cancel_policy(cancel_policy.EODCancel())
}

function act(data: BarData, lots: Lots, assets: readonly Asset[]) {
  const a = lots.of(assets)
  const n = lots.below(12)
  const amount = lots.between(-300, 300)
  const [x, y] = [lots.between(0.993, 1.007), lots.between(0.993, 1.007)]
  const share = lots.between(-0.2, 0.2)
  const which = lots.below(3)
  const price = data.current(a, 'price')
  const can = data.can_trade(a)
  if (n === 0) order(a, Math.trunc(amount))
  if (n === 1) order(a, amount)
  if (n === 2 && price > 0) order(a, amount, { limit_price: price * x })
  if (n === 3 && price > 0) order(a, amount, { stop_price: price * x })
  if (n === 4 && price > 0) order(a, amount, { limit_price: price * x, stop_price: price * y })
  if (n === 5 && can) order_target_percent(a, share)
  if (n === 6 && can) order_target_value(a, share * 1e5)
  if (n === 7) order_target(a, amount)
  if (n === 8 && can) order_percent(a, share * 0.2, { limit_price: price * x })
  if (n === 9 && can) order_value(a, share * 5e4, { stop_price: price * x })
  if (n >= 10) for (const [i, o] of get_open_orders(a).entries()) if (n === 11 || i === which) cancel_order(o)
}

function look(data: BarData, lots: Lots, assets: readonly Asset[], days: number) {
  for (const [unit, longest] of [
    ['1d', days],
    ['1m', 30],
  ] as const) {
    const [a, f, n] = [lots.of(assets), lots.of(FIELDS), 1 + lots.below(longest)]
    LOG.push([a.symbol, f, data.history(a, f, n, unit).tolist()])
  }
  const b = lots.of(assets)
  LOG.push([b.symbol, data.current(b, FIELDS).tolist(), data.can_trade(b), data.is_stale(b)])
}

export function before_trading_start(context: Context, data: BarData) {
  look(data, context.lots, symbols(...NAMES), 3)
}

export function handle_data(context: Context, data: BarData) {
  const lots: Lots = context.lots
  if (lots.below(25)) return
  const assets = symbols(...NAMES)
  const times = lots.below(5)
  for (let i = 0; i < times; i++) act(data, lots, assets)
  if (lots.below(3) === 0) look(data, lots, assets, 4)
  if (lots.below(5) === 0)
    LOG.push(
      [...get_open_orders()].map(([a, os]) => [
        a.symbol,
        os.map((o) => [o.amount, o.filled, o.limit, o.stop, o.commission]),
      ]),
    )
  if (lots.below(4) === 0) {
    const bases = [...context.portfolio.positions.values()].map((p) => p.cost_basis)
    record({ leverage: context.account.leverage, basis: bases.reduce((sum, basis) => sum + basis, 0) })
  }
}
