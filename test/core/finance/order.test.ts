import { describe, expect, it } from '@jest/globals'
import { checkTriggers, createOrder, isTriggered, splitOrder, statusOf } from '../../../core/finance/order.js'
import { equity } from './assets.js'
import { differences, readTable } from './zipline-table.js'

interface Triggers {
  order: [amount: number, limit: number | null, stop: number | null]
  steps: [
    price: number,
    triggered: boolean,
    stopReached: boolean,
    limitReached: boolean,
    stop: number | null,
    changed: boolean,
  ][]
}
type Split = [amount: number, filled: number, limit: number, stop: number, ratio: number, ...after: number[]]

describe('an order', () => {
  it('is triggered by the prices that trigger it in Zipline, and stays so', () => {
    const answer = ({ order: [amount, limit, stop], steps }: Triggers) => {
      const order = createOrder('1', equity(), amount, 0, limit ?? undefined, stop ?? undefined)
      const actual = steps.map(([price], i) => {
        const before = order.dt
        checkTriggers(order, price, i + 1)
        const { stopReached, limitReached, stop: left = null, dt } = order
        return [price, isTriggered(order), stopReached, limitReached, left, dt !== before]
      })
      return { expected: steps, actual }
    }
    expect(differences(readTable<Triggers>('order-triggers'), answer)).toEqual([])
  })

  it('takes a split as in Zipline, partly filled or not', () => {
    const answer = ([amount, filled, limit, stop, ratio, ...expected]: Split) => {
      const order = createOrder('1', equity(), amount, 0, limit, stop)
      order.filled = filled
      splitOrder(order, ratio)
      return { expected, actual: [order.amount, order.filled, order.limit, order.stop, statusOf(order)] }
    }
    expect(differences(readTable<Split>('order-splits'), answer)).toEqual([])
  })
})
