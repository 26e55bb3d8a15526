/** Slippage and commission models of the algorithm's own: LiquidityExceeded, volume_for_bar, nothing on a bar, fractions cut off, rebates that are not paid. */
import {
  type BarData,
  type Context,
  commission,
  get_datetime,
  type Order,
  order,
  set_commission,
  set_slippage,
  slippage,
  symbol,
  type Transaction,
} from 'rustybt/compat'
export const LOG: unknown[] = []
class Thin extends slippage.SlippageModel {
  calls = 0
  process_order(data: BarData, order: Order): [number | null, number | null] {
    this.calls++
    const close = data.current(order.sid, 'close')
    const left = 37 - this.volume_for_bar
    if (left <= 0) throw new slippage.LiquidityExceeded()
    const n = Math.min(left, Math.abs(order.open_amount))
    if (this.calls % 7 === 0) return [null, null]
    LOG.push([
      get_datetime().isoformat(),
      order.amount,
      order.filled,
      order.commission,
      order.direction,
      order.limit,
      this.volume_for_bar,
    ])
    return [close * (1 + 0.001 * order.direction), n * order.direction + 0.4 * order.direction]
  }
}
class Rebate extends commission.CommissionModel {
  calculate(order: Order, transaction: Transaction) {
    if (order.filled === 0) return 2.5
    return transaction.amount % 2 ? -0.01 * Math.abs(transaction.amount) : transaction.price * 0.01
  }
}
export function initialize(_: Context) {
  set_slippage(new Thin())
  set_commission(new Rebate())
}
export function handle_data(_: Context, data: BarData) {
  order(symbol('ALFA'), 50)
  order(symbol('ALFA'), -20)
  order(symbol('BETA'), 30, { limit_price: data.current(symbol('BETA'), 'price') * 1.01 })
}
