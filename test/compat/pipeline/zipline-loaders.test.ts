import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from '@jest/globals'
import { Column, DataSet, factors as f, filters as fl, EquityPricing as P, Returns } from '../../../compat/index.js'
import type { Dataset } from '../../../core/data/dataset.js'
import { type EventRecord, EventsLoader } from '../../../core/pipeline/loaders/events.js'
import { type Cell, type TableAdjustment, TableLoader } from '../../../core/pipeline/loaders/table.js'
import { Pipeline } from '../../../core/pipeline/pipeline.js'
import { assetsOf } from '../../../core/pipeline/result.js'
import { runPipeline } from '../../../core/pipeline/run-pipeline.js'
import type { ComputableTerm } from '../../../core/pipeline/term.js'
import { readMarket } from '../../parity/own-pipeline/market.js'

interface Answers {
  readonly start: string
  readonly end: string
  readonly tables: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, Cell>>>>>>
  readonly adjustments: readonly TableAdjustment[]
  readonly events: readonly EventRecord[]
  readonly rows: Readonly<Record<string, readonly Readonly<Record<string, Cell>>[]>>
}

const file = join(import.meta.dirname, '../../parity/own-pipeline/loaders.json.gz')
const answers = JSON.parse(gunzipSync(readFileSync(file)).toString()) as Answers

const F = DataSet('Facts', {
  number: Column('float64'),
  flag: Column('bool'),
  count: Column('int64', { missing_value: -1 }),
  on: Column('datetime'),
  sector: Column('string', { missing_value: '' }),
  name: Column('string'),
})
const R = DataSet('Reports', {
  next_date: Column('datetime'),
  next_value: Column('float64'),
  previous_date: Column('datetime'),
  previous_value: Column('float64'),
  previous_count: Column('int64', { missing_value: -9 }),
  previous_word: Column('string', { missing_value: 'none' }),
})

const r = Returns({ window_length: 6 })
const sector = F.sector.latest
const name = F.name.latest
const count = F.count.latest
const on = F.on.latest

const TERMS: Readonly<Record<string, ComputableTerm>> = {
  number: F.number.latest,
  mean: f.SimpleMovingAverage({ inputs: [F.number], window_length: 6 }),
  least: f.FastStochasticOscillator({ inputs: [F.number, P.low, P.close], window_length: 5 }),
  change: f.PercentChange({ inputs: [F.number], window_length: 4 }),
  present: fl.AllPresent({ inputs: [F.number], window_length: 3 }),
  present_name: fl.AllPresent({ inputs: [F.name], window_length: 2 }),
  flag: F.flag.latest,
  flagged: F.flag.latest.and(r.gt(0)),
  held: fl.All({ inputs: [F.flag.latest], window_length: 2 }),
  count,
  counted: count.eq(2),
  peers: count.peer_count(),
  by_count: r.demean({ groupby: count }),
  count_filled: count.fillna(5),
  count_null: count.isnull(),
  count_high: count.element_of([1, 3]),
  on,
  on_rank: on.rank(),
  on_null: on.isnull(),
  on_there: on.notnull(),
  on_since: f.BusinessDaysSincePreviousEvent({ inputs: [F.on] }),
  on_until: f.BusinessDaysUntilNextEvent({ inputs: [F.on] }),
  sector,
  tech: sector.eq('tech'),
  not_tech: sector.ne('tech'),
  t: sector.startswith('te'),
  k: sector.endswith('k'),
  a: sector.has_substring('a'),
  m: sector.matches('t[ea]+'),
  two: sector.element_of(['oil', 'bank']),
  by_sector: r.zscore({ groupby: sector }),
  sector_null: sector.isnull(),
  sector_top: r.top(1, { groupby: sector }),
  sector_rank: r.rank({ groupby: sector }),
  sector_first: sector.relabel((text) => text[0]).eq('t'),
  sector_filled: sector.fillna('none'),
  sector_peers: sector.peer_count(),
  count_week: count.downsample('week_start'),
  sector_if: r.gt(0).if_else(sector, sector.fillna('none')),
  acme: name.eq('ACME Corp'),
  name_null: name.isnull(),
  name_there: name.notnull(),
  name_inc: name.endswith('Inc'),
  by_name: r.demean({ groupby: name }),
  name_plc: name.relabel((text) => text.split(' ').at(-1)!).eq('plc'),
  next_date: R.next_date.latest,
  next_value: R.next_value.latest,
  until: f.BusinessDaysUntilNextEvent({ inputs: [R.next_date] }),
  previous_date: R.previous_date.latest,
  previous_value: R.previous_value.latest,
  since: f.BusinessDaysSincePreviousEvent({ inputs: [R.previous_date] }),
  since_masked: f.BusinessDaysSincePreviousEvent({ inputs: [R.previous_date], mask: r.gt(0) }),
  previous_count: R.previous_count.latest,
  word: R.previous_word.latest,
  value_mean: f.SimpleMovingAverage({ inputs: [R.previous_value], window_length: 5 }),
}

const table = (column: keyof typeof F & string) =>
  new Map(
    Object.entries(answers.tables[column]).map(([date, row]) => [
      date,
      new Map(Object.entries(row).map(([sid, cell]) => [Number(sid), cell])),
    ]),
  )
const loaders = [
  ...F.columns.map(
    (column) =>
      new TableLoader(column, {
        values: table(column.name as keyof typeof F & string),
        adjustments: column.name === 'number' ? answers.adjustments : [],
      }),
  ),
  new EventsLoader(answers.events, {
    next: [
      [R.next_date, 'eventDate'],
      [R.next_value, 'value'],
    ],
    previous: [
      [R.previous_date, 'eventDate'],
      [R.previous_value, 'value'],
      [R.previous_count, 'count'],
      [R.previous_word, 'word'],
    ],
  }),
]

describe('data of other kinds as Zipline loads and computes them', () => {
  let dataset: Dataset
  beforeAll(async () => {
    dataset = await readMarket(1)
  })

  it('has every row that Zipline answered', () => {
    expect(Object.keys(TERMS)).toEqual(Object.keys(answers.rows))
  })

  it.each(Object.keys(TERMS))('%s', (key) => {
    const { start, end } = answers
    const pipeline = new Pipeline({ columns: { x: TERMS[key] } })
    const sessions = [...runPipeline(pipeline, dataset, { start, end, calendar: 'XNYS', loaders }).rows()]
    const actual = sessions.map((rows) => {
      const texts = rows.labels.get('x')
      const cells = assetsOf(rows).map(({ sid }, j): [number, Cell] => {
        const value = rows.values[0][j]
        return [sid, texts ? texts[value] : Number.isNaN(value) ? null : value]
      })
      return Object.fromEntries(cells)
    })
    const expected = answers.rows[key].map((row) =>
      Object.fromEntries(Object.entries(row).map(([sid, cell]) => [sid, near(cell)])),
    )
    expect(actual).toEqual(expected)
  })
})

/** What a cell must equal: numbers to 1e-9, flags as 0 and 1. */
function near(cell: Cell): unknown {
  if (typeof cell === 'boolean') return Number(cell)
  if (cell === 'inf' || cell === '-inf') return cell === 'inf' ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY
  return typeof cell === 'number' && !Number.isInteger(cell) ? expect.closeTo(cell, 9) : cell
}
