import { describe, expect, it } from '@jest/globals'
import type { Strategy } from '../../../core/engine/strategy.js'
import type { Broker, BrokerCommand, BrokerEvent } from '../../../core/execution/broker.js'
import type { ExecutionStyle } from '../../../core/finance/execution-style.js'
import type { OrderOptions } from '../../../core/finance/order.js'
import { runStrategy } from '../../../core/testing/harness.js'

/** A venue that knows plain orders only, keeps a book of its own from what it is sent, and fills what its script says, bar by bar. */
class PlainVenue implements Broker {
  readonly sent: string[] = []
  readonly #book = new Map<string, number>()
  #bar = 0

  constructor(private readonly script: readonly (readonly [order: string, amount: number, price: number][])[]) {}

  send(outbox: readonly BrokerCommand[]): void {
    for (const command of outbox) {
      if (command.kind === 'cancel') {
        this.#book.delete(command.orderId)
        this.sent.push(`${this.#bar} cancel ${command.orderId}`)
        continue
      }
      const { id, amount, limit, stop } = command.order
      this.#book.set(id, amount)
      this.sent.push(`${this.#bar} ${command.kind} ${id} ${amount} ${limit ?? stop ?? 'market'}`)
    }
  }

  drain(at: number): readonly BrokerEvent[] {
    return (this.script[this.#bar++] ?? []).map(([orderId, amount, price]) => {
      expect(this.#book.has(orderId)).toBe(true)
      return { kind: 'filled', orderId, at, amount, price, commission: 0 }
    })
  }
}

const first = (style: ExecutionStyle, options?: OrderOptions): Strategy => {
  let bars = 0
  return { onBar: (run) => void (bars++ === 0 && run.order(run.finder.retrieve(0), 10, style, options)) }
}
const play = (broker: Broker, strategy: Strategy, bars: readonly number[] = [100, 100, 100, 100, 100]) =>
  runStrategy(strategy, { bars: { A: bars }, broker: { useValue: broker } })

describe('a venue that knows plain orders only', () => {
  it('is sent the exits of a bracket as its entry fills, their growth, and the end of the one when the other fills', async () => {
    const venue = new PlainVenue([[], [['run-1', 4, 100]], [['run-1', 6, 100]], [['run-3', -10, 105]]])
    const bracket: ExecutionStyle = { kind: 'bracket', entry: { kind: 'market' }, stopLoss: 95, takeProfit: 105 }
    const { fills, positions } = await play(venue, first(bracket))
    expect(venue.sent).toEqual([
      '1 submit run-1 10 market',
      '2 submit run-2 -4 95',
      '2 submit run-3 -4 105',
      '3 modify run-2 -10 95',
      '3 modify run-3 -10 105',
      '4 cancel run-2',
    ])
    expect([fills.length, positions]).toEqual([3, []])
  })

  it('is sent less of the one order as the other fills in part', async () => {
    const venue = new PlainVenue([[], [['run-2', 4, 95]], [['run-1', 6, 105]]])
    await play(venue, first({ kind: 'oco', first: { kind: 'stop', stop: 105 }, second: { kind: 'limit', limit: 95 } }))
    expect(venue.sent).toEqual([
      '1 submit run-1 10 105',
      '1 submit run-2 10 95',
      '2 modify run-1 6 105',
      '3 cancel run-2',
    ])
  })

  it('is sent a stop that trails, and each of its steps', async () => {
    const venue = new PlainVenue([])
    await play(venue, first({ kind: 'trailing-stop', amount: 5 }), [100, 98, 99, 95, 97])
    expect(venue.sent).toEqual(['1 submit run-1 10 105', '2 modify run-1 10 103', '4 modify run-1 10 100'])
  })

  it('is sent slices, never what they are slices of', async () => {
    const venue = new PlainVenue([[], [['run-2', 5, 100]], [['run-3', 5, 100]]])
    const { orders } = await play(venue, first({ kind: 'twap', slices: 2 }))
    expect(venue.sent).toEqual(['1 submit run-2 5 market', '2 submit run-3 5 market'])
    expect(orders.map(({ amount, filled }) => [amount, filled])).toEqual([
      [10, 10],
      [5, 5],
      [5, 5],
    ])
  })

  it.each<[ExecutionStyle, OrderOptions | undefined, string]>([
    [{ kind: 'market' }, { timeInForce: 'ioc' }, 'ioc'],
    [{ kind: 'market' }, { timeInForce: 'fok' }, 'fok'],
    [{ kind: 'at-open' }, undefined, 'auction'],
    [{ kind: 'bracket', entry: { kind: 'at-close' }, stopLoss: 1, takeProfit: 2 }, undefined, 'auction'],
  ])('is not sent what it must know itself and does not declare: %j %j', async (style, options) => {
    const venue = new PlainVenue([])
    const { events } = await play(venue, first(style, options))
    expect(venue.sent).toEqual([])
    expect(events).toEqual([expect.objectContaining({ kind: 'refused', reason: 'unsupported-by-broker' })])
  })
})
