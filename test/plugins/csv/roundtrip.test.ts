import { afterAll, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { instantOf } from '../../../core/data/codec.js'
import { collect, folder, HEADER, removeFolders, weekdays } from './folder.js'

afterAll(removeFolders)

const price = fc.oneof(
  fc.double({ min: 0, max: 1e6, noNaN: true }),
  fc.integer({ min: 1, max: 1_000_000 }).map((cents) => cents / 100),
  fc.integer({ min: 1, max: 100_000_000 }).map((millionths) => millionths / 1e6),
)
const bar = fc
  .tuple(fc.tuple(price, price, price, price), fc.integer({ min: 0, max: 2 ** 40 }), fc.boolean())
  .map(([prices, volume, reversed]) => {
    const [low, a, b, high] = [...prices].sort((x, y) => x - y)
    return { open: reversed ? b : a, high, low, close: reversed ? a : b, volume }
  })
const fields = ['open', 'high', 'low', 'close', 'volume'] as const
const table = weekdays().sessions('2019-01-01', '2021-12-31')

describe('bars written as text', () => {
  it('are read back exactly, plain or quoted, zipped or not', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(bar, { minLength: 1, maxLength: 30 }),
        fc.boolean(),
        fc.boolean(),
        async (bars, quoted, zip) => {
          const mark = quoted ? '"' : ''
          const rows = bars.map((each, i) =>
            [table.date(i), ...fields.map((name) => each[name])].map((cell) => `${mark}${cell}${mark}`).join(','),
          )
          const { bars: read } = await collect(folder({ [`A.csv${zip ? '.gz' : ''}`]: [HEADER, ...rows].join('\n') }))
          for (const name of fields) {
            expect([...read.get(0)![name]].map((value) => value + 0)).toEqual(bars.map((each) => each[name] + 0))
          }
          expect([...read.get(0)!.times]).toEqual(bars.map((_, i) => table.days[i] * 86_400_000))
        },
      ),
      { numRuns: 60 },
    )
    removeFolders()
  })

  it('have their times read as Date reads them', () => {
    const whole = fc.date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
    fc.assert(
      fc.property(whole, (date) => {
        const iso = date.toISOString()
        const read = (text: string) => instantOf(new TextEncoder().encode(text), 0, text.length)
        expect(read(iso)).toBe(date.getTime())
        expect(read(iso.replace('T', ' ').replace('Z', '+00:00'))).toBe(date.getTime())
        expect(read(`${iso.slice(0, 16)}+02:30`)).toBe(Date.parse(`${iso.slice(0, 16)}:00+02:30`))
        expect(read(iso.slice(0, 10))).toBe(Date.parse(iso.slice(0, 10)))
        expect(read(iso.slice(0, 10).replaceAll('-', ''))).toBe(Date.parse(iso.slice(0, 10)))
      }),
    )
  })

  it('have no time where the text is none', () => {
    for (const text of [
      '',
      'x',
      '2020-01-32',
      '2021-02-29',
      '2020-01-02T',
      '2020-01-02T25:00',
      '2020-01-02 14:3',
      '2020-01-02T14:31:61Z',
      '2020-01-02T14:31ZZ',
      '2020-01-02T14:31+5',
      '2020/01/02',
      '20201301',
    ]) {
      expect([text, instantOf(new TextEncoder().encode(text), 0, text.length)]).toEqual([text, Number.NaN])
    }
  })
})
