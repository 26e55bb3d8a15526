import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import type { Cryptocurrency } from '../../../core/assets/asset.js'
import type { Broker, BrokerEvent, BrokerSession } from '../../../core/execution/broker.js'
import { createOrder, type Order } from '../../../core/finance/order.js'
import { ccxtBroker } from '../../../plugins/ccxt/broker.js'
import { ccxtBrokerOptions } from '../../../plugins/ccxt/options.js'
import { BinanceExchange, KEY, SECRET } from './binance-exchange.js'

const BTC: Cryptocurrency = {
  kind: 'cryptocurrency',
  sid: 0,
  symbol: 'BTC/USDT',
  name: 'BTC/USDT',
  exchange: 'Binance',
  country: '??',
  currency: 'USDT',
  startDate: '2020-01-01',
  endDate: '2030-01-01',
  tickSize: 0.01,
  multiplier: 1,
}

// Some wait for as long as an exchange or a socket lets one wait.
jest.setTimeout(30_000)

let exchange: BinanceExchange
const brokers: Broker[] = []
const lines: string[] = []
beforeEach(async () => {
  exchange = await BinanceExchange.open()
  lines.length = 0
})
afterEach(async () => {
  await Promise.all(brokers.splice(0).map((broker) => broker.close?.()))
  await exchange.close()
})

async function open(options: object = {}) {
  const broker = await ccxtBroker(
    ccxtBrokerOptions.parse({
      exchange: 'binance',
      key: KEY,
      secret: SECRET,
      settings: exchange.settings,
      settle: 50,
      timeout: 2000,
      ...options,
    }),
  )
  const events: BrokerEvent[] = []
  let wake = () => {}
  const session = {
    news: () => {
      events.push(...broker.drain(0))
      wake()
    },
    log: (_level: string, message: string) => void lines.push(message),
  } as Partial<BrokerSession> as BrokerSession
  await broker.connect?.(session)
  brokers.push(broker)
  return {
    broker,
    events,
    order(id: string, amount: number, prices: { limit?: number; stop?: number } = {}, more: object = {}): Order {
      const order = { ...createOrder(id, BTC, amount, 0, prices.limit, prices.stop), ...more }
      broker.send([{ kind: 'submit', order }])
      return order
    },
    cancel: (orderId: string) => broker.send([{ kind: 'cancel', orderId }]),
    /** Resolves when the broker has told as many events as this. */
    async until(count: number): Promise<readonly BrokerEvent[]> {
      while (events.length < count) await new Promise<void>((resolve) => (wake = resolve))
      return events
    },
  }
}

const placed = () => exchange.requests.filter(({ method, url }) => method === 'POST' && url.startsWith('/api/v3/order'))
const eventually = async (isTrue: () => boolean) => {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 5))
}

describe('an order at the exchange', () => {
  it('is signed, has the id of the run’s order, and is acknowledged with the exchange’s', async () => {
    const { order, until } = await open()
    order('run-1', 0.5, { limit: 20_000 })
    expect(await until(1)).toEqual([
      { kind: 'accepted', orderId: 'run-1', at: expect.any(Number), brokerOrderId: '28' },
    ])
    expect(exchange.orders).toMatchObject([
      { clientOrderId: 'run-1', side: 'BUY', type: 'LIMIT', price: 20_000, quantity: 0.5 },
    ])
  })

  it('fills in parts by the socket, each with its price, its fee and who took from the book', async () => {
    const { order, until } = await open()
    await eventually(() => exchange.sockets > 0)
    exchange.fee = { rate: 0.001, asset: 'USDT' }
    order('run-1', -0.3, { limit: 20_000 })
    await until(1)
    exchange.fill('run-1', 0.1, 20_001)
    exchange.fill('run-1', 0.2, 20_002)
    const [, first, second] = await until(3)
    const told = { kind: 'filled', orderId: 'run-1', at: expect.any(Number), liquidity: 'taker' }
    expect(first).toEqual({ ...told, amount: -0.1, price: 20_001, commission: 2.0001 })
    expect(second).toEqual({ ...told, amount: -0.2, price: 20_002, commission: 4.0004 })
    // No fill was asked for.
    expect(exchange.requests.some(({ url }) => url.includes('myTrades'))).toBe(false)
  })

  it('that fills at once is told once, by the answer or by the socket', async () => {
    const { order, until, events } = await open()
    await eventually(() => exchange.sockets > 0)
    exchange.price = 20_000
    order('run-1', 0.5)
    await until(2)
    await new Promise((resolve) => setTimeout(resolve, 400))
    expect(events.map(({ kind }) => kind)).toEqual(['accepted', 'filled'])
    expect(events[1]).toMatchObject({ amount: 0.5, price: 20_000 })
  })

  it('is found filled by REST where the socket has dropped, once for each fill, and the socket is opened again', async () => {
    const { order, until, events } = await open()
    await eventually(() => exchange.sockets > 0)
    order('run-1', 0.3, { limit: 20_000 })
    await until(1)
    exchange.fill('run-1', 0.1, 20_000)
    await until(2)
    const { subscriptions } = exchange
    exchange.dropSockets()
    exchange.fill('run-1', 0.1, 19_999)
    await until(3)
    expect(lines.join()).toContain('the socket broke')
    await eventually(() => exchange.subscriptions > subscriptions)
    exchange.fill('run-1', 0.1, 19_998)
    await until(4)
    const fills = events.flatMap((event) => (event.kind === 'filled' ? [[event.amount, event.price]] : []))
    expect(fills).toEqual([
      [0.1, 20_000],
      [0.1, 19_999],
      [0.1, 19_998],
    ])
  })

  it('is looked at every so often, whatever the socket says', async () => {
    const { order, until } = await open({ poll: 100 })
    order('run-1', 0.1, { limit: 20_000 })
    await until(1)
    exchange.dropSockets()
    exchange.fill('run-1', 0.1, 20_000)
    expect((await until(2))[1]).toMatchObject({ kind: 'filled', amount: 0.1 })
  })

  it('is cancelled; what it filled before stays filled', async () => {
    const { order, cancel, until } = await open()
    await eventually(() => exchange.sockets > 0)
    order('run-1', 0.3, { limit: 20_000 })
    await until(1)
    exchange.fill('run-1', 0.1, 20_000)
    await until(2)
    cancel('run-1')
    expect((await until(3))[2]).toEqual({ kind: 'cancelled', orderId: 'run-1', at: expect.any(Number) })
    expect(exchange.orderOf('run-1')!.status).toBe('CANCELED')
  })

  it('that is filled when the cancellation comes is told as filled', async () => {
    const { order, cancel, until, events } = await open()
    order('run-1', 0.3, { limit: 20_000 })
    await until(1)
    exchange.dropSockets()
    exchange.fill('run-1', 0.3, 20_000)
    cancel('run-1')
    await until(2)
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(events.map(({ kind }) => kind)).toEqual(['accepted', 'filled'])
  })

  it('that the exchange ends by itself is told as cancelled, and why', async () => {
    const { order, until } = await open()
    await eventually(() => exchange.sockets > 0)
    order('run-1', 0.3, { limit: 20_000 })
    await until(1)
    exchange.end('run-1', 'EXPIRED')
    expect((await until(2))[1]).toMatchObject({ kind: 'cancelled', reason: 'expired at binance' })
  })
})

describe('an order that the exchange does not take', () => {
  it.each([
    ['for want of money', 1000, { limit: 20_000 }, 'insufficient balance'],
    ['below the least notional', 0.0001, { limit: 20_000 }, 'NOTIONAL'],
  ])('%s is rejected with its words, and not sent again', async (_, amount, prices, words) => {
    const { order, until } = await open()
    order('run-1', amount, prices)
    expect(await until(1)).toMatchObject([
      { kind: 'rejected', orderId: 'run-1', reason: expect.stringContaining(words) },
    ])
    expect(placed()).toHaveLength(1)
  })

  it.each([
    ['LOT_SIZE', 'Filter failure: LOT_SIZE', 'lot size'],
    ['PRICE_FILTER', 'Filter failure: PRICE_FILTER', 'order price is invalid'],
  ])('by the filter %s is rejected', async (_, msg, words) => {
    const { order, until } = await open()
    exchange.faults.push({ answer: { status: 400, body: { code: -1013, msg } }, taken: false })
    order('run-1', 0.5, { limit: 20_000 })
    expect(await until(1)).toMatchObject([{ kind: 'rejected', reason: expect.stringContaining(words) }])
  })

  it.each([
    ['an amount below a lot', 'run-1', 0.000001, {}, {}, '0.000001 is less than a lot of BTC/USDT'],
    ['an auction', 'run-1', 1, {}, { terms: { auction: 'open' } }, 'orders with auction'],
    [
      'a time in force that is for limits alone',
      'run-1',
      1,
      {},
      { terms: { timeInForce: 'fok' } },
      'FOK for limit orders alone',
    ],
    ['something that is not understood here', 'run-1', 1, {}, { postOnly: true }, 'orders with postOnly'],
    ['an id that is too long', `run-${'x'.repeat(40)}`, 1, {}, {}, 'is no id that exchanges take'],
    ['a market that there is not', 'run-1', 1, {}, { asset: { ...BTC, symbol: 'DOGE/EUR' } }, 'no market DOGE/EUR'],
  ])('because of %s is refused here, and nothing is sent', async (_, id, amount, prices, more, words) => {
    const { order, until } = await open()
    order(id, amount, prices, more)
    expect(await until(1)).toMatchObject([{ kind: 'rejected', orderId: id, reason: expect.stringContaining(words) }])
    expect(placed()).toEqual([])
  })
})

describe('amounts and prices', () => {
  it('are rounded to the market’s lot and tick; the rest of a lot is told as cancelled when the order is filled', async () => {
    const { order, until } = await open()
    await eventually(() => exchange.sockets > 0)
    order('run-1', 0.123456789, { limit: 20_000.123 })
    await until(1)
    expect(exchange.orders).toMatchObject([{ quantity: 0.12345, price: 20_000.12 }])
    exchange.fill('run-1', 0.12345, 20_000.12)
    const [, fill, rest] = await until(3)
    expect(fill).toMatchObject({ kind: 'filled', amount: 0.12345 })
    expect(rest).toMatchObject({ kind: 'cancelled', reason: 'the rest, 0.000006789, is less than a lot' })
  })

  it('of a stop are the exchange’s own stop order', async () => {
    const { order, until } = await open()
    order('run-1', -0.5, { stop: 18_000, limit: 17_900 })
    await until(1)
    expect(exchange.orders).toMatchObject([{ type: 'STOP_LOSS_LIMIT', stopPrice: 18_000, price: 17_900 }])
  })
})

describe('a time in force', () => {
  it('that the exchange knows goes along with a limit', async () => {
    const { broker, order, until } = await open()
    expect(broker.native).toEqual(new Set(['ioc', 'fok']))
    order('run-1', 0.5, { limit: 20_000 }, { terms: { timeInForce: 'ioc', tag: 'entry' } })
    await until(1)
    expect(placed()[0].body).toContain('timeInForce=IOC')
  })
})

describe('a changed order', () => {
  it('is taken back, and what is not filled of it placed anew under an id of its own', async () => {
    const { broker, order, until } = await open()
    await eventually(() => exchange.sockets > 0)
    const given = order('run-1', 0.3, { limit: 20_000 })
    await until(1)
    exchange.fill('run-1', 0.1, 20_000)
    await until(2)
    broker.send([{ kind: 'modify', order: { ...given, limit: 20_100 } }])
    expect((await until(3))[2]).toMatchObject({ kind: 'accepted', orderId: 'run-1', brokerOrderId: '29' })
    expect(exchange.orders).toMatchObject([
      { clientOrderId: 'run-1', status: 'CANCELED', filled: 0.1 },
      { clientOrderId: 'run-1-2', price: 20_100, quantity: 0.2, status: 'NEW' },
    ])
    exchange.fill('run-1-2', 0.2, 20_100)
    expect((await until(4))[3]).toMatchObject({ kind: 'filled', orderId: 'run-1', amount: 0.2, price: 20_100 })
  })
})

describe('fees', () => {
  it.each([
    ['in the quote currency are taken as they are', 'USDT', 0.001, 2],
    ['in the coin itself are worth the fill’s price', 'BTC', 0.001, 2],
    ['in a third coin are worth its last price', 'BNB', 0.004, 1],
  ])('%s', async (_, asset, rate, commission) => {
    const { order, until } = await open()
    exchange.fee = { rate, asset }
    exchange.price = 20_000
    order('run-1', 0.1)
    expect((await until(2))[1]).toMatchObject({ kind: 'filled', commission })
  })

  it('that have no price are counted as nothing, and told', async () => {
    const { order, until } = await open()
    exchange.fee = { rate: 0.004, asset: 'XYZ' }
    exchange.price = 20_000
    order('run-1', 0.1)
    expect((await until(2))[1]).toMatchObject({ kind: 'filled', commission: 0 })
    expect(lines).toEqual([
      'binance: a fee could not be valued, for there is no price of XYZ/USDT: it is counted as nothing',
    ])
  })
})

describe('when it is not known whether an order has arrived, it is never there twice', () => {
  const timeout = {
    status: 504,
    body: {
      code: -1007,
      msg: 'Timeout waiting for response from backend server. Send status unknown; execution status unknown.',
    },
  }
  it.each([
    ['the connection broke after it was taken', { silence: true, taken: true }],
    ['the answer was 504, and it was taken', { answer: timeout, taken: true }],
    [
      'the answer was a page of 502, and it was taken',
      { answer: { status: 502, body: '<html>Bad Gateway</html>' }, taken: true },
    ],
  ] as const)('%s: it is found by its id, and not sent again', async (_, fault) => {
    const { order, until } = await open()
    exchange.faults.push(fault)
    order('run-1', 0.5, { limit: 20_000 })
    expect(await until(1)).toMatchObject([{ kind: 'accepted', brokerOrderId: '28' }])
    expect([placed().length, exchange.orders.length]).toEqual([1, 1])
    const asked = () =>
      exchange.requests.filter(({ method, url }) => method === 'GET' && url.startsWith('/api/v3/order?'))
    await eventually(() => asked().length > 0)
    expect(asked()[0].url).toContain('origClientOrderId=run-1')
  })

  it.each([
    ['the connection broke before it was taken', { silence: true, taken: false }],
    [
      'the answer was 503',
      {
        answer: {
          status: 503,
          body: { code: -1001, msg: 'Internal error; unable to process your request. Please try again.' },
        },
        taken: false,
      },
    ],
  ] as const)(
    '%s: it is asked for, asked for again when it can no longer arrive, and sent once more',
    async (_, fault) => {
      const { order, until } = await open()
      exchange.faults.push(fault)
      order('run-1', 0.5, { limit: 20_000 })
      expect(await until(1)).toMatchObject([{ kind: 'accepted' }])
      expect([placed().length, exchange.orders.length]).toEqual([2, 1])
      const kinds = exchange.requests.filter(({ url }) => url.startsWith('/api/v3/order')).map(({ method }) => method)
      expect(kinds).toEqual(['POST', 'GET', 'GET', 'POST'])
    },
  )

  it('the exchange does not answer the question either: it is asked until it does', async () => {
    const { order, until } = await open()
    exchange.faults.push({ silence: true, taken: true })
    exchange.outages.set('GET /api/v3/order', [timeout, { status: 500, body: 'ill' }])
    order('run-1', 0.5, { limit: 20_000 })
    expect(await until(1)).toMatchObject([{ kind: 'accepted' }])
    expect([placed().length, exchange.orders.length]).toEqual([1, 1])
  })

  it('an order that never arrives is rejected after so many tries', async () => {
    const { order, until } = await open({ retries: 2 })
    for (let i = 0; i < 3; i++) exchange.faults.push({ silence: true, taken: false })
    order('run-1', 0.5, { limit: 20_000 })
    expect(await until(1)).toMatchObject([{ kind: 'rejected' }])
    expect([placed().length, exchange.orders.length]).toEqual([3, 0])
  })
})

describe('an exchange that wants to be left alone', () => {
  it.each([429, 418])('(%d) is, for as long as Retry-After says; then the order is sent again', async (status) => {
    const { order, until } = await open()
    const msg = 'Too much request weight used; current limit is 6000 request weight per 1 MINUTE.'
    exchange.faults.push({
      answer: { status, body: { code: -1003, msg }, headers: { 'retry-after': '1' } },
      taken: false,
    })
    const before = Date.now()
    order('run-1', 0.5, { limit: 20_000 })
    expect(await until(1)).toMatchObject([{ kind: 'accepted' }])
    expect(Date.now() - before).toBeGreaterThanOrEqual(1000)
    expect([placed().length, exchange.orders.length]).toEqual([2, 1])
  })
})

describe('clocks', () => {
  it('that differ are set by the exchange’s at the start', async () => {
    exchange.skew = 60_000
    const { order, until } = await open()
    order('run-1', 0.5, { limit: 20_000 })
    expect(await until(1)).toMatchObject([{ kind: 'accepted' }])
  })

  it('that come apart later are set again, and the order is sent again', async () => {
    const { order, until } = await open()
    exchange.skew = 60_000
    order('run-1', 0.5, { limit: 20_000 })
    expect(await until(1)).toMatchObject([{ kind: 'accepted' }])
    expect([placed().length, exchange.orders.length]).toEqual([2, 1])
  })
})

describe('keys', () => {
  it('that are wrong stop the run before it begins', async () => {
    await expect(open({ key: 'wrong' })).rejects.toMatchObject({ code: 'BROKER_REFUSED' })
    await expect(open({ secret: 'wrong' })).rejects.toMatchObject({ code: 'BROKER_REFUSED' })
  })

  it('reach no error, no event, no log and no URL', async () => {
    const failed = await open({ secret: `${SECRET}x` }).catch((error) => error)
    const { order, until, events } = await open({ retries: 0 })
    const echo = { answer: { status: 400, body: { code: -1013, msg: `${KEY} ${SECRET}` } }, taken: false }
    exchange.faults.push(echo, { silence: true, taken: false })
    order('run-1', 0.5, { limit: 20_000 })
    order('run-2', 0.5, { limit: 20_000 })
    await until(2)
    exchange.dropSockets()
    await eventually(() => lines.length > 0)
    const shown = JSON.stringify([failed, String(failed.message), failed.cause, events, lines])
    const urls = exchange.requests.map(({ url, body }) => url + body).join('\n')
    for (const secret of [KEY, SECRET]) {
      expect(shown).not.toContain(secret)
      expect(urls).not.toContain(secret)
    }
    expect(events).toMatchObject([{ kind: 'rejected' }, { kind: 'rejected' }])
    expect(shown).not.toContain('signature')
  })
})

describe('the end of a run', () => {
  it('waits for what is on its way, and stops asking', async () => {
    const { broker, order } = await open()
    order('run-1', 0.5, { limit: 20_000 })
    await broker.close?.()
    expect(exchange.orders).toHaveLength(1)
    const { length } = exchange.requests
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(exchange.requests).toHaveLength(length)
  })
})
