import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from '@jest/globals'
import { collect, folder, good, HEADER, refusal, removeFolders } from './folder.js'

afterAll(removeFolders)

const rows = (...lines: string[]): Record<string, string> => ({ 'A.csv': [HEADER, ...lines].join('\n') })
const OK = '2020-01-02,10,11,9,10.5,100'

/** Name, files, code, and what the message must say. */
const REFUSED: [string, Record<string, string>, string, RegExp][] = [
  [
    'a missing column',
    { 'A.csv': 'date,open,high,close,volume\n' },
    'DATA_COLUMN_MISSING',
    /A\.csv, line 1, column low/,
  ],
  [
    'a missing date column',
    { 'A.csv': 'open,high,low,close,volume\n1,1,1,1,1' },
    'DATA_COLUMN_MISSING',
    /date \(or minute\)/,
  ],
  ['a column there twice', { 'A.csv': `${HEADER},Close\n${OK},1` }, 'DATA_COLUMN_DUPLICATE', /line 1, column close/],
  ['text in a price', rows(OK, '2020-01-03,10,x,9,10,1'), 'DATA_VALUE_INVALID', /A\.csv, line 3, column high: 'x'/],
  [
    'text in a quoted price',
    rows(OK, '2020-01-03,10,"1,1",9,10,1'),
    'DATA_VALUE_INVALID',
    /line 3, column high: '1,1'/,
  ],
  ['a negative price', rows('2020-01-03,10,11,-9,10,1'), 'DATA_VALUE_INVALID', /line 2, column low: -9 is negative/],
  ['a negative volume', rows('2020-01-03,10,11,9,10,-1'), 'DATA_VALUE_INVALID', /line 2, column volume: -1 is neg/],
  [
    'an infinite price',
    rows(OK, '2020-01-03,10,inf,9,10,1'),
    'DATA_VALUE_INVALID',
    /line 3, column high: inf is not finite/,
  ],
  [
    'a number beyond all',
    rows('2020-01-03,10,1e999,9,10,1'),
    'DATA_VALUE_INVALID',
    /line 2, column high: 1e999 is not/,
  ],
  [
    'a price missing beside others',
    rows('2020-01-03,10,11,NaN,10,1'),
    'DATA_VALUE_INVALID',
    /line 2, column low: is empty/,
  ],
  ['volume without prices', rows('2020-01-03,,,,,8'), 'DATA_VALUE_INVALID', /line 2, column volume: 8 traded/],
  ['prices without volume', rows('2020-01-03,10,11,9,10,'), 'DATA_VALUE_INVALID', /line 2, column volume: is empty/],
  ['a date there twice', rows(OK, OK), 'DATA_DATE_DUPLICATE', /line 3, column date: 2020-01-02 .* line 2 and line 3/],
  [
    'dates that fall',
    rows('2020-01-03,10,11,9,10,1', '', OK),
    'DATA_NOT_SORTED',
    /line 4, column date: 2020-01-02 comes after 2020-01-03 of line 2/,
  ],
  ['a bad date', rows(OK, '2020-02-30,10,11,9,10,1'), 'DATA_DATE_INVALID', /line 3, column date: '2020-02-30'/],
  ['a date of another form', rows('01/02/2020,10,11,9,10,1'), 'DATA_DATE_INVALID', /line 2, column date/],
  ['a bad quoted date', rows('"nonsense",10,11,9,10,1'), 'DATA_DATE_INVALID', /line 2, column date: 'nonsense'/],
  [
    'a time in a daily file',
    rows(OK, '2020-01-03,10,11,9,10,1', '2020-01-06 16:00,10,11,9,10,1'),
    'DATA_DATE_INVALID',
    /line 4/,
  ],
  [
    'a part of a minute',
    rows('2020-01-02T14:31:30Z,10,11,9,10,1'),
    'DATA_DATE_INVALID',
    /line 2, column date: .*no whole/,
  ],
  [
    'high below low',
    rows('2020-01-03,10,8,9,8.5,1'),
    'DATA_PRICE_INCONSISTENT',
    /line 2, column high: high 8 is below low 9/,
  ],
  [
    'open outside',
    rows('2020-01-03,12,11,9,10,1'),
    'DATA_PRICE_INCONSISTENT',
    /line 2, column open: open 12 is outside 9/,
  ],
  [
    'close outside',
    rows('2020-01-03,10,11,9,8.99,1'),
    'DATA_PRICE_INCONSISTENT',
    /column close: close 8.99 is outside 9/,
  ],
  ['a row cut off', rows(OK, '2020-01-03,10,11'), 'DATA_ROW_INVALID', /line 3: has 3 fields, the header 6/],
  ['a row too long', rows(`${OK},1,2`), 'DATA_ROW_INVALID', /line 2: has 8 fields, the header 6/],
  ['a quoted row cut off', rows('"2020-01-03",10,11'), 'DATA_ROW_INVALID', /line 2: has 3 fields/],
  ['a quote left open', rows(OK, '2020-01-03,"10,11,9,10,1'), 'DATA_ROW_INVALID', /A\.csv/],
  ['an empty file', { 'A.csv': '' }, 'DATA_FILE_EMPTY', /A\.csv: is empty/],
  ['a header alone', { 'A.csv': HEADER }, 'DATA_FILE_EMPTY', /A\.csv: has no rows/],
  ['no files', { 'readme.txt': '' }, 'DATA_NOT_FOUND', /has no bars/],
  ['no files in csvdir', { 'daily/readme.txt': '' }, 'DATA_NOT_FOUND', /daily\/ or minute\//],
  [
    'two files of a symbol',
    { 'A.csv': good('2020-01-02'), 'A.csv.gz': good('2020-01-02') },
    'DATA_FILE_DUPLICATE',
    /A\.csv/,
  ],
  [
    'bars outside every session',
    rows('2020-01-04,10,11,9,10,1'),
    'DATA_OUTSIDE_CALENDAR',
    /none of its 1 bars .*2020-01-04/,
  ],
  [
    'a split of nothing',
    { 'daily/A.csv': `${HEADER},dividend,split\n${OK},0,0` },
    'DATA_VALUE_INVALID',
    /daily.A\.csv, line 2, column split: 0 is not above zero/,
  ],
  [
    'a negative dividend',
    { 'daily/A.csv': `${HEADER},dividend,split\n${OK},-1,1` },
    'DATA_VALUE_INVALID',
    /line 2, column dividend/,
  ],
]

const bars = { 'bars/ALFA.csv': good('2020-01-02') }
const TABLES: [string, Record<string, string>, string, RegExp][] = [
  [
    'a split of an unknown symbol',
    { 'splits.csv': 'symbol,effective_date,ratio\nALFA,2020-01-02,0.5\nALFAA,2020-01-02,0.5' },
    'SYMBOL_NOT_FOUND',
    /splits\.csv, line 3, column symbol: no symbol 'ALFAA'; 1 are known. Did you mean 'ALFA'/,
  ],
  [
    'a ratio of zero',
    { 'splits.csv': 'symbol,effective_date,ratio\nALFA,2020-01-02,0' },
    'DATA_VALUE_INVALID',
    /splits\.csv, line 2, column ratio: '0' is no number above zero/,
  ],
  [
    'a dividend of an unknown symbol',
    { 'dividends.csv': 'symbol,ex_date,amount\nNONE,2020-01-02,1' },
    'SYMBOL_NOT_FOUND',
    /dividends\.csv, line 2, column symbol/,
  ],
  [
    'a dividend without an amount',
    { 'dividends.csv': 'symbol,ex_date,amount\nALFA,2020-01-02,' },
    'DATA_VALUE_INVALID',
    /dividends\.csv, line 2, column amount: is empty/,
  ],
  [
    'a stock dividend paid in an unknown symbol',
    { 'stock_dividends.csv': 'symbol,ex_date,payment_symbol,ratio\nALFA,2020-01-02,NONE,0.5' },
    'SYMBOL_NOT_FOUND',
    /stock_dividends\.csv, line 2, column payment_symbol/,
  ],
  [
    'a bad date in a table',
    { 'splits.csv': 'symbol,effective_date,ratio\nALFA,someday,0.5' },
    'DATA_DATE_INVALID',
    /splits\.csv, line 2, column effective_date: 'someday'/,
  ],
  [
    'a table without its column',
    { 'assets.csv': 'ticker\nALFA' },
    'DATA_COLUMN_MISSING',
    /assets\.csv, line 1, column symbol/,
  ],
  ['an empty table', { 'assets.csv': '' }, 'DATA_FILE_EMPTY', /assets\.csv: is empty/],
  ['a row of a table cut off', { 'assets.csv': 'symbol,exchange\nALFA' }, 'DATA_ROW_INVALID', /assets\.csv, line 2/],
  [
    'an asset listed twice',
    { 'assets.csv': 'symbol\nALFA\nALFA' },
    'DATA_SYMBOL_DUPLICATE',
    /line 3, .* first in line 2/,
  ],
  [
    'an asset that ends before it starts',
    { 'assets.csv': 'symbol,start_date,end_date\nALFA,2020-01-03,2020-01-02' },
    'DATA_DATE_INVALID',
    /assets\.csv, line 2, column end_date/,
  ],
]

describe('bad input is refused with file, line and column', () => {
  it.each([...REFUSED, ...TABLES.map(([name, files, ...rest]) => [name, { ...bars, ...files }, ...rest] as const)])(
    '%s',
    async (_, files, code, message) => {
      const error = await refusal(folder(files))
      expect(error.code).toBe(code)
      expect(error.message).toMatch(message)
    },
  )

  it('says which shapes it looked for', async () => {
    const error = await refusal(join(folder({}), 'nowhere'))
    expect(error.code).toBe('DATA_NOT_FOUND')
    expect(error.hint).toMatch(/daily\/SYM\.csv or minute\/SYM\.csv, bars\/SYM\.csv/)
  })

  it('names a file that is not what its ending says', async () => {
    const dir = folder({})
    writeFileSync(join(dir, 'A.csv.gz'), 'not zipped')
    expect((await refusal(dir)).message).toMatch(/A\.csv\.gz: is no whole gzip file/)
  })

  it('hints at another separator', async () => {
    const error = await refusal(folder({ 'A.csv': HEADER.replaceAll(',', ';') }))
    expect(error.hint).toMatch(/not by ";"/)
  })

  it('lets prices overlap by the rounding of their sixth decimal', async () => {
    const { bars: read } = await collect(folder(rows('2020-01-03,58.485714,58.485713,58.1,58.485714,1')))
    expect([...read.get(0)!.high]).toEqual([58.485713])
  })
})
