import type { Asset } from '../../core/assets/asset.js'
import { systemClock } from '../../core/data/remote/clock.js'
import { eachSymbol, type SymbolData } from '../../core/data/remote/each-symbol.js'
import { type Outside, remoteOptions } from '../../core/data/remote/options.js'
import { type GivenBars, type Owner, placeBars } from '../../core/data/remote/placed-bars.js'
import { Remote } from '../../core/data/remote/remote.js'
import type { DataRequest, DataSource, Dividend, Notice, Split } from '../../core/data/source.js'
import { DAY, dayIn, MINUTE } from '../../core/time/instant.js'
import { dateOf, dayOf } from '../../core/time/session.js'
import { type AskChart, type Chart, chartOf } from './client.js'
import type { YahooOptions } from './options.js'
import { rawAmount, rawPrice, rawVolume, SharesToday } from './raw-prices.js'

/** Minutes are given for so many days in one answer. */
const MINUTE_DAYS = 7

const RESTORED: Notice = {
  code: 'DATA_SPLITS_RESTORED',
  message:
    'Yahoo adjusts prices, volumes and dividends for later splits: they are turned back into what was traded, by the splits that it lists; adjclose is not read',
}

/** Yahoo Finance through yahoo-finance2. Prices are those of their day: neither splits nor dividends are in them. */
export function yahooSource(options: YahooOptions, outside: Outside = {}): DataSource {
  return {
    async *fetch(request) {
      const remote = new Remote({ ...remoteOptions(options, outside, request), name: 'yahoo' })
      const ask = chartOf(remote, options.url)
      const now = (outside.clock ?? systemClock).now()
      yield* eachSymbol(request, options.missing, (owner) => symbolData(owner, ask, remote, request, options, now))
      yield { kind: 'notice', notice: RESTORED }
    },
  }
}

async function symbolData(
  owner: Owner,
  ask: AskChart,
  remote: Remote,
  request: DataRequest,
  { country }: YahooOptions,
  now: number,
): Promise<SymbolData> {
  const from = request.start === undefined ? 0 : dayOf(request.start) * DAY - DAY
  // Up to today whatever the end is: splits after it are in the prices before it. To the day, so that an answer can be kept.
  const daily = await ask(owner.symbol, { interval: '1d', from, to: Math.ceil(now / DAY) * DAY + DAY })
  const zone = daily?.meta.exchangeTimezoneName ?? 'UTC'
  const splits = splitsOf(owner.sid, daily, zone)
  const shares = new SharesToday(splits)
  const given =
    request.frequency === 'daily'
      ? rowsOf(daily, shares, zone, true)
      : await minuteRows(owner.symbol, ask, request, shares, zone, now)
  const [bars, notices] = placeBars(given, owner, request, remote.asOf(now))
  const within = (date: string) => !(date < (request.start ?? '')) && !(date > (request.end ?? '9999'))
  return {
    bars,
    notices,
    splits: splits.filter(({ effectiveDate }) => within(effectiveDate)),
    dividends: dividendsOf(owner.sid, daily, shares, zone).filter(({ exDate }) => within(exDate)),
    asset: ({ startDate, endDate }): Asset => ({
      kind: daily?.meta.instrumentType === 'CRYPTOCURRENCY' ? 'cryptocurrency' : 'equity',
      ...owner,
      name: text(daily?.meta.longName) ?? text(daily?.meta.shortName) ?? owner.symbol,
      exchange: text(daily?.meta.fullExchangeName) ?? text(daily?.meta.exchangeName) ?? 'YAHOO',
      country,
      currency: text(daily?.meta.currency) ?? 'USD',
      startDate,
      endDate,
      autoCloseDate: dateOf(dayOf(endDate) + 1),
      tickSize: 10 ** -(daily?.meta.priceHint ?? 2),
      multiplier: 1,
    }),
  }
}

async function minuteRows(
  symbol: string,
  ask: AskChart,
  { start, end }: DataRequest,
  shares: SharesToday,
  zone: string,
  now: number,
): Promise<GivenBars> {
  const last = Math.min(now, end === undefined ? now : (dayOf(end) + 2) * DAY)
  const first = start === undefined ? last - MINUTE_DAYS * DAY : dayOf(start) * DAY
  const pages: GivenBars[] = []
  for (let from = first; from < last; from += MINUTE_DAYS * DAY) {
    const chart = await ask(symbol, { interval: '1m', from, to: Math.min(from + MINUTE_DAYS * DAY, last) })
    pages.push(rowsOf(chart, shares, zone, false))
  }
  const column = (name: keyof GivenBars) => pages.flatMap((page) => Array.from(page[name]))
  return {
    times: column('times'),
    open: column('open'),
    high: column('high'),
    low: column('low'),
    close: column('close'),
    volume: column('volume'),
  }
}

/** Rows as they were traded. Yahoo labels a bar by its start, a day by its open: here a day is its date, a minute ends. */
function rowsOf(chart: Chart | undefined, shares: SharesToday, zone: string, isDaily: boolean): GivenBars {
  const stamps = chart?.timestamp ?? []
  const [quote] = chart?.indicators.quote ?? []
  const days = stamps.map((stamp) => dayIn(stamp * 1000, zone))
  const factors = days.map((day) => shares.on(dateOf(day)))
  const column = (name: 'open' | 'high' | 'low' | 'close' | 'volume', raw: (value: number, shares: number) => number) =>
    stamps.map((_, i) => {
      const value = quote?.[name][i] ?? Number.NaN
      return Number.isNaN(value) ? value : raw(value, factors[i])
    })
  return {
    times: stamps.map((stamp, i) => (isDaily ? days[i] * DAY : stamp * 1000 + MINUTE)),
    open: column('open', rawPrice),
    high: column('high', rawPrice),
    low: column('low', rawPrice),
    close: column('close', rawPrice),
    volume: column('volume', rawVolume),
  }
}

function splitsOf(sid: number, chart: Chart | undefined, zone: string): Split[] {
  return Object.values(chart?.events?.splits ?? {})
    .filter(({ numerator, denominator }) => numerator > 0 && denominator > 0 && numerator !== denominator)
    .map(({ date, numerator, denominator }) => ({
      sid,
      effectiveDate: eventDate(date, zone),
      ratio: denominator / numerator,
    }))
}

function dividendsOf(sid: number, chart: Chart | undefined, shares: SharesToday, zone: string): Dividend[] {
  return Object.values(chart?.events?.dividends ?? {})
    .filter(({ amount }) => amount > 0)
    .map(({ date, amount }) => {
      const exDate = eventDate(date, zone)
      return { sid, exDate, amount: rawAmount(amount, shares.on(exDate)) }
    })
}

/** The library makes dates of some events' seconds, and leaves others. */
function eventDate(at: Date | number, zone: string): string {
  return dateOf(dayIn(typeof at === 'number' ? at * 1000 : at.getTime(), zone))
}

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value.trim() : undefined
