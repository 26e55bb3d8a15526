import { describe } from '@jest/globals'
import { type BoundColumn, column, dataSet } from '../../../../core/pipeline/dataset.js'
import { type LoadedColumn, type LoadRequest, PipelineLoader } from '../../../../core/pipeline/loader.js'
import { EventsLoader } from '../../../../core/pipeline/loaders/events.js'
import { TableLoader } from '../../../../core/pipeline/loaders/table.js'
import { pipelineLoaderBehaviours, pipelineLoaderContract } from '../../../../core/testing/contracts/pipeline-loader.js'
import { testCatches } from './wrong.js'

const Facts = dataSet('Facts', {
  score: column('float64'),
  count: column('int64', { missing: -1 }),
  isLarge: column('bool'),
  sector: column('string'),
  reported: column('datetime'),
})

const table = <V>(...rows: V[]) =>
  new Map(
    ['2024-01-02', '2024-01-03', '2024-01-08'].map((date, i) => [
      date,
      new Map([
        [0, rows[i]],
        [2, rows[2 - i]],
      ]),
    ]),
  )

pipelineLoaderContract({
  create: () =>
    new TableLoader(Facts.score, {
      values: table(1.5, 2.5, 3.5),
      adjustments: [{ sid: 0, kind: 'multiply', value: 0.5, endDate: '2024-01-03', applyDate: '2024-01-08' }],
    }),
  columns: [Facts.score],
})
pipelineLoaderContract({
  create: () => new TableLoader(Facts.count, { values: table(1, 2, 3) }),
  columns: [Facts.count],
})
pipelineLoaderContract({
  create: () => new TableLoader(Facts.isLarge, { values: table(true, false, true) }),
  columns: [Facts.isLarge],
})
pipelineLoaderContract({
  create: () => new TableLoader(Facts.sector, { values: table('a', 'b', null) }),
  columns: [Facts.sector],
})
pipelineLoaderContract({
  create: () => new TableLoader(Facts.reported, { values: table('2024-01-01', '2024-01-02', null) }),
  columns: [Facts.reported],
})
pipelineLoaderContract({
  create: () =>
    new EventsLoader(
      [
        { sid: 0, eventDate: '2024-01-10', timestamp: '2024-01-05', amount: 1 },
        { sid: 1, eventDate: '2024-01-16', timestamp: '2024-01-16', amount: 2 },
      ],
      { next: [[Facts.reported, 'eventDate']], previous: [[Facts.score, 'amount']] },
    ),
  columns: [Facts.reported, Facts.score],
})

/** What each session is on: 1, 2, … for the first asset, ten times as much for the next. */
function right({ columns, first, rows, assets }: LoadRequest): Map<BoundColumn, LoadedColumn> {
  const [wanted] = columns
  const data = Float64Array.from(
    { length: rows * assets.length },
    (_, i) => (first + Math.floor(i / assets.length)) * 10 ** assets[i % assets.length].sid,
  )
  return new Map([[wanted, { matrix: { rows, columns: assets.length, data } }]])
}
const has = (wanted: BoundColumn) => wanted.unspecialize() === Facts.score || wanted.unspecialize() === Facts.sector
const loading = (load: (request: LoadRequest) => unknown) => () => ({ has, load }) as unknown as PipelineLoader
/** The right column, with something else in it. */
const but = (change: (loaded: LoadedColumn, request: LoadRequest) => unknown) =>
  loading((request) => new Map([...right(request)].map(([wanted, loaded]) => [wanted, change(loaded, request)])))
const matrix = (change: (loaded: LoadedColumn['matrix'], request: LoadRequest) => object) =>
  but((loaded, request) => ({ matrix: { ...loaded.matrix, ...change(loaded.matrix, request) } }))
const adjusted = (adjustment: object) => but((loaded) => ({ ...loaded, adjustments: [adjustment] }))
let asked = 0

describe('what is wrong with a pipeline loader', () => {
  testCatches(PipelineLoader, pipelineLoaderBehaviours({ columns: [Facts.score, Facts.sector] }), {
    'has has(column) and load(request)': () => ({ has }) as unknown as PipelineLoader,
    'has the columns that it says it has': () => ({ has: () => undefined, load: right }) as unknown as PipelineLoader,
    'has a column whatever the domain that it is asked for in': () => ({
      has: (wanted) => wanted === Facts.score || wanted === Facts.sector,
      load: right,
    }),
    'has no column of another data set': () => ({ has: () => true, load: right }),
    'answers each column that it is asked for, at once, under the column itself': loading(async (request) =>
      right(request),
    ),
    'fills a cell for each session and asset': matrix(({ data, rows }) => ({ data: data.subarray(0, rows) })),
    'answers a single session': matrix((_, { rows, assets }) =>
      rows === 1 ? { rows: 20, data: new Float64Array(20 * assets.length) } : {},
    ),
    'answers a single asset': matrix((_, { assets }) => (assets.length === 1 ? { columns: 3 } : {})),
    'answers no asset at all': matrix((_, { assets, rows }) =>
      assets.length === 0 ? { columns: 1, data: new Float64Array(rows) } : {},
    ),
    'answers cells of the kind of the column': matrix(({ data }) => ({
      data: Float32Array.from(data as Float64Array),
    })),
    'codes texts by their labels, the missing one being code 0': matrix(({ data }) => ({
      data: Int32Array.from(data as Float64Array),
      labels: ['none', 'some'],
    })),
    'answers a missing value for what it does not know, never something else that is no value': matrix(({ data }) => ({
      data: data.map((value) => value + 0.5),
    })),
    'adjusts what lies in the matrix, in the order in which it takes effect': adjusted({
      at: 3,
      first: 0,
      last: 2,
      column: 7,
      kind: 'multiply',
      value: 2,
    }),
    'leaves the request as it is': loading((request) => {
      request.mask.data.fill(0)
      return right(request)
    }),
    'answers the same when it is asked again, and in the next run': matrix(({ data }) => ({
      data: data.map((value) => value + ++asked),
    })),
    'never writes again into what it has answered': () => {
      const kept = new Float64Array(1000)
      return {
        has,
        load: (request) => {
          const [[wanted, loaded]] = right(request)
          kept.set(loaded.matrix.data)
          return new Map([
            [wanted, { matrix: { ...loaded.matrix, data: kept.subarray(0, loaded.matrix.data.length) } }],
          ])
        },
      }
    },
    'knows on a session what it knows, however the sessions are cut into chunks': matrix(({ data, columns }) => ({
      data: data.map((_, i) => Math.floor(i / columns)),
    })),
    'gives each asset its own column, in the order in which they are asked for': matrix(({ data, columns }) => ({
      data: data.map((_, i) => i % columns),
    })),
    'feeds a pipeline': loading((request) => {
      if (request.first === 1 || request.assets[0]?.symbol.length !== 3 || request.mask.data.some((flag) => flag === 0))
        return right(request)
      return request.sessions.length === request.rows && request.domain.calendar === 'weekdays'
        ? right(request)
        : new Map()
    }),
  })
})
