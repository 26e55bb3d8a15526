import { describe } from '@jest/globals'
import builtin from '../../../../core/builtin.js'
import { Broker, type BrokerCommand, type BrokerEvent, type BrokerSession } from '../../../../core/execution/broker.js'
import { SimulatedBroker } from '../../../../core/execution/simulated-broker.js'
import { brokerBehaviours, brokerContract } from '../../../../core/testing/contracts/broker.js'
import { testCatches } from './wrong.js'

for (const fillAt of ['next-close', 'next-open', 'this-close'])
  brokerContract({ plugin: builtin, use: { use: 'simulated', fillAt } })
brokerContract({ create: () => new OwnBook(), rejected: { amount: 1e9 }, patience: 200 })

/** A broker with a book of its own, as a vendor's has one: it reads nothing of the run but the market's price. */
class OwnBook implements Broker {
  protected readonly book = new Map<string, Extract<BrokerCommand, { kind: 'submit' }>['order']>()
  protected readonly news: BrokerEvent[] = []
  protected session!: BrokerSession

  connect(session: BrokerSession): void {
    this.session = session
  }

  send(outbox: readonly BrokerCommand[]): void {
    for (const command of outbox) {
      if (command.kind === 'cancel') this.cancel(command.orderId)
      else if (Math.abs(command.order.amount) > 1e6)
        this.news.push({ kind: 'rejected', orderId: command.order.id, at: command.order.created, reason: 'too much' })
      else {
        this.book.set(command.order.id, { ...command.order })
        this.news.push({ kind: 'accepted', orderId: command.order.id, at: command.order.created })
      }
    }
  }

  cancel(orderId: string): void {
    this.book.delete(orderId)
  }

  drain(at: number): readonly BrokerEvent[] {
    for (const { id, asset, amount, limit, stop } of this.book.values()) {
      const price = this.session.portal.spot(asset, 'close')
      const isBuy = amount > 0
      if (limit !== undefined && (isBuy ? price > limit : price < limit)) continue
      if (stop !== undefined && (isBuy ? price < stop : price > stop)) continue
      this.book.delete(id)
      this.news.push({ kind: 'filled', orderId: id, at, amount, price, commission: 1 })
    }
    return this.told(this.news.splice(0))
  }

  /** What it tells of its news; the wrong ones tell something else. */
  protected told(news: BrokerEvent[]): readonly BrokerEvent[] {
    return news
  }
}

const telling = (told: (news: BrokerEvent[], broker: { readonly session: BrokerSession }) => unknown) => () =>
  new (class extends OwnBook {
    protected override told(news: BrokerEvent[]) {
      return told(news, this as never) as BrokerEvent[]
    }
  })()
/** Fills are told with something else in them. */
const fills = (change: (fill: Extract<BrokerEvent, { kind: 'filled' }>) => object) =>
  telling((news) => news.map((event) => (event.kind === 'filled' ? { ...event, ...change(event) } : event)))
const sending = (change: (outbox: readonly BrokerCommand[]) => readonly BrokerCommand[]) => () =>
  new (class extends OwnBook {
    override send(outbox: readonly BrokerCommand[]) {
      super.send(change(outbox))
    }
  })()
const orders = (change: (order: Extract<BrokerCommand, { kind: 'submit' }>['order'], i: number) => object) =>
  sending((outbox) =>
    outbox.map((command, i) =>
      command.kind === 'submit' ? { ...command, order: { ...command.order, ...change(command.order, i) } } : command,
    ),
  )
let left: BrokerEvent[] = []

describe('what is wrong with a broker', () => {
  testCatches(Broker, brokerBehaviours({ rejected: { amount: 1e9 }, patience: 40 }), {
    'has send(outbox) and drain(at)': () => ({ send() {} }) as unknown as Broker,
    'has functions, or nothing, for connect and close': () =>
      Object.assign(new SimulatedBroker(), { close: true as never }),
    'tells nothing where nothing was ordered': () => {
      const broker = new OwnBook()
      return Object.assign(broker, { drain: () => Promise.resolve([]) }) as unknown as Broker
    },
    'tells news of the kinds that there are': telling((news) => [
      ...news,
      ...news.map((event) => ({ ...event, kind: 'done', at: event.at })),
    ]),
    'fills an order at the market whole, and no more': fills(({ amount }) => ({ amount: amount * 2 })),
    'sells with negative amounts': telling((news) =>
      news.flatMap((event) =>
        event.kind === 'filled' && event.amount < 0
          ? [
              { ...event, amount: 5 },
              { ...event, amount: event.amount - 5 },
            ]
          : [event],
      ),
    ),
    'fills at a price that is near the market': fills(({ price }) => ({ price: price / 100 })),
    'tells what a fill costs': fills(() => ({ commission: undefined })),
    'tells when something happened, in epoch ms': telling((news) =>
      news.map((event) => ({ ...event, at: event.at / 1000 })),
    ),
    'accepts an order once at the most, and before it fills': telling((news) => [...news].reverse()),
    'tells each fill once': () => {
      let last: readonly BrokerEvent[] = []
      return telling((news) => (last = news.length > 0 ? news : last))()
    },
    'fills all orders of one bar': sending((outbox) => outbox.slice(0, 2)),
    'fills orders in two assets, each as its own': sending((outbox) =>
      outbox.filter((command) => command.kind === 'cancel' || command.order.asset.symbol === 'AAA'),
    ),
    'leaves an order with a limit alone while the market is away from it': orders(() => ({ limit: undefined })),
    'fills an order with a limit when the market comes to it, no worse than the limit': fills(({ price }) => ({
      price: price + 8,
    })),
    'fills an order with a stop when the market has come to it and not before, or turns it down': orders(() => ({
      stop: undefined,
    })),
    'does not fill an order that was cancelled': sending((outbox) => outbox.filter(({ kind }) => kind === 'submit')),
    'bears the cancel of an order that it does not know': () =>
      new (class extends OwnBook {
        override cancel(orderId: string) {
          if (!this.book.has(orderId)) throw new Error(`no order ${orderId}`)
        }
      })(),
    'bears the cancel of an order that is filled': () =>
      new (class extends OwnBook {
        override cancel(orderId: string) {
          this.book.delete(orderId)
          this.news.push({ kind: 'cancelled', orderId, at: Date.UTC(2024, 0, 3) })
        }
      })(),
    'begins each run without news of another': telling((news) => {
      const told = [...left, ...news]
      left = told
      return told
    }),
    'can be closed twice': () => {
      let isOpen = true
      return Object.assign(new OwnBook(), {
        close() {
          if (!isOpen) throw new Error('it is closed already')
          isOpen = false
        },
      })
    },
    'tells of an order that is turned down, and why, and throws nothing': telling((news) =>
      news.map((event) => (event.kind === 'rejected' ? { ...event, reason: '' } : event)),
    ),
  })
})
