import { createHmac } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'

/*
 * A small exchange on loopback that speaks Binance spot: REST and the WebSocket API with its user data stream. Paths, payloads, error codes
 * and messages after the exchange's own documents,
 * https://github.com/binance/binance-spot-api-docs/blob/a5e0bc3ddc0fd7e6bb696849323b74423fa3a54d/
 *   rest-api.md            exchangeInfo, time, account, order (POST, GET, DELETE), myTrades, signed endpoints, limits (429, 418, 5XX)
 *   web-socket-api.md      userDataStream.subscribe.signature
 *   user-data-stream.md    executionReport
 *   errors.md, filters.md  -1007, -1013, -1021, -1022, -2010, -2011, -2013, -2015
 */

export const KEY = 'vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A'
export const SECRET = 'NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j'

export interface Trade {
  readonly id: number
  readonly orderId: number
  readonly price: number
  readonly qty: number
  readonly commission: number
  readonly commissionAsset: string
  readonly time: number
}

export interface BookOrder {
  readonly orderId: number
  readonly clientOrderId: string
  readonly symbol: string
  readonly side: string
  readonly type: string
  readonly price: number
  readonly stopPrice: number
  readonly quantity: number
  filled: number
  status: string
  readonly time: number
}

interface Answer {
  readonly status?: number
  readonly body: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** What goes wrong with the next order: an answer in the place of the exchange's, before or after it has taken the order, or none. */
export type Fault =
  | { readonly answer: Answer; readonly taken: boolean }
  | { readonly silence: true; readonly taken: boolean }

const refused = (code: number, msg: string, status = 400): Answer => ({ status, body: { code, msg } })
const text = (value: number, digits = 8) => value.toFixed(digits)

export class BinanceExchange {
  readonly requests: { readonly method: string; readonly url: string; readonly body: string }[] = []
  readonly orders: BookOrder[] = []
  readonly trades: Trade[] = []
  readonly faults: Fault[] = []
  /** Free units of money. */
  money = 1_000_000
  /** The market's price, at which orders without one fill as soon as they come (0: they rest in the book). */
  price = 0
  fee = { rate: 0, asset: 'USDT' }
  /** ms by which the exchange's clock is ahead. */
  skew = 0
  /** What else a plain GET of a path fails with, once each. */
  readonly outages = new Map<string, Answer[]>()
  readonly #sockets = new Set<WebSocket>()
  readonly #server: Server
  readonly #ws: WebSocketServer
  #tradeId = 100
  subscriptions = 0

  private constructor() {
    this.#server = createServer((request, response) => this.#serve(request, response))
    this.#ws = new WebSocketServer({ server: this.#server })
    this.#ws.on('connection', (socket) => this.#connected(socket))
  }

  static async open(): Promise<BinanceExchange> {
    const exchange = new BinanceExchange()
    await new Promise<void>((resolve) => exchange.#server.listen(0, '127.0.0.1', resolve))
    return exchange
  }

  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** What config says to ccxt, so that it comes here. */
  get settings() {
    const rest = `http://${this.host}/api/v3`
    return {
      rateLimit: 1,
      urls: {
        api: { public: rest, private: rest, ws: { 'ws-api': { spot: `ws://${this.host}/ws-api/v3` } } },
      },
      options: {
        defaultType: 'spot',
        fetchMarkets: { types: ['spot'] },
        fetchCurrencies: false,
        fetchMargins: false,
        recvWindow: 5000,
      },
    }
  }

  async close(): Promise<void> {
    for (const socket of this.#ws.clients) socket.terminate()
    this.#ws.close()
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  /** Breaks the sockets that are open. */
  dropSockets(): void {
    for (const socket of this.#sockets) socket.terminate()
    this.#sockets.clear()
  }

  get sockets(): number {
    return this.#sockets.size
  }

  orderOf(clientOrderId: string): BookOrder | undefined {
    return this.orders.find((order) => order.clientOrderId === clientOrderId)
  }

  /** Fills some units of an order and tells of it on the user data stream. */
  fill(clientOrderId: string, qty: number, price: number): Trade {
    const order = this.orderOf(clientOrderId)!
    const trade = this.#trade(order, qty, price)
    this.#report(order, 'TRADE', trade)
    return trade
  }

  /** Moves the market, and fills what rests in the book and is reached, at the market's price. */
  moveTo(price: number): void {
    this.price = price
    for (const order of this.orders) {
      const direction = order.side === 'BUY' ? 1 : -1
      const isReached =
        order.stopPrice > 0 ? direction * (price - order.stopPrice) >= 0 : direction * (order.price - price) >= 0
      if (order.status === 'NEW' && isReached) this.fill(order.clientOrderId, order.quantity, price)
    }
  }

  /** Ends an order from the exchange's side. */
  end(clientOrderId: string, status: 'CANCELED' | 'EXPIRED'): void {
    const order = this.orderOf(clientOrderId)!
    order.status = status
    this.#report(order, status)
  }

  #trade(order: BookOrder, qty: number, price: number): Trade {
    const { rate, asset } = this.fee
    const trade = {
      id: ++this.#tradeId,
      orderId: order.orderId,
      price,
      qty,
      commission: Number(text(asset === 'USDT' ? rate * qty * price : asset === 'BTC' ? rate * qty : rate)),
      commissionAsset: asset,
      time: Date.now() + this.skew,
    }
    this.trades.push(trade)
    order.filled = Number(text(order.filled + qty))
    order.status = order.filled >= order.quantity ? 'FILLED' : 'PARTIALLY_FILLED'
    return trade
  }

  #connected(socket: WebSocket): void {
    socket.on('message', (data) => {
      const { id, method, params } = JSON.parse(String(data)) as {
        id: string
        method: string
        params: Record<string, string | number>
      }
      if (method !== 'userDataStream.subscribe.signature') return
      const { signature, ...signed } = params
      const query = Object.keys(signed)
        .sort()
        .map((name) => `${name}=${signed[name]}`)
        .join('&')
      if (signed.apiKey !== KEY || signature !== createHmac('sha256', SECRET).update(query).digest('hex')) {
        socket.send(
          JSON.stringify({ id, status: 400, error: { code: -1022, msg: 'Signature for this request is not valid.' } }),
        )
        return
      }
      this.#sockets.add(socket)
      socket.on('close', () => this.#sockets.delete(socket))
      this.subscriptions++
      socket.send(JSON.stringify({ id, status: 200, result: { subscriptionId: 0 } }))
    })
  }

  #report(order: BookOrder, execution: string, trade?: Trade): void {
    const now = Date.now() + this.skew
    const event = {
      e: 'executionReport',
      E: now,
      s: order.symbol,
      c: execution === 'CANCELED' ? 'web_cancel' : order.clientOrderId,
      S: order.side,
      o: order.type,
      f: 'GTC',
      q: text(order.quantity),
      p: text(order.price),
      P: text(order.stopPrice),
      F: '0.00000000',
      g: -1,
      C: execution === 'CANCELED' ? order.clientOrderId : '',
      x: execution,
      X: order.status,
      r: 'NONE',
      i: order.orderId,
      l: text(trade?.qty ?? 0),
      z: text(order.filled),
      L: text(trade?.price ?? 0),
      n: text(trade?.commission ?? 0),
      N: trade?.commissionAsset ?? null,
      T: now,
      t: trade?.id ?? -1,
      I: 8641984,
      w: order.status === 'NEW',
      m: false,
      M: false,
      O: order.time,
      Z: text(order.filled * (trade?.price ?? 0)),
      Y: text((trade?.qty ?? 0) * (trade?.price ?? 0)),
      Q: '0.00000000',
      W: order.time,
      V: 'NONE',
    }
    for (const socket of this.#sockets) socket.send(JSON.stringify({ subscriptionId: 0, event }))
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    let body = ''
    request.on('data', (piece) => {
      body += piece
    })
    request.on('end', () => {
      this.requests.push({ method: request.method!, url: request.url!, body })
      const url = new URL(request.url!, 'http://localhost')
      const path = `${request.method} ${url.pathname}`
      const signed = request.method === 'POST' ? body : url.search.slice(1)
      const send = ({ status = 200, body: answer, headers = {} }: Answer) => {
        response.writeHead(status, { 'content-type': 'application/json', ...headers })
        response.end(typeof answer === 'string' ? answer : JSON.stringify(answer))
      }
      const outage = this.outages.get(path)?.shift()
      if (outage !== undefined) return send(outage)
      const query = new URLSearchParams(signed)
      const isPublic = ['/api/v3/exchangeInfo', '/api/v3/time', '/api/v3/ticker/24hr', '/api/v3/ticker/price'].includes(
        url.pathname,
      )
      const wrong = isPublic ? undefined : this.#checkSignature(request, signed)
      if (wrong !== undefined) return send(wrong)
      if (path !== 'POST /api/v3/order') return send(this.#answer(path, query))
      const fault = this.faults.shift()
      if (fault === undefined) return send(this.#place(query))
      if (fault.taken) this.#place(query)
      if ('answer' in fault) send(fault.answer)
      else request.socket.destroy()
    })
  }

  /** rest-api.md, SIGNED endpoint security: HMAC SHA256 over the parameters as they came, and the timing of `timestamp`. */
  #checkSignature(request: IncomingMessage, signed: string): Answer | undefined {
    const [, payload, signature] = /^(.*)&signature=([0-9a-f]{64})$/s.exec(signed) ?? []
    if (request.headers['x-mbx-apikey'] !== KEY)
      return refused(-2015, 'Invalid API-key, IP, or permissions for action.', 401)
    if (payload === undefined || createHmac('sha256', SECRET).update(payload).digest('hex') !== signature)
      return refused(-1022, 'Signature for this request is not valid.')
    const query = new URLSearchParams(payload)
    const [timestamp, window] = [Number(query.get('timestamp')), Number(query.get('recvWindow') ?? 5000)]
    const now = Date.now() + this.skew
    if (timestamp >= now + 1000)
      return refused(-1021, "Timestamp for this request was 1000ms ahead of the server's time.")
    if (now - timestamp > window) return refused(-1021, 'Timestamp for this request is outside of the recvWindow.')
    return undefined
  }

  #answer(path: string, query: URLSearchParams): Answer {
    const order = this.orders.find(
      ({ orderId, clientOrderId }) =>
        clientOrderId === query.get('origClientOrderId') || String(orderId) === query.get('orderId'),
    )
    switch (path) {
      case 'GET /api/v3/exchangeInfo':
        return { body: MARKETS }
      case 'GET /api/v3/time':
        return { body: { serverTime: Date.now() + this.skew } }
      case 'GET /api/v3/account':
        return {
          body: {
            makerCommission: 10,
            takerCommission: 10,
            canTrade: true,
            accountType: 'SPOT',
            balances: [{ asset: 'USDT', free: text(this.money), locked: '0.00000000' }],
            permissions: ['SPOT'],
          },
        }
      case 'GET /api/v3/ticker/24hr':
        return { body: { symbol: query.get('symbol'), lastPrice: '250.00000000', closeTime: Date.now() } }
      case 'GET /api/v3/order':
        return order === undefined ? refused(-2013, 'Order does not exist.') : { body: this.#shown(order) }
      case 'DELETE /api/v3/order':
        if (order === undefined || !['NEW', 'PARTIALLY_FILLED'].includes(order.status))
          return refused(-2011, 'Unknown order sent.')
        order.status = 'CANCELED'
        this.#report(order, 'CANCELED')
        return {
          body: { ...this.#shown(order), origClientOrderId: order.clientOrderId, clientOrderId: 'cancelMyOrder1' },
        }
      case 'GET /api/v3/myTrades':
        return {
          body: this.trades
            .map((trade) => this.#shownTrade(trade))
            .filter(({ symbol }) => symbol === query.get('symbol')),
        }
      default:
        return refused(-1100, `Illegal characters found in a parameter: ${path}`, 404)
    }
  }

  #place(query: URLSearchParams): Answer {
    const number = (name: string) => Number(query.get(name) ?? 0)
    const clientOrderId = query.get('newClientOrderId')!
    const [quantity, limit] = [number('quantity'), number('price')]
    if (Math.abs(quantity * 1e5 - Math.round(quantity * 1e5)) > 1e-6 || quantity < 0.00001)
      return refused(-1013, 'Filter failure: LOT_SIZE')
    if (Math.abs(limit * 100 - Math.round(limit * 100)) > 1e-6) return refused(-1013, 'Filter failure: PRICE_FILTER')
    const price = limit || this.price
    if (price > 0 && quantity * price < 5) return refused(-1013, 'Filter failure: NOTIONAL')
    if (query.get('side') === 'BUY' && quantity * price > this.money)
      return refused(-2010, 'Account has insufficient balance for requested action.')
    const isOpen = this.orders.some((order) => order.clientOrderId === clientOrderId && order.status === 'NEW')
    if (isOpen) return refused(-2010, 'Duplicate order sent.')
    const order: BookOrder = {
      orderId: 28 + this.orders.length,
      clientOrderId,
      symbol: query.get('symbol')!,
      side: query.get('side')!,
      type: query.get('type')!,
      price: limit,
      stopPrice: number('stopPrice'),
      quantity,
      filled: 0,
      status: 'NEW',
      time: Date.now() + this.skew,
    }
    this.orders.push(order)
    this.#report(order, 'NEW')
    const isFilled = this.price > 0 && order.type === 'MARKET'
    const trade = isFilled ? this.#trade(order, quantity, this.price) : undefined
    if (trade !== undefined) this.#report(order, 'TRADE', trade)
    const fills =
      trade === undefined
        ? []
        : [
            {
              price: text(trade.price),
              qty: text(trade.qty),
              commission: text(trade.commission),
              commissionAsset: trade.commissionAsset,
              tradeId: trade.id,
            },
          ]
    return { body: { ...this.#shown(order), transactTime: order.time, workingTime: order.time, fills } }
  }

  #shown(order: BookOrder) {
    const spent = this.trades.reduce(
      (sum, { orderId, price, qty }) => sum + (orderId === order.orderId ? price * qty : 0),
      0,
    )
    return {
      symbol: order.symbol,
      orderId: order.orderId,
      orderListId: -1,
      clientOrderId: order.clientOrderId,
      price: text(order.price),
      origQty: text(order.quantity),
      executedQty: text(order.filled),
      cummulativeQuoteQty: text(spent),
      status: order.status,
      timeInForce: 'GTC',
      type: order.type,
      side: order.side,
      stopPrice: text(order.stopPrice),
      icebergQty: '0.00000000',
      time: order.time,
      updateTime: order.time,
      isWorking: true,
      workingTime: order.time,
      origQuoteOrderQty: '0.00000000',
      selfTradePreventionMode: 'NONE',
    }
  }

  #shownTrade({ id, orderId, price, qty, commission, commissionAsset, time }: Trade) {
    const order = this.orders.find((each) => each.orderId === orderId)!
    return {
      symbol: order.symbol,
      id,
      orderId,
      orderListId: -1,
      price: text(price),
      qty: text(qty),
      quoteQty: text(price * qty),
      commission: text(commission),
      commissionAsset,
      time,
      isBuyer: order.side === 'BUY',
      isMaker: false,
      isBestMatch: true,
    }
  }
}

const MARKETS = {
  timezone: 'UTC',
  serverTime: 1565246363776,
  rateLimits: [],
  exchangeFilters: [],
  symbols: [
    ['BTCUSDT', 'BTC', 'USDT'],
    ['BNBUSDT', 'BNB', 'USDT'],
  ].map(([symbol, baseAsset, quoteAsset]) => ({
    symbol,
    status: 'TRADING',
    baseAsset,
    baseAssetPrecision: 8,
    quoteAsset,
    quotePrecision: 8,
    quoteAssetPrecision: 8,
    baseCommissionPrecision: 8,
    quoteCommissionPrecision: 8,
    orderTypes: ['LIMIT', 'LIMIT_MAKER', 'MARKET', 'STOP_LOSS', 'STOP_LOSS_LIMIT', 'TAKE_PROFIT', 'TAKE_PROFIT_LIMIT'],
    icebergAllowed: true,
    ocoAllowed: true,
    quoteOrderQtyMarketAllowed: true,
    isSpotTradingAllowed: true,
    isMarginTradingAllowed: false,
    filters: [
      { filterType: 'PRICE_FILTER', minPrice: '0.01000000', maxPrice: '1000000.00000000', tickSize: '0.01000000' },
      { filterType: 'LOT_SIZE', minQty: '0.00001000', maxQty: '9000.00000000', stepSize: '0.00001000' },
      {
        filterType: 'NOTIONAL',
        minNotional: '5.00000000',
        applyMinToMarket: true,
        maxNotional: '9000000.00000000',
        applyMaxToMarket: false,
        avgPriceMins: 5,
      },
    ],
    permissions: [],
    permissionSets: [['SPOT']],
  })),
}
