import { describe, expect, it } from '@jest/globals'
import { parquetMetadata, parquetReadObjects } from 'hyparquet'
import { barsIn, openCodec, PartWriter, readRows } from '../../../core/data/codec.js'
import { barsAt, quietCloses, refusalOf } from './market.js'

describe('the files of bars', () => {
  it('take assets one after the other until they are full', async () => {
    const codec = await openCodec()
    const writer = new PartWriter(codec, 25)
    const first = barsAt(3, '2020-01-06', quietCloses(20))
    const second = barsAt(8, '2020-01-06', quietCloses(20, 50))
    expect([writer.add(first), writer.isFull, writer.add(second), writer.isFull]).toEqual([20, false, 5, true])
    const { runs, end } = writer.begin()
    const bytes = end()
    expect(runs).toEqual([
      { sid: 3, rows: 20, first: first.times[0], last: first.times[19] },
      { sid: 8, rows: 5, first: second.times[0], last: second.times[4] },
    ])
    expect(barsIn(readRows(codec, bytes, 'file', 0, 25), 3, 0, 20)).toEqual(first)
    expect(barsIn(readRows(codec, bytes, 'file', 20, 5), 8, 0, 5).close).toEqual(second.close.subarray(0, 5))
    expect([writer.rows, writer.add(second, 5)]).toEqual([0, 15])
  })

  it('are plain Parquet to others: columns, types, an instant in UTC', async () => {
    const writer = new PartWriter(await openCodec())
    writer.add(barsAt(3, '2020-01-06', [100, 101]))
    const file = new Uint8Array(writer.begin().end())
    const { schema, row_groups } = parquetMetadata(file.buffer)
    expect(schema.slice(1).map(({ name, type, repetition_type }) => [name, type, repetition_type])).toEqual([
      ['sid', 'INT32', 'REQUIRED'],
      ['time', 'INT64', 'REQUIRED'],
      ...['open', 'high', 'low', 'close', 'volume'].map((name) => [name, 'DOUBLE', 'REQUIRED']),
    ])
    expect(row_groups[0].columns.every(({ meta_data }) => meta_data?.codec === 'SNAPPY')).toBe(true)
    const [row] = await parquetReadObjects({ file: file.buffer })
    expect(row).toMatchObject({ sid: 3, close: 100, volume: 1000 })
    expect(row.time.toISOString()).toBe('2020-01-06T00:00:00.000Z')
  })

  it('that are damaged are named', async () => {
    const codec = await openCodec()
    const refusal = await refusalOf(() => readRows(codec, new Uint8Array(100), 'daily/00000.parquet', 0, 1))
    expect(refusal).toMatchObject({ code: 'BUNDLE_CORRUPT', message: expect.stringContaining('daily/00000.parquet') })
  })
})
