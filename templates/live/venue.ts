import { Broker, type BrokerEvent, type BrokerSession, definePlugin, type Order } from 'rustybt'

/** A venue inside this process: whole orders fill at the close. One that trades sends and receives in `send` and `drain`. */
export function venue(): Broker {
  const book = new Map<string, Readonly<Order>>()
  let market: BrokerSession['portal']
  let news: BrokerEvent[] = []
  return {
    connect(session) {
      market = session.portal
    },
    send(outbox) {
      for (const command of outbox) {
        if (command.kind === 'submit') book.set(command.order.id, command.order)
        else if (command.kind === 'cancel') book.delete(command.orderId)
      }
    },
    drain(at) {
      for (const { id, asset, amount, limit = Number.NaN, stop = Number.NaN } of book.values()) {
        const price = market.spot(asset, 'close')
        const [worse, early] = amount > 0 ? [price > limit, price < stop] : [price < limit, price > stop]
        if (Number.isNaN(price) || worse || early) continue
        book.delete(id)
        news.push({ kind: 'filled', orderId: id, at, amount, price, commission: 0 })
      }
      const told = news
      news = []
      return told
    },
  }
}

export default definePlugin({
  name: 'venue',
  requires: '^{{version}}',
  register(host) {
    host.provide(Broker, 'venue', venue, { summary: 'fills whole orders at the close, in this process' })
  },
})
