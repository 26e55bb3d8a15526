import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { CArray, type Decode, openBlosc } from '../../../plugins/zipline/carray.js'
import { removeFolders, unpack } from './unpack.js'

/** What the script wrote into each column, in chunks of 1024. */
const VALUES = Array.from({ length: 2500 }, (_, i) => (i * 7919) % 65521)

let folder: string
let decode: Decode
beforeAll(async () => {
  folder = unpack('columns')
  decode = await openBlosc()
})
afterAll(removeFolders)

describe('a column that bcolz wrote', () => {
  it("is read in each of Blosc's codecs, plain, shuffled by bytes and by bits", async () => {
    const names = readdirSync(folder)
    expect(names).toHaveLength(15)
    for (const name of names) {
      const column = new CArray(join(folder, name), decode)
      expect(readdirSync(join(folder, name, 'data'))).toHaveLength(3)
      expect(column.length).toBe(VALUES.length)
      expect([name, ...(await column.read(0, VALUES.length))]).toEqual([name, ...VALUES])
    }
  })

  it('is read from any row to any other, over chunks and within one', async () => {
    const column = new CArray(join(folder, 'lz4-1'), decode)
    for (const [from, end] of [
      [0, 0],
      [1023, 1025],
      [1024, 2048],
      [1000, 2500],
      [5, 6],
      [2499, 2500],
    ])
      expect([...(await column.read(from, end))]).toEqual(VALUES.slice(from, end))
    await expect(column.read(2000, 2501)).rejects.toMatchObject({ code: 'ZIPLINE_BUNDLE' })
  })
})
