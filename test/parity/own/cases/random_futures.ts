/** Whatever comes, in futures: orders of all kinds, targets, cancels, windows of contracts and chains, over gaps, notices and expiries. */
import {
  type Asset,
  type BarData,
  type Context,
  cancel_order,
  cancel_policy,
  commission,
  continuous_future,
  future_symbol,
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
} from 'rustybt/compat'

const SEED = 1
const NAMES = ['CLG21 CLH21 CLJ21 CLK21 CLM21 GCG21', 'GCH21 GCJ21 GCK21 ESH21 ESM21 FSH21 FSM21'].flatMap((names) =>
  names.split(' '),
)
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
  const eta = { CL: 0.05, GC: 0.03, ES: 0.04, FS: price_impact }
  if (n === 0) set_slippage({ us_futures: slippage.VolumeShareSlippage({ volume_limit, price_impact }) })
  if (n === 1) set_slippage({ us_futures: slippage.FixedSlippage({ spread: price_impact * 0.1 }) })
  if (n === 2) set_slippage({ us_futures: slippage.VolatilityVolumeShare({ volume_limit, eta }) })
  n = lots.below(4)
  const [cost, min_trade_cost] = [lots.between(0, 2), lots.between(0, 9)]
  const fees = { CL: 1.5, GC: 0.5, ES: 0, FS: 2 }
  const costs = { CL: 0.5, GC: 1.5, ES: cost, FS: 0.01 }
  if (n === 0) set_commission({ us_futures: commission.PerContract({ cost, exchange_fee: fees, min_trade_cost }) })
  if (n === 1) set_commission({ us_futures: commission.PerContract({ cost: costs, exchange_fee: 0.4 }) })
  if (n === 2) set_commission({ us_futures: commission.PerFutureTrade({ cost: min_trade_cost }) })
  if (lots.below(4) === 0) set_cancel_policy(cancel_policy.EODCancel())
}

function act(data: BarData, lots: Lots, assets: readonly Asset[]) {
  const a = lots.of(assets)
  const n = lots.below(12)
  const amount = lots.between(-30, 30)
  const [x, y] = [lots.between(0.93, 1.07), lots.between(0.93, 1.07)]
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

export function handle_data(context: Context, data: BarData) {
  const lots: Lots = context.lots
  const assets = NAMES.map((name) => future_symbol(name))
  const times = lots.below(5)
  for (let i = 0; i < times; i++) act(data, lots, assets)
  if (lots.below(4) === 0) {
    const [a, f, n] = [lots.of(assets), lots.of(FIELDS), 1 + lots.below(24)]
    LOG.push([a.symbol, f, data.history(a, f, n, '1d').tolist()])
    const b = lots.of(assets)
    LOG.push([b.symbol, data.current(b, FIELDS).tolist(), data.can_trade(b), data.is_stale(b)])
    const [root, roll, adjustment] = [
      lots.of(['CL', 'ES', 'FS', 'GC']),
      lots.of(['calendar', 'volume'] as const),
      lots.of(['mul', 'add', null] as const),
    ]
    const c = continuous_future(root, 0, roll, adjustment)
    const [field, count] = [lots.of(FIELDS), 1 + lots.below(25)]
    LOG.push([
      data.current(c, 'contract')!.symbol,
      data.current(c, 'price'),
      data.current_chain(c).map((x) => x.symbol),
      field,
      data.history(c, field, count, '1d').tolist(),
    ])
  }
  if (lots.below(5) === 0)
    LOG.push(
      [...get_open_orders()].map(([a, os]) => [
        a.symbol,
        os.map((o) => [o.amount, o.filled, o.limit, o.stop, o.commission]),
      ]),
    )
  if (lots.below(4) === 0) {
    const bases = [...context.portfolio.positions.values()].map((p) => p.cost_basis)
    record({
      leverage: context.account.leverage,
      exposure: context.portfolio.positions_exposure,
      basis: bases.reduce((sum, basis) => sum + basis, 0),
    })
  }
}
