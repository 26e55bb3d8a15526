import type { Asset } from '../../assets/asset.js'
import { Broker, type BrokerEvent } from '../../execution/broker.js'
import type { ExecutionStyle } from '../../finance/execution-style.js'
import { type Behaviour, type Subject, testContract } from './contract.js'
import { demand, shown } from './deeds.js'
import { Desk, type Market, TWO_ASSETS } from './desk.js'
import { hasFunctions, mayHaveFunctions } from './functions.js'

/** What the broker is tested on. */
export interface BrokerSubject {
  /** Two assets that it trades; two made up ones, where left out. */
  readonly assets?: readonly Asset[]
  /** Units of the orders; 10 where left out. */
  readonly amount?: number
  /** Prices at which its market stands, to which it falls, and to which it rises: 50, 40 and 60 where left out. */
  readonly market?: Market
  /** Moves the market of a venue on this machine; brokers that fill from the bars of the run need none. */
  readonly moveMarket?: (price: number) => void | Promise<void>
  /** How long news may take, ms; 2000 where left out. */
  readonly patience?: number
  /** An order that the venue turns down. */
  readonly rejected?: { readonly amount: number; readonly style?: ExecutionStyle; readonly asset?: Asset }
}

/** What a broker promises: `brokerContract({ plugin, use: { use: 'acme', url }, assets, moveMarket })`. */
export function brokerContract(subject: Subject<Broker> & BrokerSubject): void {
  testContract(Broker, subject, brokerBehaviours(subject))
}

const KINDS = ['accepted', 'rejected', 'cancelled', 'filled']

export function brokerBehaviours(subject: BrokerSubject = {}): readonly Behaviour<Broker>[] {
  const { assets = TWO_ASSETS, amount = 10, market = { start: 50, low: 40, high: 60 }, patience = 2000 } = subject
  const { moveMarket, rejected } = subject
  const { start, low, high } = market
  const atDesk = (name: string, check: (desk: Desk, broker: Broker) => void | Promise<void>): Behaviour<Broker> => ({
    name,
    check: async (make) => {
      const broker = await make()
      await check(await Desk.open({ broker, assets, market, moveMarket, patience }), broker)
    },
  })
  /** A market order that has filled, with the news of it. */
  const traded = (name: string, units: number, check: (news: readonly BrokerEvent[], desk: Desk) => void) =>
    atDesk(name, async (desk) => {
      const order = desk.place(units)
      await desk.until(`an order of ${units} at the market does not fill`, () => desk.filled(order) / units >= 1)
      check(desk.events, desk)
    })
  return [
    hasFunctions('send(outbox) and drain(at)', 'send', 'drain'),
    mayHaveFunctions('connect', 'close'),
    atDesk('tells nothing where nothing was ordered', async (desk) => {
      await desk.quiet()
      demand(desk.events.length === 0, () => `nothing was ordered, and it tells ${shown(desk.events)}`)
    }),
    traded('tells news of the kinds that there are', amount, (news) => {
      for (const { kind } of news)
        demand(KINDS.includes(kind), () => `expected one of ${KINDS.join(', ')}, was ${shown(kind)}`)
    }),
    traded('fills an order at the market whole, and no more', amount, (news) => {
      const filled = news.reduce((sum, event) => sum + (event.kind === 'filled' ? event.amount : 0), 0)
      demand(filled === amount, () => `${amount} were ordered, and ${filled} are filled`)
    }),
    traded('sells with negative amounts', -amount, (news) => {
      for (const event of news)
        demand(event.kind !== 'filled' || event.amount < 0, () => `${-amount} were ordered: ${shown(event)}`)
    }),
    traded('fills at a price that is near the market', amount, (news) => {
      for (const event of news)
        demand(
          event.kind !== 'filled' || (event.price > start * 0.9 && event.price < start * 1.1),
          () => `the market stands at ${start}: ${shown(event)}`,
        )
    }),
    traded('tells what a fill costs', amount, (news) => {
      for (const event of news)
        demand(
          event.kind !== 'filled' || Number.isFinite(event.commission),
          () => `expected a commission in currency units: ${shown(event)}`,
        )
    }),
    traded('tells when something happened, in epoch ms', amount, (news) => {
      for (const event of news)
        demand(event.at > Date.UTC(2000, 0) && event.at < Date.UTC(2200, 0), () => `expected epoch ms: ${shown(event)}`)
    }),
    traded('accepts an order once at the most, and before it fills', amount, (news) => {
      const kinds = news.map(({ kind }) => kind)
      const accepted = kinds.filter((kind) => kind === 'accepted').length
      demand(
        accepted <= 1 && (accepted === 0 || kinds.indexOf('accepted') < kinds.indexOf('filled')),
        () => `its news are ${kinds.join(', ')}`,
      )
    }),
    atDesk('tells each fill once', async (desk) => {
      const order = desk.place(amount)
      await desk.until('an order at the market does not fill', () => desk.filled(order) >= amount)
      const before = desk.events.length
      await desk.quiet()
      demand(
        desk.events.length === before,
        () => `the order is filled, and it tells ${shown(desk.events.slice(before))}`,
      )
    }),
    atDesk('fills all orders of one bar', async (desk) => {
      const orders = [desk.place(amount), desk.place(2 * amount), desk.place(-amount)]
      const isDone = () => orders.every((order) => desk.filled(order) === order.amount)
      await desk.until('three orders at the market do not all fill', isDone)
    }),
    atDesk('fills orders in two assets, each as its own', async (desk) => {
      const orders = assets.map((asset, i) => desk.place((i + 1) * amount, undefined, asset))
      const isDone = () => orders.every((order) => desk.filled(order) === order.amount)
      await desk.until('orders in two assets do not both fill', isDone)
    }),
    atDesk('leaves an order with a limit alone while the market is away from it', async (desk) => {
      const orders = [
        desk.place(amount, { kind: 'limit', limit: (start + low) / 2 }),
        desk.place(-amount, { kind: 'limit', limit: (start + high) / 2 }),
      ]
      await desk.quiet()
      for (const order of orders)
        demand(
          desk.filled(order) === 0,
          () => `an order of ${order.amount} with a limit of ${order.limit} fills at ${start}`,
        )
    }),
    atDesk('fills an order with a limit when the market comes to it, no worse than the limit', async (desk) => {
      const limit = (start + low) / 2
      const order = desk.place(amount, { kind: 'limit', limit })
      await desk.quiet()
      await desk.move('low')
      await desk.until(`a limit of ${limit} does not fill at ${low}`, () => desk.filled(order) === amount)
      for (const { price } of desk.fills(order))
        demand(price <= limit, () => `a limit of ${limit} is filled at ${price}`)
    }),
    atDesk(
      'fills an order with a stop when the market has come to it and not before, or turns it down',
      async (desk) => {
        const stop = (start + low) / 2
        const order = desk.place(-amount, { kind: 'stop', stop })
        await desk.quiet()
        demand(desk.filled(order) === 0, () => `a stop at ${stop} fills at ${start}`)
        await desk.move('low')
        const isOver = () => desk.filled(order) === -amount || desk.isRejected(order)
        await desk.until(`a stop at ${stop} neither fills at ${low} nor is turned down`, isOver)
      },
    ),
    atDesk('does not fill an order that was cancelled', async (desk) => {
      const order = desk.place(amount, { kind: 'limit', limit: (start + low) / 2 })
      await desk.quiet()
      desk.cancel(order)
      await desk.quiet()
      await desk.move('low')
      await desk.quiet()
      demand(desk.filled(order) === 0, () => `the order was cancelled, and filled with ${desk.filled(order)}`)
    }),
    atDesk('bears the cancel of an order that it does not know', async (desk, broker) => {
      broker.send([{ kind: 'cancel', orderId: 'nobody-1' }])
      await desk.quiet()
    }),
    atDesk('bears the cancel of an order that is filled', async (desk, broker) => {
      const order = desk.place(amount)
      await desk.until('an order at the market does not fill', () => desk.filled(order) === amount)
      broker.send([{ kind: 'cancel', orderId: order.id }])
      await desk.quiet()
      demand(desk.filled(order) === amount, 'cancelling a filled order changed what is filled')
      demand(!desk.events.some(({ kind }) => kind === 'cancelled'), 'an order that is filled is told to be cancelled')
    }),
    {
      name: 'begins each run without news of another',
      check: async (make) => {
        const first = await Desk.open({ broker: await make(), assets, market, moveMarket, patience })
        first.place(amount)
        first.step()
        const second = await Desk.open({ broker: await make(), assets, market, moveMarket, patience })
        await second.quiet()
        demand(second.events.length === 0, () => `a run that orders nothing is told ${shown(second.events)}`)
      },
    },
    atDesk('can be closed twice', async (_, broker) => {
      await broker.close?.()
      await broker.close?.()
    }),
    ...(rejected === undefined
      ? []
      : [
          atDesk('tells of an order that is turned down, and why, and throws nothing', async (desk) => {
            const order = desk.place(rejected.amount, rejected.style, rejected.asset)
            const told = () => desk.events.find(({ kind, orderId }) => kind === 'rejected' && orderId === order.id)
            await desk.until('an order that the venue turns down is not told of', () => told() !== undefined)
            const { reason } = told() as { reason?: unknown }
            demand(typeof reason === 'string' && reason !== '', () => `expected a reason, was ${shown(reason)}`)
          }),
        ]),
  ]
}
