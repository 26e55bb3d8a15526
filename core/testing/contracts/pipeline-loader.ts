import type { Asset } from '../../assets/asset.js'
import { AssetFinder } from '../../assets/finder.js'
import { Adjustments } from '../../data/adjustments.js'
import { QUIRKS } from '../../data/quirks.js'
import { MemoryBars } from '../../data/reader.js'
import { type Adjustment, adjust } from '../../pipeline/adjustment.js'
import { type BoundColumn, column, dataSet } from '../../pipeline/dataset.js'
import { calendarDomain } from '../../pipeline/domain.js'
import { type LoadedColumn, type LoadRequest, PipelineLoader } from '../../pipeline/loader.js'
import { type Cells, type DType, flags } from '../../pipeline/matrix.js'
import { Pipeline } from '../../pipeline/pipeline.js'
import { runPipeline } from '../../pipeline/run-pipeline.js'
import type { SessionTable } from '../../time/session.js'
import { weekdays } from '../harness.js'
import { type Behaviour, type Subject, testContract } from './contract.js'
import { testedAsset } from './cost-fixtures.js'
import { demand, leavesAlone, shown, written } from './deeds.js'
import { hasFunctions } from './functions.js'

/** What the loader is asked for by the suite. */
export interface LoaderSubject {
  /** Columns that it has, one at least. */
  readonly columns: readonly BoundColumn[]
  /** Symbols of the assets, numbered from 0 in this order; three that stand for any, where left out. */
  readonly symbols?: readonly string[]
  /** ISO dates between which it is asked, twenty sessions where left out. */
  readonly start?: string
  readonly end?: string
}

/** What a pipeline loader promises: `pipelineLoaderContract({ plugin, use: 'acme', columns: [earnings.perShare] })`. */
export function pipelineLoaderContract(subject: Subject<PipelineLoader> & LoaderSubject): void {
  testContract(PipelineLoader, subject, pipelineLoaderBehaviours(subject))
}

const ELSEWHERE = dataSet('Elsewhere', { value: column('float64') })

export function pipelineLoaderBehaviours({
  columns,
  symbols = ['AAA', 'BBB', 'CCC'],
  start = '2024-01-02',
  end = '2024-01-29',
}: LoaderSubject): readonly Behaviour<PipelineLoader>[] {
  const sessions = weekdays.sessions(start, end)
  const rows = sessions.length
  const assets = symbols.map((symbol, sid) =>
    testedAsset({ sid, symbol, name: symbol, startDate: start, endDate: end }),
  )
  const requestOf = (other: Partial<LoadRequest> = {}): LoadRequest => {
    const request = { columns, domain: calendarDomain('US', weekdays.name), sessions, first: 0, rows, assets, ...other }
    return { mask: flags(request.rows, request.assets.length, 1), ...request }
  }
  const load = (loader: PipelineLoader, other?: Partial<LoadRequest>) => loader.load(requestOf(other))
  const one = (loader: PipelineLoader, wanted: BoundColumn, other?: Partial<LoadRequest>): LoadedColumn => {
    const answer = load(loader, { columns: [wanted], ...other }).get(wanted)
    demand(answer !== undefined, () => `asked for ${wanted.label}, it does not answer it`)
    return answer
  }
  const each = (name: string, check: (loaded: LoadedColumn, wanted: BoundColumn) => void) => ({
    name,
    check: async (make: () => Promise<PipelineLoader>) => {
      const loader = await make()
      for (const wanted of columns) check(one(loader, wanted), wanted)
    },
  })
  const shaped = (name: string, other: Partial<LoadRequest>) => ({
    name,
    check: async (make: () => Promise<PipelineLoader>) => {
      const loader = await make()
      const request = requestOf(other)
      for (const wanted of columns) {
        const { matrix } = one(loader, wanted, other)
        const [height, width] = [request.rows, request.assets.length]
        demand(
          matrix.rows === height && matrix.columns === width && matrix.data.length === height * width,
          () =>
            `asked for ${height} × ${width}, ${wanted.label} is ${matrix.rows} × ${matrix.columns} (${matrix.data.length} cells)`,
        )
      }
    },
  })
  return [
    hasFunctions('has(column) and load(request)', 'has', 'load'),
    {
      name: 'has the columns that it says it has',
      check: async (make) => {
        const loader = await make()
        for (const wanted of columns) {
          const answer: unknown = loader.has(wanted)
          demand(answer === true, () => `expected true of has(${wanted.label}), was ${shown(answer)}`)
        }
      },
    },
    {
      name: 'has a column whatever the domain that it is asked for in',
      check: async (make) => {
        const loader = await make()
        const domain = calendarDomain('US', weekdays.name)
        for (const wanted of columns)
          demand(
            loader.has(wanted.specialize(domain)),
            () => `it has ${wanted.label}, but not of the domain US: compare column.unspecialize()`,
          )
      },
    },
    {
      name: 'has no column of another data set',
      check: async (make) => {
        const answer: unknown = (await make()).has(ELSEWHERE.value)
        demand(answer === false, () => `expected false of has(${ELSEWHERE.value.label}), was ${shown(answer)}`)
      },
    },
    {
      name: 'answers each column that it is asked for, at once, under the column itself',
      check: async (make) => {
        const loader = await make()
        for (const wanted of columns) {
          const answer = load(loader, { columns: [wanted] }) as unknown
          demand(
            Object.prototype.toString.call(answer) === '[object Map]',
            () => `expected a Map of columns, was ${shown(answer)}`,
          )
          demand((answer as Map<unknown, unknown>).has(wanted), () => `${wanted.label} is not in the answer`)
        }
      },
    },
    shaped('fills a cell for each session and asset', {}),
    shaped('answers a single session', { first: 3, rows: 1 }),
    shaped('answers a single asset', { assets: assets.slice(0, 1) }),
    shaped('answers no asset at all', { assets: [] }),
    each('answers cells of the kind of the column', ({ matrix }, { label, dtype }) => {
      const kind = Object.prototype.toString.call(matrix.data).slice('[object '.length, -1)
      demand(kind === ARRAYS[dtype], () => `${label} is of ${dtype}: expected a ${ARRAYS[dtype]}, was a ${kind}`)
    }),
    each('codes texts by their labels, the missing one being code 0', ({ matrix }, { label, dtype, missing }) => {
      if (dtype !== 'string') return
      const { labels, data } = matrix
      demand(
        labels !== undefined && labels[0] === missing,
        () => `${label}: label 0 is ${shown(labels?.[0])}, not ${shown(missing)}`,
      )
      for (const code of data)
        demand(code >= 0 && code < labels.length, () => `${label}: no label has the code ${code}`)
    }),
    each(
      'answers a missing value for what it does not know, never something else that is no value',
      ({ matrix }, { label, dtype, missing }) => {
        const isSound = VALUES[dtype]
        const wrong = (matrix.data as Float64Array).find((value) => !isSound(value) && !Object.is(value, missing))
        demand(wrong === undefined, () => `${label} is of ${dtype}, and has a cell of ${wrong}`)
      },
    ),
    each(
      'adjusts what lies in the matrix, in the order in which it takes effect',
      ({ adjustments = [] }, { label }) => {
        for (const [i, adjustment] of adjustments.entries()) {
          const { at, first, last, column } = adjustment
          const fault = faultOfAdjustment(adjustment, rows, assets.length)
          demand(fault === undefined, () => `${label}: the adjustment ${shown({ at, first, last, column })}: ${fault}`)
          demand(
            i === 0 || at >= adjustments[i - 1].at,
            () => `${label}: an adjustment at row ${at} comes after a later one`,
          )
        }
      },
    ),
    {
      name: 'leaves the request as it is',
      check: async (make) => {
        const loader = await make()
        for (const wanted of columns) {
          const request = requestOf({ columns: [wanted] })
          leavesAlone('the request', { ...request, columns: undefined, domain: undefined }, () => loader.load(request))
        }
      },
    },
    {
      name: 'answers the same when it is asked again, and in the next run',
      check: async (make) => {
        const loaders = [await make(), await make()]
        for (const wanted of columns) {
          const texts = [loaders[0], loaders[0], loaders[1]].map((loader) => written(one(loader, wanted)))
          demand(new Set(texts).size === 1, () => `${wanted.label} is another one when it is asked for again`)
        }
      },
    },
    {
      name: 'never writes again into what it has answered',
      check: async (make) => {
        const loader = await make()
        for (const wanted of columns) {
          const answer = one(loader, wanted)
          const before = written(answer)
          one(loader, wanted, { first: 1, rows: rows - 1 })
          demand(written(answer) === before, () => `${wanted.label} was changed by the next request`)
        }
      },
    },
    {
      name: 'knows on a session what it knows, however the sessions are cut into chunks',
      check: async (make) => {
        const loader = await make()
        const half = Math.floor(rows / 2)
        for (const wanted of columns) {
          const whole = asSeen(one(loader, wanted), rows, assets.length)
          const parts = [
            ...asSeen(one(loader, wanted, { first: 0, rows: half }), half, assets.length),
            ...asSeen(one(loader, wanted, { first: half, rows: rows - half }), rows - half, assets.length),
          ]
          const row = whole.findIndex((each, i) => each !== parts[i])
          demand(
            row < 0,
            () => `${wanted.label} of ${sessions.date(row)} is ${whole[row]} in one piece, ${parts[row]} in two`,
          )
        }
      },
    },
    {
      name: 'gives each asset its own column, in the order in which they are asked for',
      check: async (make) => {
        const loader = await make()
        const turned = [...assets].reverse()
        for (const wanted of columns) {
          const [straight, back] = [one(loader, wanted), one(loader, wanted, { assets: turned })]
          for (const [j, { symbol }] of assets.entries()) {
            const [a, b] = [
              columnOf(straight, rows, assets.length, j),
              columnOf(back, rows, assets.length, assets.length - 1 - j),
            ]
            demand(
              a === b,
              () => `${wanted.label} of ${symbol} is ${shown(a)}; with the assets turned round, ${shown(b)}`,
            )
          }
        }
      },
    },
    {
      name: 'feeds a pipeline',
      check: async (make) => {
        const loader = await make()
        const data = dataOf(assets, sessions)
        const terms = Object.fromEntries(columns.map((wanted, i) => [`column${i}`, wanted.latest]))
        const table = runPipeline(new Pipeline({ columns: terms }), data, {
          start: sessions.date(1),
          end: sessions.date(rows - 1),
          calendar: 'XNYS',
          loaders: [loader],
          quirks: QUIRKS.strict,
        })
        let count = 0
        for (const { places } of table.rows()) count += places.length
        const expected = (rows - 1) * assets.length
        demand(count === expected, () => `a pipeline of it has ${count} rows, not ${expected}`)
      },
    },
  ]
}

const ARRAYS: Readonly<Record<DType, string>> = {
  float64: 'Float64Array',
  int64: 'Float64Array',
  datetime: 'Float64Array',
  bool: 'Uint8Array',
  string: 'Int32Array',
}

const VALUES: Readonly<Record<DType, (value: number) => boolean>> = {
  float64: () => true,
  int64: Number.isInteger,
  datetime: (value) => Number.isNaN(value) || Number.isInteger(value),
  bool: (value) => value === 0 || value === 1,
  string: Number.isInteger,
}

function faultOfAdjustment({ at, first, last, column, kind, value }: Adjustment, rows: number, width: number) {
  if (!(Number.isInteger(at) && at >= 0 && at < rows)) return `takes effect in no row from 0 to ${rows - 1}`
  if (!(column >= 0 && column < width)) return `there are ${width} assets`
  if (!(first <= last)) return 'its first row lies after its last'
  if (!['multiply', 'add', 'overwrite'].includes(kind)) return `'${kind}' is no kind of adjustment`
  const isList = typeof value !== 'number'
  if (isList && value.length !== last - first + 1) return `it has ${value.length} values for ${last - first + 1} rows`
  return undefined
}

/** Each row as it looks on its own session: with the adjustments that have taken effect by then. */
function asSeen({ matrix, adjustments = [] }: LoadedColumn, rows: number, width: number): string[] {
  const cells = Float64Array.from(matrix.data as ArrayLike<number>)
  const texts: string[] = []
  let next = 0
  for (let row = 0; row < rows; row++) {
    for (; next < adjustments.length && adjustments[next].at <= row; next++) adjust(cells, width, adjustments[next])
    texts.push(shownCells(cells.subarray(row * width, (row + 1) * width), matrix.labels))
  }
  return texts
}

function columnOf({ matrix }: LoadedColumn, rows: number, width: number, j: number): string {
  const cells = Float64Array.from({ length: rows }, (_, row) => matrix.data[row * width + j])
  return shownCells(cells, matrix.labels)
}

const shownCells = (cells: Cells, labels: readonly (string | null)[] | undefined): string =>
  Array.from(cells as ArrayLike<number>, (code) => String(labels === undefined ? code : labels[code])).join(' ')

function dataOf(assets: readonly Asset[], sessions: SessionTable) {
  const reader = new MemoryBars(sessions, QUIRKS.strict)
  const times = Float64Array.from(sessions.days.subarray(0, sessions.length), (day) => day * 86_400_000)
  const ones = new Float64Array(sessions.length).fill(1)
  for (const { sid } of assets) reader.add({ sid, times, open: ones, high: ones, low: ones, close: ones, volume: ones })
  const records = { splits: [], dividends: [], stockDividends: [], mergers: [] }
  return { finder: new AssetFinder(assets), reader, adjustments: new Adjustments(records, reader) }
}
