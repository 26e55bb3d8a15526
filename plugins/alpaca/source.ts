import type { ZodType } from 'zod'
import type { Equity } from '../../core/assets/asset.js'
import { systemClock } from '../../core/data/remote/clock.js'
import { eachSymbol, type SymbolData, symbolNotFound } from '../../core/data/remote/each-symbol.js'
import { type Outside, remoteOptions } from '../../core/data/remote/options.js'
import { type Owner, placeBars } from '../../core/data/remote/placed-bars.js'
import { Remote } from '../../core/data/remote/remote.js'
import type { DataRequest, DataSource } from '../../core/data/source.js'
import { RustybtError } from '../../core/kernel/errors.js'
import { DAY, dayIn, MINUTE, parseInstant } from '../../core/time/instant.js'
import { dateOf, dayOf } from '../../core/time/session.js'
import type { AlpacaOptions } from './options.js'
import * as wire from './wire.js'

const BARS = 10_000
const ACTIONS = 1000
/** Alpaca's data begin here. */
const FIRST = '2016-01-01'
const ZONE = 'America/New_York'
/** Later ones of all exchanges together are refused to who does not pay. */
const DELAY = 16 * MINUTE

/** Alpaca's market data API, version 2: bars as they were traded (`adjustment=raw`), corporate actions beside them. */
export function alpacaSource(options: AlpacaOptions, outside: Outside = {}): DataSource {
  return {
    async *fetch(request) {
      const { key, secret, missing } = options
      const secrets = [key, secret]
      const remote = new Remote({ ...remoteOptions(options, outside, request), name: 'alpaca', secrets })
      const asking = new Asking(remote, options, request, (outside.clock ?? systemClock).now())
      yield* eachSymbol(request, missing, (owner) => asking.symbol(owner))
    },
  }
}

class Asking {
  readonly #base: string
  readonly #headers: Readonly<Record<string, string>>
  readonly #from: string
  readonly #to: string

  constructor(
    private readonly remote: Remote,
    private readonly options: AlpacaOptions,
    private readonly request: DataRequest,
    private readonly now: number,
  ) {
    this.#base = options.url.replace(/\/+$/, '')
    this.#headers = { 'apca-api-key-id': options.key.reveal(), 'apca-api-secret-key': options.secret.reveal() }
    this.#from = request.start ?? FIRST
    this.#to = request.end ?? dateOf(Math.floor(now / DAY))
  }

  async symbol(owner: Owner): Promise<SymbolData> {
    const [bars, notices] = placeBars(await this.#bars(owner.symbol), owner, this.request, this.remote.asOf(this.now))
    const { splits, dividends, stockDividends } = await this.#actions(owner)
    return {
      bars,
      notices,
      splits,
      dividends,
      stockDividends,
      asset: ({ startDate, endDate }): Equity => ({
        kind: 'equity',
        ...owner,
        name: owner.symbol,
        exchange: 'ALPACA',
        country: 'US',
        currency: 'USD',
        startDate,
        endDate,
        autoCloseDate: dateOf(dayOf(endDate) + 1),
        tickSize: 0.01,
        multiplier: 1,
      }),
    }
  }

  async #bars(symbol: string) {
    const isDaily = this.request.frequency === 'daily'
    const latest = this.options.feed === 'sip' ? this.now - DELAY : this.now
    // A session may end on the next day in UTC.
    const end = Math.min(latest, (dayOf(this.#to) + 2) * DAY)
    const rows: wire.Bar[] = []
    const text = (at: number) => `${new Date(at).toISOString().slice(0, 19)}Z`
    for (const [from, to] of stretches(dayOf(this.#from) * DAY, end, Math.floor(this.now / DAY) * DAY)) {
      const query = {
        symbols: symbol,
        timeframe: isDaily ? '1Day' : '1Min',
        start: text(from),
        end: text(to),
        adjustment: 'raw',
        feed: this.options.feed,
        limit: String(BARS),
        sort: 'asc',
      }
      for await (const page of this.#pages('/v2/stocks/bars', query, wire.bars, symbol))
        for (const row of page.bars?.[symbol] ?? []) rows.push(row)
    }
    const starts = rows.map(({ t }) => parseInstant(t))
    return {
      times: starts.map((time) => (isDaily ? dayIn(time, ZONE) * DAY : time + MINUTE)),
      open: rows.map(({ o }) => o),
      high: rows.map(({ h }) => h),
      low: rows.map(({ l }) => l),
      close: rows.map(({ c }) => c),
      volume: rows.map(({ v }) => v),
    }
  }

  async #actions({ sid, symbol }: Owner) {
    const all: wire.Actions[] = []
    const types = 'forward_split,reverse_split,cash_dividend,stock_dividend'
    const query = { symbols: symbol, types, start: this.#from, end: this.#to, limit: String(ACTIONS), sort: 'asc' }
    for await (const page of this.#pages('/v1/corporate-actions', query, wire.actions, symbol))
      if (page.corporate_actions) all.push(page.corporate_actions)
    const of = <T>(pick: (actions: wire.Actions) => T[] | null | undefined): T[] =>
      all.flatMap((one) => pick(one) ?? [])
    const splits = [...of((one) => one.forward_splits), ...of((one) => one.reverse_splits)]
    const dates = (row: { record_date?: string | null; payable_date?: string | null }) => ({
      recordDate: row.record_date ?? undefined,
      payDate: row.payable_date ?? undefined,
    })
    return {
      splits: splits.map(({ ex_date, old_rate, new_rate }) => ({
        sid,
        effectiveDate: ex_date,
        ratio: old_rate / new_rate,
      })),
      dividends: of((one) => one.cash_dividends).map((row) => {
        return { sid, exDate: row.ex_date, amount: row.rate, ...dates(row) }
      }),
      stockDividends: of((one) => one.stock_dividends).map((row) => {
        return { sid, exDate: row.ex_date, ratio: row.rate, paymentSid: sid, ...dates(row) }
      }),
    }
  }

  async *#pages<T extends { next_page_token?: string | null }>(
    path: string,
    query: Readonly<Record<string, string>>,
    schema: ZodType<T>,
    symbol: string,
  ): AsyncGenerator<T> {
    const seen = new Set<string>()
    for (let token = ''; ; ) {
      const asked = new URLSearchParams(token === '' ? query : { ...query, page_token: token })
      let page: T
      try {
        page = await this.remote.json(`${this.#base}${path}?${asked}`, schema, { headers: this.#headers })
      } catch (error) {
        const isUnknown = error instanceof RustybtError && /invalid symbol/i.test(error.message)
        throw isUnknown ? symbolNotFound('alpaca', symbol, 'it says that the symbol is invalid', error) : error
      }
      yield page
      token = page.next_page_token ?? ''
      if (token === '') return
      if (seen.has(token))
        throw this.remote.refusal('REMOTE_SHAPE', `${path} leads from page to page in a circle`, 'try again later')
      seen.add(token)
    }
  }
}

/** What is past, which can be asked for in the same words all day and so be kept, and what is of today. Both ends are included. */
function stretches(from: number, to: number, today: number): (readonly [from: number, to: number])[] {
  if (to <= today || from >= today) return [[from, to]]
  return [
    [from, today - 1000],
    [today, to],
  ]
}
