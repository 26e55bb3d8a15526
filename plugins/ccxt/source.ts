import type { Cryptocurrency } from '../../core/assets/asset.js'
import { systemClock } from '../../core/data/remote/clock.js'
import { eachSymbol, type SymbolData, symbolNotFound } from '../../core/data/remote/each-symbol.js'
import { type Outside, remoteOptions } from '../../core/data/remote/options.js'
import { type GivenBars, type Owner, placeBars } from '../../core/data/remote/placed-bars.js'
import { Remote } from '../../core/data/remote/remote.js'
import type { DataRequest, DataSource, Notice } from '../../core/data/source.js'
import { RustybtError } from '../../core/kernel/errors.js'
import { nearest } from '../../core/kernel/nearest.js'
import { DAY, MINUTE } from '../../core/time/instant.js'
import { dateOf, dayOf } from '../../core/time/session.js'
import { type Ccxt, type Exchange, importExchange, type Market, type Ohlcv, ohlcvLimit, stepOf } from './exchange.js'
import type { CcxtOptions } from './options.js'

/** ccxt gives up by its own timer; here `Remote` does, and tries again. */
const NEVER = 2 ** 31 - 1
/** Where an exchange does not tell its step. */
const SMALLEST_STEP = 1e-8

/** OHLCV of an exchange through ccxt, page by page, within the exchange's rate limit as ccxt keeps it. */
export async function ccxtSource(options: CcxtOptions, outside: Outside = {}): Promise<DataSource> {
  const ccxt = await importExchange(options.exchange)
  return { fetch: (request) => read(ccxt, options, outside, request) }
}

async function* read(ccxt: Ccxt, options: CcxtOptions, outside: Outside, request: DataRequest) {
  const { key, secret, password, settings, missing } = options
  const secrets = [key, secret, password].filter((one) => one !== undefined)
  const remote = new Remote({
    ...remoteOptions(options, outside, request),
    name: options.exchange,
    secrets,
  })
  const exchange = new ccxt.Exchange({
    apiKey: key?.reveal(),
    secret: secret?.reveal(),
    password: password?.reveal(),
    enableRateLimit: true,
    ...settings,
    timeout: NEVER,
    fetchImplementation: remote.fetch,
  })
  const asking = new Asking(ccxt, exchange, remote, request, (outside.clock ?? systemClock).now())
  yield* eachSymbol(request, missing, (owner) => asking.symbol(owner))
}

class Asking {
  readonly #timeframe: string
  readonly #length: number

  constructor(
    private readonly ccxt: Ccxt,
    private readonly exchange: Exchange,
    private readonly remote: Remote,
    private readonly request: DataRequest,
    private readonly now: number,
  ) {
    const isDaily = request.frequency === 'daily'
    this.#timeframe = isDaily ? '1d' : '1m'
    this.#length = isDaily ? DAY : MINUTE
  }

  async symbol(owner: Owner): Promise<SymbolData> {
    const market = await this.#market(owner.symbol)
    const [from, to] = this.#range()
    const rows = await this.#pages(market, Math.max(from, market.created ?? from), to)
    const [bars, notices] = placeBars(this.#given(rows), owner, this.request, this.remote.asOf(this.now))
    return {
      bars,
      notices: [...notices, ...this.#late(owner, rows, from)],
      asset: ({ startDate, endDate }): Cryptocurrency => ({
        kind: 'cryptocurrency',
        ...owner,
        name: `${market.base}/${market.quote}`,
        exchange: this.exchange.name ?? this.exchange.id,
        // As Zipline writes a country that is none.
        country: '??',
        currency: market.quote,
        startDate,
        endDate,
        tickSize: stepOf(this.exchange, market.precision?.price) ?? SMALLEST_STEP,
        lotSize: stepOf(this.exchange, market.precision?.amount),
        multiplier: market.contractSize ?? 1,
      }),
    }
  }

  async #market(symbol: string): Promise<Market> {
    // ccxt keeps a list that failed, unless it is asked to reload.
    let tries = 0
    const markets = await this.#ask(() => this.exchange.loadMarkets(tries++ > 0), 'its list of markets')
    const market = Object.hasOwn(markets, symbol) ? markets[symbol] : undefined
    if (market === undefined) {
      const near = nearest(symbol, Object.keys(markets))
      const said = `${Object.keys(markets).length} markets are known${near === undefined ? '' : `; did you mean '${near}'?`}`
      throw symbolNotFound(this.exchange.id, symbol, said)
    }
    if (market.inverse)
      throw this.remote.refusal(
        'MARKET_UNSUPPORTED',
        `${symbol} is an inverse contract, settled in ${market.base}`,
        'choose the spot market or the linear contract',
      )
    if (this.exchange.has.fetchOHLCV !== true || this.exchange.timeframes?.[this.#timeframe] === undefined) {
      const what = `it has no bars of ${this.#timeframe}`
      throw this.remote.refusal('DATA_FREQUENCY_MISSING', what, 'choose another exchange or frequency')
    }
    return market
  }

  /** Epoch ms of the first bar's start, and of the end, not included. */
  #range(): [number, number] {
    const { start, end } = this.request
    if (start === undefined) {
      throw new RustybtError(
        'START_MISSING',
        'from when on shall bars be fetched? Exchanges do not tell since when they have them',
        {
          hint: 'name it with --start 2020-01-01',
        },
      )
    }
    return [dayOf(start) * DAY, Math.min(this.now, end === undefined ? this.now : (dayOf(end) + 1) * DAY)]
  }

  async #pages({ symbol, ...market }: Market, from: number, to: number): Promise<Ohlcv[]> {
    const limit = ohlcvLimit(this.exchange, { symbol, ...market })
    const all: Ohlcv[] = []
    for (let since = from; since < to; ) {
      this.request.signal?.throwIfAborted()
      const asked = () => this.exchange.fetchOHLCV(symbol, this.#timeframe, since, limit)
      const page = await this.#ask(asked, `bars of ${symbol} from ${new Date(since).toISOString()} on`)
      const fresh = page.filter(([time]) => time >= since && time < to)
      for (const row of fresh) all.push(row)
      // A page without news is a window in which nothing was traded, or before the market was there.
      const last = fresh.reduce((most, [time]) => Math.max(most, time), Number.NEGATIVE_INFINITY)
      since = fresh.length === 0 ? since + limit * this.#length : last + this.#length
    }
    return all
  }

  /** ccxt labels a bar by its start. */
  #given(rows: readonly Ohlcv[]): GivenBars {
    const column = (i: number) => rows.map((row) => row[i] ?? Number.NaN)
    const times = rows.map(([time]) => (this.#length === DAY ? Math.floor(time / DAY) * DAY : time + MINUTE))
    return { times, open: column(1), high: column(2), low: column(3), close: column(4), volume: column(5) }
  }

  /** Some exchanges keep their last bars alone, whatever is asked for. */
  #late({ sid, symbol }: Owner, rows: readonly Ohlcv[], from: number): Notice[] {
    const first = rows[0]?.[0]
    if (first === undefined || first < from + DAY) return []
    const date = dateOf(Math.floor(first / DAY))
    const message = `${symbol}: bars were asked for from ${this.request.start} on, ${this.exchange.id} has them from ${date} on`
    return [{ code: 'DATA_STARTS_LATE', sid, date, message }]
  }

  async #ask<T>(work: () => Promise<T>, what: string): Promise<T> {
    const { errors } = this.ccxt
    try {
      return await this.remote.patiently(work, (error) => error instanceof errors.NetworkError)
    } catch (error) {
      if (error instanceof RustybtError || this.request.signal?.aborted) throw error
      const [code, hint] = this.#meaning(error)
      throw this.remote.refusal(code, `${what}: ${String((error as Error).message).slice(0, 300)}`, hint, error)
    }
  }

  #meaning(error: unknown): readonly [string, string] {
    const { errors } = this.ccxt
    if (error instanceof errors.BadSymbol) return ['SYMBOL_NOT_FOUND', 'check the symbols']
    if (error instanceof errors.AuthenticationError) return ['REMOTE_DENIED', 'check key, secret and password']
    if (error instanceof errors.RestrictedLocation)
      return ['REMOTE_DENIED', 'the exchange does not serve where you are: choose another one']
    if (error instanceof errors.RateLimitExceeded || error instanceof errors.DDoSProtection)
      return ['REMOTE_LIMITED', 'try again later, or raise settings.rateLimit (ms between requests)']
    if (error instanceof errors.NetworkError)
      return ['REMOTE_FAILED', 'the exchange is ill at the moment: try again later']
    return ['REMOTE_REFUSED', 'check symbols and dates']
  }
}
