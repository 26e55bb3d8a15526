import { z } from 'zod'
import type { Equity } from '../../core/assets/asset.js'
import { systemClock } from '../../core/data/remote/clock.js'
import { eachSymbol, type SymbolData, symbolNotFound } from '../../core/data/remote/each-symbol.js'
import { type Outside, remoteOptions } from '../../core/data/remote/options.js'
import { type GivenBars, type Owner, placeBars } from '../../core/data/remote/placed-bars.js'
import { Remote } from '../../core/data/remote/remote.js'
import type { DataRequest, DataSource, Notice } from '../../core/data/source.js'
import { RustybtError } from '../../core/kernel/errors.js'
import { DAY } from '../../core/time/instant.js'
import type { FredOptions } from './options.js'

const ROWS = 100_000
/** Everything that was ever published: the range that FRED itself names. */
const EVER = { realtime_start: '1776-07-04', realtime_end: '9999-12-31' }
/** The first published value of each observation, `realtime_start` being the day. */
const INITIAL_RELEASE = '4'

const date = z.iso.date()
const observations = z.object({
  count: z.number(),
  /** A value that is not there is a point. */
  observations: z.array(z.object({ realtime_start: date, date, value: z.string() })),
})
const about = z.object({
  seriess: z.array(z.object({ title: z.string(), units: z.string().optional() })).min(1),
})

/** Series of FRED as assets that have a value on some days and never trade: all four prices are the value, the volume is 0. */
export function fredSource(options: FredOptions, outside: Outside = {}): DataSource {
  return {
    async *fetch(request) {
      if (request.frequency !== 'daily') {
        throw new RustybtError(
          'DATA_FREQUENCY_MISSING',
          'fred: minute bars were asked for, but series have no times of day',
        )
      }
      const { key, missing } = options
      const remote = new Remote({
        ...remoteOptions(options, outside, request),
        name: 'fred',
        secrets: [key],
      })
      const asking = new Asking(remote, options, request, (outside.clock ?? systemClock).now())
      yield* eachSymbol(request, missing, (owner) => asking.symbol(owner))
    },
  }
}

interface Observation {
  /** The day on which it stands. */
  readonly day: string
  readonly value: number
}

class Asking {
  constructor(
    private readonly remote: Remote,
    private readonly options: FredOptions,
    private readonly request: DataRequest,
    private readonly now: number,
  ) {}

  async symbol(owner: Owner): Promise<SymbolData> {
    const [{ title, units }] = (await this.#ask(owner, 'series', { series_id: owner.symbol }, about)).seriess
    const values = await this.#observations(owner)
    const [given, left] = this.#onSessions(owner, values)
    const [bars, notices] = placeBars(given, owner, this.request, this.remote.asOf(this.now), { signed: true })
    return {
      bars,
      notices: [...left, ...notices, ...negative(owner, bars.close)],
      asset: ({ startDate, endDate }): Equity => ({
        kind: 'equity',
        ...owner,
        name: units === undefined ? title : `${title} (${units})`,
        exchange: 'FRED',
        country: 'US',
        currency: 'USD',
        startDate,
        endDate,
        tickSize: 0.01,
        multiplier: 1,
      }),
    }
  }

  async #observations(owner: Owner): Promise<Observation[]> {
    const isRelease = this.options.dates === 'release'
    const all: Observation[] = []
    for (let offset = 0; ; offset += ROWS) {
      const query = {
        series_id: owner.symbol,
        sort_order: 'asc',
        limit: String(ROWS),
        offset: String(offset),
        ...(isRelease ? { ...EVER, output_type: INITIAL_RELEASE } : undefined),
      }
      const page = await this.#ask(owner, 'series/observations', query, observations)
      for (const row of page.observations) {
        const value = row.value === '.' ? Number.NaN : Number(row.value)
        if (row.value !== '.' && !Number.isFinite(value))
          throw this.remote.refusal('REMOTE_SHAPE', `${owner.symbol}: '${row.value}' of ${row.date} is no number`)
        if (!Number.isNaN(value)) all.push({ day: isRelease ? row.realtime_start : row.date, value })
      }
      if (page.observations.length === 0 || offset + page.observations.length >= page.count) return all
    }
  }

  /** Each value on the first session from its day on. Of several that fall on one, as in a release of a year's months, the last is known. */
  #onSessions({ sid, symbol }: Owner, values: readonly Observation[]): [GivenBars, Notice[]] {
    const { calendar } = this.request
    const sessions = calendar.sessions(calendar.firstDate, calendar.lastDate)
    const bySession = new Map<number, number>()
    let covered = 0
    for (const { day, value } of values) {
      const row = day < calendar.firstDate ? -1 : sessions.atOrAfter(day)
      if (row < 0 || row >= sessions.length) continue
      if (bySession.has(row)) covered++
      bySession.set(row, value)
    }
    const rows = [...bySession].sort(([a], [b]) => a - b)
    const close = rows.map(([, value]) => value)
    const given = {
      times: rows.map(([row]) => sessions.days[row] * DAY),
      open: close,
      high: close,
      low: close,
      close,
      volume: close.map(() => 0),
    }
    if (covered === 0) return [given, []]
    const message = `${symbol}: ${covered} values left out that fell on one session with a later one`
    return [given, [{ code: 'DATA_DATE_DUPLICATE', sid, message }]]
  }

  async #ask<T>(owner: Owner, path: string, query: Readonly<Record<string, string>>, schema: z.ZodType<T>): Promise<T> {
    const { url, key } = this.options
    const asked = new URLSearchParams({ ...query, file_type: 'json', api_key: key.reveal() })
    try {
      return await this.remote.json(`${url.replace(/\/+$/, '')}/fred/${path}?${asked}`, schema)
    } catch (error) {
      if (!(error instanceof RustybtError)) throw error
      if (/series does not exist/i.test(error.message))
        throw symbolNotFound('fred', owner.symbol, 'it says that the series does not exist', error)
      if (/variable api_key/i.test(error.message))
        throw this.remote.refusal('REMOTE_DENIED', 'the key is not registered', 'check the key', error)
      throw error
    }
  }
}

function negative({ sid, symbol }: Owner, values: Float64Array): Notice[] {
  if (!values.some((value) => value < 0)) return []
  const message = `${symbol} has values below zero, which Zipline's store cannot hold: run it with the profile strict`
  return [{ code: 'DATA_NEGATIVE', sid, message }]
}
