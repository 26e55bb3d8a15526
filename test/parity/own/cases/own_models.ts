/** Models of one's own: a slippage that fills half, refuses, or has had enough; a commission that looks at the order, and pays back. */
import {
  type BarData,
  type Context,
  commission,
  get_order,
  type Order,
  order,
  set_commission,
  set_slippage,
  slippage,
  symbol,
  type Transaction,
} from 'rustybt/compat'

export const LOG: unknown[] = []

class Half extends slippage.EquitySlippageModel {
  process_order(data: BarData, order: Order): [number | null, number | null] {
    if (this.volume_for_bar > 60) throw new slippage.LiquidityExceeded()
    const [volume, price] = [data.current(order.asset, 'volume'), data.current(order.asset, 'price')]
    if (volume % 3 === 0) return [null, null]
    const left = order.amount - order.filled
    const n = Math.trunc(left / 2) || left
    return [price * (1 + (n > 0 ? 0.001 : -0.001)), n]
  }
}

class Odd extends commission.EquityCommissionModel {
  calculate(order: Order, transaction: Transaction): number {
    return 0.5 + 0.01 * Math.abs(order.filled) - 0.02 * Math.abs(transaction.amount) + order.commission * 0.1
  }
}

export function initialize(context: Context) {
  context.i = 0
  context.ids = []
  set_slippage({ us_equities: new Half() })
  set_commission({ us_equities: new Odd() })
}

export function handle_data(context: Context, data: BarData) {
  const i = context.i++
  const [b, m] = [symbol('BASE'), symbol('MILL')]
  if (i % 7 === 0)
    context.ids = [
      order(b, 100),
      order(b, -37),
      order(m, 55),
      order(b, 9, { limit_price: data.current(b, 'price') * 0.999 }),
    ]
  LOG.push(
    context.ids.map((id: string) => {
      const { filled, commission: charged, status } = get_order(id)!
      return [filled, charged, status]
    }),
  )
}
