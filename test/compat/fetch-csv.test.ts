import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import {
  type BarData,
  type Context,
  type FetchCsvOptions,
  type FetchedRow,
  fetch_csv,
  type Row,
  run_algorithm,
  symbol,
} from '../../compat/index.js'
import { answersOf, DATA } from './answers.js'
import { sendCsv, serve } from './csv-server.js'

type Seen = Record<string, Record<string, { values: Record<string, unknown>; assets: string[] }>>
interface Answer {
  readonly kind: 'daily' | 'minute'
  readonly span: readonly [string, string]
  readonly csv: string
  readonly options: Readonly<Record<string, unknown>>
  readonly seen: Seen
}
const answers = answersOf<Record<string, Answer>>('fetch_csv')

const functions = {
  rename: (rows: Row[]) => rows.map((row) => ({ date: row.Date, symbol: row.Ticker, a: row.Score })),
  scale: (rows: FetchedRow[]): FetchedRow[] =>
    rows.filter((row) => row.signal !== 3).map((row) => ({ ...row, scaled: Number(row.signal) * 10 })),
}
const optionsOf = (given: Answer['options']): FetchCsvOptions =>
  Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, functions[value as 'scale'] ?? value]),
  ) as FetchCsvOptions

/** Runs and notes what was seen, of what Zipline's run has noted, and when. */
async function look({ kind, span, seen }: Answer, initialize: (context: Context) => void | Promise<void>) {
  const questions = Object.keys(Object.values(Object.values(seen)[0])[0].values).map((key) => key.split(' '))
  const actual: Seen = {}
  const ask = (data: BarData, at: string) => {
    const day = (actual[data.current_session.isoformat().slice(0, 10)] ??= {})
    if (at in day) return
    const values = questions.map(([name, column]): [string, unknown] => {
      const value = data.current(name[0] === "'" ? name.slice(1) : symbol(name), column)
      return [`${name} ${column}`, Number.isNaN(value) ? null : value]
    })
    day[at] = { values: Object.fromEntries(values), assets: data.fetcher_assets.map((asset) => asset.symbol) }
  }
  await run_algorithm({
    start: span[0],
    end: span[1],
    capital_base: 1e5,
    csv: DATA[kind],
    data_frequency: kind,
    initialize,
    handle_data: (_context, data) => ask(data, 'bar'),
    before_trading_start: (_context, data) => ask(data, 'before'),
  })
  return actual
}

describe('fetch_csv shows what Zipline shows', () => {
  it.each(Object.entries(answers))('%s', async (_name, answer) => {
    const server = await serve(sendCsv(answer.csv))
    try {
      const seen = await look(answer, () => {
        fetch_csv(`${server.url}/a.csv`, optionsOf(answer.options))
      })
      expect(seen).toEqual(answer.seen)
    } finally {
      await server.close()
    }
  })

  it('from a file, at once', async () => {
    const answer = answers['signals of two assets']
    const file = join(mkdtempSync(join(tmpdir(), 'fetch-')), 'a.csv')
    writeFileSync(file, answer.csv)
    const seen = await look(answer, () => void fetch_csv(file))
    expect(seen).toEqual(answer.seen)
  })

  it('awaited: the rows are there, and other functions may be called after it', async () => {
    const answer = answers['signals of two assets']
    const server = await serve(sendCsv(answer.csv))
    try {
      const rows: unknown[] = []
      await look(answer, async () => {
        const csv = await fetch_csv(server.url)
        rows.push(...csv.rows.map(({ dt, sid, signal }) => [dt.isoformat(), sid === symbol('BETA'), signal]))
      })
      expect(rows.slice(0, 2)).toEqual([
        ['2020-02-20T00:00:00+00:00', true, 1],
        ['2020-03-02T00:00:00+00:00', true, 2.5],
      ])
    } finally {
      await server.close()
    }
  })
})
