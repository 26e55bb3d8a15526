import { describe, expect, it } from '@jest/globals'
import { column, dataSet } from '../../../core/pipeline/dataset.js'
import { COUNTRY_DOMAINS, domainOfCalendar, sessionDomain } from '../../../core/pipeline/domain.js'
import { equityPricing } from '../../../core/pipeline/equity-pricing.js'
import { BarLoader } from '../../../core/pipeline/loaders/bars.js'
import { EstimatesLoader } from '../../../core/pipeline/loaders/estimates.js'
import { EventsLoader } from '../../../core/pipeline/loaders/events.js'
import { TableLoader } from '../../../core/pipeline/loaders/table.js'
import { day, market, valuesOf } from './market.js'

const Facts = dataSet('Facts', {
  score: column('float64'),
  on: column('datetime'),
  kind: column('int64', { missing: -1 }),
})

/** By running Zipline: country and calendar of `BUILT_IN_DOMAINS`. */
const BUILT_IN =
  'AR:XBUE AT:XWBO AU:XASX BE:XBRU BR:BVMF CA:XTSE CH:XSWX CL:XSGO CN:XSHG CO:XBOG CZ:XPRA DE:XFRA DK:XCSE ES:XMAD FI:XHEL FR:XPAR ' +
  'GB:XLON GR:ASEX HK:XHKG HU:XBUD ID:XIDX IE:XDUB IN:XBOM IT:XMIL JP:XTKS KR:XKRX MX:XMEX MY:XKLS NL:XAMS NO:XOSL NZ:XNZE PE:XLIM ' +
  'PH:XPHS PK:XKAR PL:XWAR PT:XLIS RU:XMOS SE:XSTO SG:XSES TH:XBKK TR:XIST TW:XTAI US:XNYS ZA:XJSE'

describe('domains', () => {
  it("has Zipline's domains, and all assets on other calendars", () => {
    expect([...COUNTRY_DOMAINS].map(([country, { calendar }]) => `${country}:${calendar}`).join(' ')).toBe(BUILT_IN)
    expect(domainOfCalendar('XLON').country).toBe('GB')
    expect(domainOfCalendar('24/7').country).toBeUndefined()
  })

  it('counts data until a time of day', () => {
    const { reader } = market([[1, 2, 3]])
    const early = sessionDomain('US', { time: '08:30', zone: 'America/New_York', days: -1 })
    expect(new Date(early.cutoffs!(reader.sessions)[1]).toISOString()).toBe('2021-01-01T13:30:00.000Z')
  })
})

describe('bars', () => {
  it('turns prices into other currencies, at the rate of the prices’ own session', () => {
    const data = market([[10, 20, 30]])
    const loader = new BarLoader(data, (from, to, row) =>
      from === 'USD' && to === 'EUR' ? (row + 1) / 10 : Number.NaN,
    )
    const { close, volume, currency } = equityPricing
    const options = { loaders: [loader] }
    expect(valuesOf(data, close.fx('EUR').latest, 1, 2, options)).toEqual([{ A0: 1 }, { A0: 4 }])
    expect(valuesOf(data, close.latest, 1, 2, options)).toEqual([{ A0: 10 }, { A0: 20 }])
    expect(valuesOf(data, currency.latest.eq('USD'), 1, 1, options)).toEqual([{ A0: 1 }])
    expect(close.fx('EUR')).toBe(close.fx('EUR'))
    expect(() => volume.fx('EUR')).toThrow('does not produce currency-denominated data')
  })
})

describe('tables', () => {
  const table = (cells: readonly (readonly [number, number | string | null])[]) =>
    new Map(cells.map(([row, value]) => [day(row), new Map([[0, value]])]))

  it('show what they have on a session, and nothing of assets and sessions that they have not', () => {
    const data = market([
      [1, 2, 3, 4],
      [1, 2, 3, 4],
    ])
    const loaders = [
      new TableLoader(Facts.score, {
        values: table([
          [1, 5],
          [3, 7],
        ]),
      }),
      new TableLoader(Facts.on, {
        values: table([
          [1, '2020-12-31'],
          [2, null],
        ]),
      }),
      new TableLoader(Facts.kind, { values: table([[2, 3]]) }),
    ]
    const seen = (term: Parameters<typeof valuesOf>[1]) =>
      valuesOf(data, term, 1, 3, { loaders }).map(({ A0, A1 }) => [A0, A1])
    const { NaN: none } = Number
    expect(seen(Facts.score.latest)).toEqual([
      [5, none],
      [none, none],
      [7, none],
    ])
    expect(seen(Facts.on.latest)).toEqual([
      [Date.parse('2020-12-31'), none],
      [none, none],
      [none, none],
    ])
    expect(seen(Facts.kind.latest)).toEqual([
      [-1, -1],
      [3, -1],
      [-1, -1],
    ])
  })

  it('refuse what is no value of the column, and adjustments of anything but numbers', () => {
    const loader = new TableLoader(Facts.score, { values: table([[1, 'high']]) })
    expect(() => valuesOf(market([[1, 2]]), Facts.score.latest, 1, 1, { loaders: [loader] })).toThrow(
      "'high' is no float64",
    )
    const adjustment = { sid: 0, kind: 'add', value: 1, endDate: day(1), applyDate: day(1) } as const
    expect(() => new TableLoader(Facts.kind, { values: table([]), adjustments: [adjustment] })).toThrow('only float64')
  })
})

describe('events and estimates', () => {
  it('refuse fields, times and columns that they cannot show', () => {
    const event = { sid: 0, eventDate: '2021-01-02', timestamp: '2021-01-01', value: 1 }
    expect(() => new EventsLoader([event], { next: [[Facts.score, 'price']] })).toThrow(
      "no event has the field 'price'",
    )
    expect(() => new EventsLoader([{ ...event, timestamp: 'soon' }], { next: [[Facts.score, 'value']] })).toThrow(
      "'soon' is no time",
    )
    expect(() => new EstimatesLoader([], { side: 'next', columns: [[Facts.kind, 'kind']] })).toThrow('has int64')
    expect(() => new EstimatesLoader([], { side: 'next', announcements: -1, columns: [] })).toThrow(
      'ESTIMATES'.slice(0, 0),
    )
  })
})
