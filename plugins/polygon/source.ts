import type { ZodType } from 'zod'
import type { Equity } from '../../core/assets/asset.js'
import { systemClock } from '../../core/data/remote/clock.js'
import { eachSymbol, type SymbolData, symbolNotFound } from '../../core/data/remote/each-symbol.js'
import { type Outside, remoteOptions } from '../../core/data/remote/options.js'
import { type Owner, placeBars } from '../../core/data/remote/placed-bars.js'
import { Remote } from '../../core/data/remote/remote.js'
import type { DataRequest, DataSource } from '../../core/data/source.js'
import { RustybtError } from '../../core/kernel/errors.js'
import { DAY, dayIn, MINUTE } from '../../core/time/instant.js'
import { dateOf, dayOf } from '../../core/time/session.js'
import type { PolygonOptions } from './options.js'
import * as wire from './wire.js'

/** Aggregates a request may answer, and rows of reference data. */
const BARS = 50_000
const ROWS = 1000
/** Where requests say neither; Polygon's data begin in 2003. */
const FIRST = '2003-01-01'
const ZONE = 'America/New_York'

/** Polygon's REST API: bars as they were traded (`adjusted=false`), splits and dividends beside them. */
export function polygonSource(options: PolygonOptions, outside: Outside = {}): DataSource {
  return {
    async *fetch(request) {
      const { key, missing } = options
      const remote = new Remote({
        ...remoteOptions(options, outside, request),
        name: 'polygon',
        secrets: [key],
      })
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
    { url, key }: PolygonOptions,
    private readonly request: DataRequest,
    private readonly now: number,
  ) {
    this.#base = url.replace(/\/+$/, '')
    this.#headers = { authorization: `Bearer ${key.reveal()}` }
    this.#from = request.start ?? FIRST
    this.#to = request.end ?? dateOf(Math.floor(now / DAY))
  }

  async symbol(owner: Owner): Promise<SymbolData> {
    const { sid, symbol } = owner
    const about = await this.#ticker(symbol)
    const rows = await this.#bars(symbol)
    const [bars, notices] = placeBars(rows, owner, this.request, this.remote.asOf(this.now))
    const splits = await this.#pages(this.#reference('splits', symbol, 'execution_date'), wire.splits)
    const dividends = await this.#pages(this.#reference('dividends', symbol, 'ex_dividend_date'), wire.dividends)
    return {
      bars,
      notices,
      splits: splits.map(({ execution_date: effectiveDate, split_from, split_to }) => {
        return { sid, effectiveDate, ratio: split_from / split_to }
      }),
      dividends: dividends
        .filter(({ cash_amount }) => cash_amount > 0)
        .map((row) => ({
          sid,
          exDate: row.ex_dividend_date,
          amount: row.cash_amount,
          declaredDate: row.declaration_date ?? undefined,
          recordDate: row.record_date ?? undefined,
          payDate: row.pay_date ?? undefined,
        })),
      asset: ({ startDate, endDate }): Equity => ({
        kind: 'equity',
        ...owner,
        name: about.name ?? symbol,
        exchange: about.primary_exchange ?? 'POLYGON',
        country: (about.locale ?? 'us') === 'us' ? 'US' : '??',
        currency: (about.currency_name ?? 'usd').toUpperCase().slice(0, 3),
        startDate,
        endDate,
        autoCloseDate: dateOf(dayOf(endDate) + 1),
        tickSize: 0.01,
        multiplier: 1,
      }),
    }
  }

  async #ticker(symbol: string) {
    try {
      const path = `/v3/reference/tickers/${encodeURIComponent(symbol)}`
      return (await this.remote.json(this.#base + path, wire.ticker, { headers: this.#headers })).results
    } catch (error) {
      if (!(error instanceof RustybtError) || error.code !== 'REMOTE_NOT_FOUND') throw error
      throw symbolNotFound('polygon', symbol, 'it answered 404', error)
    }
  }

  async #bars(symbol: string) {
    const isDaily = this.request.frequency === 'daily'
    const range = `${isDaily ? '1/day' : '1/minute'}/${this.#from}/${this.#to}`
    const path = `/v2/aggs/ticker/${encodeURIComponent(symbol)}/range/${range}`
    const rows = await this.#pages(`${path}?adjusted=false&sort=asc&limit=${BARS}`, wire.aggregates, (page) => {
      if (page.adjusted !== true) return
      const hint = 'splits would be applied twice: see if a newer rustybt knows the service'
      throw this.remote.refusal('REMOTE_SHAPE', `${symbol}: raw prices were asked for, adjusted ones came`, hint)
    })
    const dayOfBar = (time: number) => dayIn(time, time % DAY === 0 ? 'UTC' : ZONE)
    return {
      times: rows.map(({ t }) => (isDaily ? dayOfBar(t) * DAY : t + MINUTE)),
      open: rows.map(({ o }) => o),
      high: rows.map(({ h }) => h),
      low: rows.map(({ l }) => l),
      close: rows.map(({ c }) => c),
      volume: rows.map(({ v }) => v),
    }
  }

  #reference(what: string, symbol: string, date: string): string {
    const range = `${date}.gte=${this.#from}&${date}.lte=${this.#to}`
    return `/v3/reference/${what}?ticker=${encodeURIComponent(symbol)}&${range}&sort=${date}&order=asc&limit=${ROWS}`
  }

  async #pages<T>(
    path: string,
    schema: ZodType<{ results: T[]; next_url?: string; adjusted?: boolean }>,
    check: (page: { adjusted?: boolean }) => void = () => {},
  ): Promise<T[]> {
    const all: T[] = []
    const seen = new Set<string>()
    for (let next: string | undefined = path; next !== undefined; ) {
      if (seen.has(next))
        throw this.remote.refusal('REMOTE_SHAPE', `${path} leads from page to page in a circle`, 'try again later')
      seen.add(next)
      const page: { results: T[]; next_url?: string; adjusted?: boolean } = await this.remote.json(
        this.#base + next,
        schema,
        {
          headers: this.#headers,
        },
      )
      check(page)
      for (const row of page.results) all.push(row)
      next = page.next_url === undefined || page.next_url === '' ? undefined : pathOf(page.next_url)
    }
    return all
  }
}

/** The next page is asked of the same host, whatever address it names: the key goes nowhere else. */
function pathOf(url: string): string {
  const { pathname, searchParams } = new URL(url, 'https://next')
  searchParams.delete('apiKey')
  return `${pathname}?${searchParams}`
}
