import { expect, it } from '@jest/globals'
import type { CommissionModel } from '../../../core/finance/commission.js'
import { createOrder } from '../../../core/finance/order.js'
import { NoCommission } from '../../../plugins/commission/none.js'
import { PerContract } from '../../../plugins/commission/per-contract.js'
import { PerDollar } from '../../../plugins/commission/per-dollar.js'
import { PerFutureTrade } from '../../../plugins/commission/per-future-trade.js'
import { PerShare } from '../../../plugins/commission/per-share.js'
import { PerTrade } from '../../../plugins/commission/per-trade.js'
import { equity, future } from '../../core/finance/assets.js'
import { differences, readTable } from '../../core/finance/zipline-table.js'

interface Row {
  model: string
  args: never[]
  root?: string
  fills: [amount: number, price: number][]
  charges: number[]
}

const MODELS: Record<string, new (...args: never[]) => CommissionModel> = {
  NoCommission,
  PerContract,
  PerDollar,
  PerFutureTrade,
  PerShare,
  PerTrade,
}

it("charges an order's fills what Zipline's commission models charge", () => {
  const answer = ({ model, args, root, fills, charges }: Row) => {
    const asset = root === undefined ? equity() : future(0, root)
    const commission = new MODELS[model](...args)
    const order = createOrder(
      '1',
      asset,
      fills.reduce((sum, [amount]) => sum + amount, 0),
      0,
    )
    const actual = fills.map(([amount, price]) => {
      const charge = commission.calculate(order, { asset, amount, price, at: 0, orderId: '1' })
      order.filled += amount
      order.commission += charge
      return charge
    })
    return { expected: charges, actual }
  }
  expect(differences(readTable<Row>('commission-models'), answer)).toEqual([])
})

it('names a root whose exchange fee is not known', () => {
  const order = createOrder('1', future(0, 'ZZ'), 1, 0)
  const fill = { asset: order.asset, amount: 1, price: 10, at: 0, orderId: '1' }
  expect(() => new PerContract().calculate(order, fill)).toThrow(
    expect.objectContaining({ code: 'EXCHANGE_FEE_UNKNOWN', message: expect.stringContaining("'ZZ'") }),
  )
})
