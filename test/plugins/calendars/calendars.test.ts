import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import type { PluginHost } from '../../../core/kernel/plugin.js'
import { allSessions, Calendar } from '../../../core/time/calendar.js'
import { isoText } from '../../../core/time/instant.js'
import type { SessionTable } from '../../../core/time/session.js'
import plugin from '../../../plugins/calendars/plugin.js'

interface Expected {
  readonly from: string
  readonly to: string
  readonly sessions: number
  readonly all: string
  readonly years: Readonly<Record<string, string>>
  readonly halfDays: { readonly count: number; readonly all: string }
}

const hashes: Record<string, Expected> = JSON.parse(readFileSync(new URL('./hashes.json', import.meta.url), 'utf8'))

type Create = (options: never, resolve: never) => unknown
const offers = new Map<string, Create>()
const host: PluginHost = {
  provide: (role, name, create) => {
    expect(role).toBe(Calendar)
    offers.set(name, create as Create)
  },
  onClose: () => undefined,
}
await plugin.register(host)

async function calendar(name: string): Promise<Calendar> {
  const create = offers.get(name) as Create
  return (await create(undefined as never, undefined as never)) as Calendar
}

const utcMinute = (instant: number) => `${isoText(instant).slice(0, 16)}Z`
const digest = (lines: readonly string[]) =>
  createHash('sha256')
    .update(lines.map((line) => `${line}\n`).join(''))
    .digest('hex')

function linesOf(table: SessionTable): string[] {
  return [...table.days.keys()].map((i) => {
    const pause = [table.breakStarts?.[i], table.breakEnds?.[i]].filter((at) => at !== undefined && !Number.isNaN(at))
    return [table.date(i), ...[table.opens[i], table.closes[i], ...(pause as number[])].map(utcMinute)].join(' ')
  })
}

describe.each(Object.entries(hashes))('%s has the sessions of exchange_calendars', (name, expected) => {
  it('from first to last', async () => {
    const whole = allSessions(await calendar(name))
    expect([whole.length, digest(linesOf(whole))]).toEqual([expected.sessions, expected.all])
  })

  it('in each year asked for by itself', async () => {
    const { firstDate, lastDate, sessions } = await calendar(name)
    expect([firstDate, lastDate]).toEqual([expected.from, expected.to])
    const years = Object.keys(expected.years).map((year) => {
      const from = `${year}-01-01` < firstDate ? firstDate : `${year}-01-01`
      const to = `${year}-12-31` > lastDate ? lastDate : `${year}-12-31`
      return [year, digest(linesOf(sessions(from, to)))]
    })
    expect(Object.fromEntries(years)).toEqual(expected.years)
  })

  it('and its half days', async () => {
    const whole = allSessions(await calendar(name))
    const halves = [...whole.days.keys()].filter((i) => whole.halfDays?.[i] === 1).map((i) => whole.date(i))
    expect([halves.length, digest(halves)]).toEqual([expected.halfDays.count, expected.halfDays.all])
  })
})

describe('New York', () => {
  it.each([
    ['2020-01-02', '2020-01-02T14:30Z', '2020-01-02T21:00Z'],
    ['2020-03-06', '2020-03-06T14:30Z', '2020-03-06T21:00Z'],
    ['2020-03-09', '2020-03-09T13:30Z', '2020-03-09T20:00Z'],
    ['2019-11-29', '2019-11-29T14:30Z', '2019-11-29T18:00Z'],
    ['1992-11-27', '1992-11-27T14:30Z', '1992-11-27T19:00Z'],
  ])('on %s is open from %s to %s', async (date, open, close) =>
    expect(linesOf((await calendar('XNYS')).sessions(date, date))).toEqual([`${date} ${open} ${close}`]),
  )

  it.each(['2001-09-11', '2012-10-29', '2018-12-05', '2025-01-09', '2020-07-03', '2020-01-04'])(
    'has no session on %s',
    async (date) => expect((await calendar('XNYS')).sessions(date, date)).toHaveLength(0),
  )

  it('closes after it opens, before it opens again', async () => {
    const { opens, closes, length } = allSessions(await calendar('XNYS'))
    for (let i = 0; i < length; i++) {
      expect(closes[i]).toBeGreaterThan(opens[i])
      if (i > 0) expect(opens[i]).toBeGreaterThan(closes[i - 1])
    }
  })

  it.each(['NYSE', 'NASDAQ', 'XNAS', 'BATS', 'ARCX', 'OOTC', 'XASE'])('is known as %s too', async (alias) =>
    expect(await calendar(alias)).toBe(await calendar('XNYS')),
  )
})

describe('24/7', () => {
  it('has a session a day from midnight to midnight UTC', async () => {
    const always = await calendar('24/7')
    expect(always.sessionsPerYear).toBe(365)
    expect(linesOf(always.sessions('2020-02-28', '2020-03-01'))).toEqual([
      '2020-02-28 2020-02-28T00:00Z 2020-02-29T00:00Z',
      '2020-02-29 2020-02-29T00:00Z 2020-03-01T00:00Z',
      '2020-03-01 2020-03-01T00:00Z 2020-03-02T00:00Z',
    ])
    expect(always.sessions('2020-01-01', '2020-12-31')).toHaveLength(366)
  })
})
