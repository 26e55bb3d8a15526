import { join } from 'node:path'
import { afterAll, describe, expect, it } from '@jest/globals'
import { loadBundle } from '../../../core/data/bundle.js'
import { readDataset } from '../../../core/data/dataset.js'
import { ingest } from '../../../core/data/ingest.js'
import { QUIRKS } from '../../../core/data/quirks.js'
import { BAR_FIELDS } from '../../../core/data/reader.js'
import { DataSource } from '../../../core/data/source.js'
import { createKernel } from '../../../core/kernel/kernel.js'
import { Calendar } from '../../../core/time/calendar.js'
import { firstPartyPlugins } from '../../../plugins/index.js'
import { newRoot, removeRoots } from './market.js'

afterAll(removeRoots)

const DATA = join(import.meta.dirname, '../../parity/data')
const bytes = (column: Float64Array | Int32Array) => Buffer.from(column.buffer, column.byteOffset, column.byteLength)

describe('the data of the parity cases', () => {
  it.each([
    ['daily', 'XNYS', 20],
    ['csvdir', 'XNYS', 4],
    ['futures', 'us_futures', 16],
  ])('%s are the same, bit for bit, through a bundle', async (name, calendarName, assets) => {
    const kernel = await createKernel({ version: '0.1.0', plugins: await firstPartyPlugins() })
    const calendar = await kernel.create(Calendar, calendarName)
    const source = await kernel.create(DataSource, { use: 'csv', dir: join(DATA, name) })
    const request = { frequency: 'daily', calendar } as const
    const root = newRoot()
    await ingest(source, request, { bundle: name, version: '0.1.0', root, splits: 'apply', partRows: 7000 })
    for (const quirks of [QUIRKS.zipline, QUIRKS.strict]) {
      const plain = await readDataset(source, request, quirks)
      const bundle = await loadBundle(name, { calendar, quirks, root })
      expect(bundle.finder.all).toHaveLength(assets)
      expect(bundle.finder.all).toEqual(plain.finder.all)
      expect(bundle.adjustments.records).toEqual(plain.adjustments.records)
      expect([...bundle.reader.sessions.days]).toEqual([...plain.reader.sessions.days])
      for (const { sid, symbol } of plain.finder.all) {
        const unequal = BAR_FIELDS.filter(
          (field) => !bytes(plain.reader.column(sid, field)).equals(bytes(bundle.reader.column(sid, field))),
        )
        expect([symbol, unequal]).toEqual([symbol, []])
        expect(bundle.adjustments.factors(sid)).toEqual(plain.adjustments.factors(sid))
      }
      for (let row = 0; row < plain.reader.sessions.length; row++) {
        expect(bundle.adjustments.splits(row)).toEqual(plain.adjustments.splits(row))
        expect(bundle.adjustments.dividends(row)).toEqual(plain.adjustments.dividends(row))
      }
    }
    await kernel.close()
  })
})
