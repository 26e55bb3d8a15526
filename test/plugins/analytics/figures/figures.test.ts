import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from '@jest/globals'
import type { RunAbout } from '../../../../core/engine/report.js'
import type { RunResult } from '../../../../core/engine/result.js'
import { collect } from '../../../../plugins/analytics/collect.js'
import { compareRuns } from '../../../../plugins/analytics/comparison.js'
import type { Block, Cell, ReportData } from '../../../../plugins/analytics/report-data.js'
import { STATISTIC_NAMES, statisticOf } from '../../../../plugins/analytics/statistic-names.js'
import { inParts, recordOf, theMarket, workedRun } from './run.js'

/**
 * Every figure of the report is worked out a second time, by figures.py from the record of one run. Where the engine does other than the
 * record, or the report names a figure more:
 *
 *     UPDATE_RECORD=1 npm test -- test/plugins/analytics/figures
 *     python figures.py record.json > figures.json
 */
const folder = import.meta.dirname
const read = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8'))

type Value = Cell | undefined | readonly Value[]
/** What is compared, and how far apart may be what is written with fewer digits. */
interface Named {
  readonly value: Value
  readonly apart: number
}
const EXACT = 1e-9

/** Every number of the report by its name. */
function figuresOf(data: ReportData): Map<string, Named> {
  const named = new Map<string, Named>()
  const put = (name: string, value: Value, apart = EXACT) => {
    if (named.has(name)) throw new Error(`two figures are called ${name}`)
    named.set(name, { value, apart })
  }
  for (const { label, value, periods = [] } of data.headline) {
    put(`headline/${label}`, value)
    for (const one of periods) put(`headline/${label}/${one.name}`, one.value)
  }
  for (const { label, value } of data.trust) put(`trust/${label}`, value)
  for (const block of data.tabs.flatMap(({ blocks }) => blocks)) blockFigures(block, put)
  return named
}

function blockFigures(block: Block, put: (name: string, value: Value, apart?: number) => void): void {
  const { id } = block
  switch (block.kind) {
    case 'figures':
      for (const { label, values } of block.groups.flatMap(({ statistics }) => statistics))
        put(`${id}/${label}`, values)
      break
    case 'table':
      block.table.columns.forEach(({ label, format }, i) => {
        const values = block.table.rows.map((row) => row[i])
        if (format !== 'text') put(`${id}/${label}`, values)
      })
      break
    case 'chart':
      for (const { label, values } of block.series) put(`${id}/${label}`, values, 1e-4)
      for (const { label, from, low, high } of block.bands ?? []) put(`${id}/${label}`, [from, low, high], 1e-4)
      break
    case 'bars':
      put(
        id,
        block.bars.map(({ value }) => value),
      )
      break
    case 'scatter':
      put(
        id,
        block.points.map(({ x, y }) => [x, y]),
        1e-4,
      )
      break
    case 'boxes':
      put(
        id,
        block.boxes.map(({ values, outliers }) => [values, outliers]),
        1e-4,
      )
      break
    case 'matrix':
      put(id, block.values, 1e-3)
      break
    case 'months':
      put(
        id,
        block.years.map(({ months, total }) => [months, total]),
      )
      break
  }
}

/** Where two values part, else undefined. */
function differs(actual: Value, expected: Value, apart: number): string | undefined {
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual) || actual.length !== expected.length)
      return `${JSON.stringify(actual)?.slice(0, 200)} is not as long as ${JSON.stringify(expected).slice(0, 200)}`
    for (const [i, value] of expected.entries()) {
      const where = differs(actual[i], value, apart)
      if (where !== undefined) return `[${i}] ${where}`
    }
    return undefined
  }
  if (typeof actual === 'number' && typeof expected === 'number')
    return Math.abs(actual - expected) <= apart * Math.max(1, Math.abs(expected))
      ? undefined
      : `${actual}, not ${expected}`
  return (actual ?? null) === expected ? undefined : `${actual}, not ${expected}`
}

/** What is other where the run is judged in two parts. */
const IN_PARTS = /^(headline|trust|statistics|equity)\//

/** Blocks without a figure of the run, and why. */
const NOT_HERE: Readonly<Record<string, string>> = {
  part: 'the tab of a block that a notebook shows alone',
  parameters: 'words',
  others: 'words',
  differences: 'words',
  common: 'words',
}

describe('every figure of the report, as pandas, scipy, empyrical and quantstats work it out', () => {
  let run: { result: RunResult; about: RunAbout }
  let report: Map<string, Named>
  let ids: Set<string>
  beforeAll(async () => {
    run = await workedRun()
    const own = collect(run.result, run.about)
    const parts = inParts(run)
    const inTwo = [...figuresOf(collect(parts.result, parts.about))].filter(([name]) => IN_PARTS.test(name))
    const compared = compareRuns([run, theMarket(run)].map(inParts))
    report = new Map([
      ...figuresOf(own),
      ...STATISTIC_NAMES.map((name) => {
        const value = statisticOf(name, run.result.performance.columns.returns, run.about.factors!.market, 252)
        return [`observed/${name}`, { value, apart: EXACT }] as const
      }),
      ...inTwo.map(([name, of]) => [`parts/${name}`, of] as const),
      ...[...figuresOf(compared)].map(([name, of]) => [`compared/${name}`, of] as const),
    ])
    const tabs = [own, compared].flatMap((data) => data.tabs)
    ids = new Set(tabs.flatMap(({ id, blocks }) => [id, ...blocks.map((block) => block.id)]))
  })

  it('is worked out from what the engine does', () => {
    const record = JSON.parse(JSON.stringify(recordOf(run.result, run.about)))
    if (process.env.UPDATE_RECORD) writeFileSync(join(folder, 'record.json'), `${JSON.stringify(record)}\n`)
    expect(record).toEqual(read('record.json'))
  })

  it('has a worked answer, and each answer is a figure of the report', () => {
    expect([...report.keys()].sort()).toEqual(Object.keys(read('figures.json')).sort())
  })

  it('is that answer', () => {
    const answers = read('figures.json') as Record<string, Value>
    const wrong = [...report].flatMap(([name, { value, apart }]) => {
      const where = differs(value, answers[name], apart)
      return where === undefined ? [] : [`${name}: ${where}`]
    })
    expect(wrong).toEqual([])
  })

  it('is in one of the reports that are worked out: no block is made elsewhere', () => {
    const sources = join(folder, '../../../../plugins/analytics')
    const made = readdirSync(sources)
      .filter((name) => name.endsWith('.ts'))
      .flatMap((name) => [
        ...readFileSync(join(sources, name), 'utf8').matchAll(
          /\bid: '([\w-]+)',\s*title|(?:Block|lines)\(\s*'([\w-]+)'/g,
        ),
      ])
      .map(([, id, first]) => id ?? first)
    expect(made.length).toBeGreaterThan(40)
    expect([...new Set(made)].filter((id) => !ids.has(id) && !(id in NOT_HERE)).sort()).toEqual([])
  })
})
