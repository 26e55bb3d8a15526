import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { ColumnTable } from 'arquero'
import { op } from 'arquero'
import { parquetReadObjects } from 'hyparquet'
import {
  AverageDollarVolume,
  EquityPricing,
  Pipeline,
  Returns,
  run_pipeline,
  to_parquet,
} from '../../../compat/index.js'
import { ingest } from '../../../core/data/ingest.js'
import { DataSource } from '../../../core/data/source.js'
import { createKernel } from '../../../core/kernel/kernel.js'
import { Calendar } from '../../../core/time/calendar.js'
import { firstPartyPlugins } from '../../../plugins/index.js'

const csv = join(import.meta.dirname, '../../parity/data/daily')
const root = mkdtempSync(join(tmpdir(), 'run-pipeline-'))
const environ = { RUSTYBT_ROOT: root }
const [START, END] = ['2020-02-03', '2020-02-14']

const pipeline = () =>
  Pipeline({
    columns: {
      momentum: Returns({ window_length: 20 }),
      place: Returns({ window_length: 20 }).rank(),
      liquid: AverageDollarVolume({ window_length: 10 }).top(5),
      bin: Returns({ window_length: 20 }).quantiles(4),
      money: EquityPricing.currency.latest,
    },
  })

beforeAll(async () => {
  const kernel = await createKernel({ version: '0.1.0', plugins: await firstPartyPlugins() })
  const calendar = await kernel.create(Calendar, 'XNYS')
  const source = await kernel.create(DataSource, { use: 'csv', dir: csv })
  await ingest(
    source,
    { frequency: 'daily', calendar },
    { bundle: 'research', version: '0.1.0', root, splits: 'apply' },
  )
  await kernel.close()
})
afterAll(() => rmSync(root, { recursive: true }))

describe('run_pipeline', () => {
  let table: ColumnTable
  beforeAll(async () => {
    table = await run_pipeline(pipeline(), START, END, 'research', { environ, profile: 'strict' })
  })

  it('answers an arquero table: a row for each asset on each session', () => {
    expect(table.columnNames()).toEqual(['session', 'sid', 'symbol', 'momentum', 'place', 'liquid', 'bin', 'money'])
    const counted = table
      .groupby('session')
      .rollup({ assets: op.count(), liquid: (d: { liquid: boolean }) => op.sum(d.liquid) })
    expect(counted.numRows()).toBe(10)
    expect(counted.array('liquid')).toEqual(Array(10).fill(5))
    expect(counted.get('session', 0)).toEqual(new Date('2020-02-03'))
    const [first] = table.orderby('session', 'place').objects({ limit: 1 }) as Record<string, unknown>[]
    expect(first).toMatchObject({ place: 1, bin: 0, money: 'USD' })
    const momentum = table.array('momentum') as number[]
    expect(Math.min(...momentum.slice(0, counted.get('assets', 0)))).toBe(first.momentum)
  })

  it('answers the same from the files that the bundle was made of, by either notation', async () => {
    const plain = await run_pipeline(pipeline(), START, END, { csv, profile: 'strict' })
    const named = await run_pipeline(pipeline(), START, END, {
      bundle: 'research',
      environ,
      chunksize: 3,
      profile: 'strict',
    })
    for (const other of [plain, named]) expect([...other]).toEqual([...table])
  })

  it('writes Parquet, whole or not at all', async () => {
    const file = join(root, 'research.parquet')
    await to_parquet(table, file)
    const bytes = readFileSync(file)
    const rows = await parquetReadObjects({
      file: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length),
    })
    const expected = (table.objects() as Record<string, unknown>[]).map((row) => ({
      ...row,
      sid: BigInt(row.sid as number),
      bin: BigInt(row.bin as number),
    }))
    expect(rows).toEqual(expected)
    expect(readdirSync(root).filter((name) => name.includes('research.parquet'))).toEqual(['research.parquet'])
    const best = table.filter((d: { place: number }) => d.place <= 2).select('symbol', 'place')
    await to_parquet(best, file)
    const few = readFileSync(file)
    expect(
      await parquetReadObjects({ file: few.buffer.slice(few.byteOffset, few.byteOffset + few.length) }),
    ).toHaveLength(20)
    const mixed = table.select('sid').derive({ odd: (d: { sid: number }) => (d.sid > 3 ? 'high' : 1) })
    await expect(to_parquet(mixed, file)).rejects.toMatchObject({ code: 'TABLE_COLUMN' })
    await expect(to_parquet(table, root)).rejects.toMatchObject({ code: expect.any(String) })
  })

  it('refuses data from nowhere, from two places, and a bundle that is not there', async () => {
    const ask = (bundle: Parameters<typeof run_pipeline>[3]) => run_pipeline(pipeline(), START, END, bundle)
    await expect(ask({})).rejects.toMatchObject({ code: 'NO_DATA' })
    await expect(ask({ csv, bundle: 'research' })).rejects.toMatchObject({ code: 'NO_DATA' })
    await expect(run_pipeline(pipeline(), START, END, 'reserch', { environ })).rejects.toMatchObject({
      code: 'BUNDLE_NOT_FOUND',
    })
    await expect(run_pipeline(pipeline(), '2020-02-01', END, { csv })).rejects.toMatchObject({
      code: 'PIPELINE_NO_SESSION',
    })
    const session = Pipeline({ columns: { session: Returns({ window_length: 2 }) } })
    await expect(run_pipeline(session, START, END, { csv })).rejects.toMatchObject({ code: 'PIPELINE_COLUMN_EXISTS' })
  })
})
