import { expect, it } from '@jest/globals'
import { within } from '../../compat/current.js'
import {
  order,
  order_percent,
  order_target,
  order_target_percent,
  order_target_value,
  order_value,
} from '../../compat/orders.js'
import { assetOf } from '../../compat/protocol.js'
import type { RunContext } from '../../core/engine/strategy.js'
import { equity, future } from '../core/finance/assets.js'
import { differences, readTable } from '../core/finance/zipline-table.js'

const ORDERS = { order, order_percent, order_target, order_target_percent, order_target_value, order_value }

type Row = [
  name: keyof typeof ORDERS,
  number: number,
  price: number,
  portfolioValue: number,
  held: number,
  multiplier: number,
  units: number,
]

it('orders as many units as Zipline, from whatever position', () => {
  const answer = ([name, number, price, portfolioValue, held, multiplier, expected]: Row) => {
    const asset = assetOf(multiplier === 1 ? equity() : future(0, 'ES', { multiplier: Math.fround(multiplier) }))
    let actual: number | undefined
    const standing = {
      phase: 'bar',
      session: '2021-06-01',
      ledger: { portfolioValue, amount: () => held },
      data: { spot: () => price, hasLeft: () => false },
      refuse: () => {},
      order: (_: unknown, units: number) => void (actual = units),
    }
    within(standing as unknown as RunContext, () => ORDERS[name](asset, number))
    return { expected, actual }
  }
  expect(differences(readTable<Row>('order-sizing'), answer)).toEqual([])
})
