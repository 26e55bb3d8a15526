import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { parquetMetadata, parquetReadObjects } from 'hyparquet'
import { folder, rustybt } from './rustybt.js'

const ALGORITHM = `
import { order_target_percent, record, symbol } from 'rustybt/compat'
export const initialize = (context) => { context.day = 0 }
export const handle_data = (context, data) => {
  order_target_percent(symbol('MSFT'), context.day++ % 10 < 5 ? 0.5 : 0.1)
  record({ price: data.current(symbol('MSFT'), 'price'), mood: context.day % 2 ? 'up' : 'down' })
}
`
const DATA = join(import.meta.dirname, '../parity/data/csvdir')
/** With it what is written here is opened by the real pandas and pyfolio too; .ci/run sets it. */
const PYTHON = process.env.RUSTYBT_PYTHON

interface Row {
  readonly returns: number
  readonly ending_cash: number
  readonly period_close: string
  readonly portfolio_value: number
  readonly gross_leverage: number
  readonly transactions: readonly { readonly amount: number; readonly price: number }[]
}

describe('the performance as Parquet', () => {
  let dir: string
  let rows: Row[]
  beforeAll(async () => {
    dir = folder({ 'swing.js': ALGORITHM })
    for (const file of ['perf.parquet', 'perf.json']) {
      const args = [
        'run',
        'swing.js',
        '--csv',
        DATA,
        '-s',
        '2012-06-01',
        '-e',
        '2013-05-31',
        '--capital-base',
        '100000',
        '-bf',
        join(DATA, 'SPY_benchmark.csv'),
      ]
      expect((await rustybt([...args, '--no-trial', '--no-progress', '-o', file], dir)).code).toBe(0)
    }
    rows = (JSON.parse(readFileSync(join(dir, 'perf.json'), 'utf8')) as { perf: Row[] }).perf
  })
  afterAll(() => rmSync(dir, { recursive: true }))

  it('has the rows of the JSON, with lists as JSON texts and variables by their kind', async () => {
    const file = new Uint8Array(readFileSync(join(dir, 'perf.parquet'))).buffer
    const read = (await parquetReadObjects({ file })) as Record<string, unknown>[]
    expect(read.map(({ returns }) => returns)).toEqual(rows.map(({ returns }) => returns))
    expect(read.map(({ ending_cash }) => ending_cash)).toEqual(rows.map(({ ending_cash }) => ending_cash))
    expect(read.map(({ period_close }) => (period_close as Date).getTime())).toEqual(
      rows.map(({ period_close }) => Date.parse(period_close)),
    )
    const fills = read.map(({ transactions }) => JSON.parse(String(transactions)) as Row['transactions'])
    expect(fills.map((list) => list.map(({ amount }) => amount))).toEqual(
      rows.map(({ transactions }) => transactions.map(({ amount }) => amount)),
    )
    expect(fills.flat()[0]).toEqual(expect.objectContaining({ order_id: 0, commission: null, sid: 'MSFT' }))
    expect([typeof read[0].price, read[0].mood]).toEqual(['number', 'up'])
  })

  it('tells pandas what its index is', () => {
    const { key_value_metadata: pairs } = parquetMetadata(
      new Uint8Array(readFileSync(join(dir, 'perf.parquet'))).buffer,
    )
    const { index_columns, columns } = JSON.parse(pairs!.find(({ key }) => key === 'pandas')!.value!)
    expect(index_columns).toEqual(['period_close'])
    expect(columns).toContainEqual(
      expect.objectContaining({
        ...{ name: 'period_close', metadata: { timezone: 'UTC' } },
        // As pandas reads times in texts: what is in other units does not join with them.
        numpy_type: 'datetime64[us]',
      }),
    )
  })

  if (PYTHON !== undefined)
    it('opens in pandas, and pyfolio makes of it what this run says itself', () => {
      const text = execFileSync(PYTHON, [join(import.meta.dirname, 'pandas_opens.py'), dir], { encoding: 'utf8' })
      const answer = JSON.parse(text.trim().split('\n').at(-1)!)
      expect(answer.index.slice(0, 2)).toEqual(['UTC', 'period_close'])
      expect(answer.dtypes).toMatchObject({ returns: 'float64', portfolio_value: 'float64' })
      expect(answer.dtypes.period_open).toContain('UTC')
      expect([answer.same, answer.rows]).toEqual([true, rows.length])
      expect(answer.symbols).toEqual(['MSFT', 'cash'])
      const fills = rows.flatMap(({ transactions }) => transactions)
      expect(answer.fills).toBe(fills.length)
      expect(answer.bought).toBe(fills.reduce((sum, { amount }) => sum + Math.max(0, amount), 0))
      const last = JSON.parse(readFileSync(join(dir, 'perf.json'), 'utf8')).perf.at(-1)
      expect(answer.sharpe).toBeCloseTo(last.sharpe, 9)
      expect(answer.stats['Sharpe ratio']).toBeCloseTo(last.sharpe, 9)
      expect(answer.stats['Max drawdown']).toBeCloseTo(last.max_drawdown, 9)
      expect(answer.stats.Beta).toBeCloseTo(last.beta, 9)
      expect(answer.stats.Alpha).toBeCloseTo(last.alpha, 9)
      // Its own sheets take it: each draws its pictures.
      expect(answer.sheets).toEqual({ returns: 13, position: 6, txn: 4, round_trip: 5, interesting_times: 3 })
      // Sums of positions over values that the account has exactly.
      const close = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 9))
      expect(answer.leverage).toEqual(close(rows.map(({ gross_leverage }) => gross_leverage)))
      const traded = ({ transactions, portfolio_value }: Row) =>
        transactions.reduce((sum, { amount, price }) => sum + Math.abs(amount * price), 0) / portfolio_value
      expect(answer.turnover).toEqual(close(rows.map(traded)))
    })
})
