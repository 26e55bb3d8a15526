import { join } from 'node:path'
import { afterAll, describe, expect, it } from '@jest/globals'
import { collect, dayTime, folder, good, HEADER, refusal, removeFolders, weekdays } from './folder.js'

afterAll(removeFolders)

const CSVDIR_HEADER = `${HEADER},dividend,split`

describe('csvdir shape', () => {
  it('gives sids by the rank of the symbol and closes an asset on the day after its last', async () => {
    const dir = folder({
      'daily/MSFT.csv': good('2020-01-02', '2020-01-03'),
      'daily/AAPL.csv.gz': good('2020-01-03', '2020-01-06'),
    })
    const { assets, bars } = await collect(dir)
    expect(assets.map(({ sid, symbol }) => [sid, symbol])).toEqual([
      [0, 'AAPL'],
      [1, 'MSFT'],
    ])
    expect(assets[0]).toMatchObject({
      kind: 'equity',
      exchange: 'CSVDIR',
      country: 'US',
      currency: 'USD',
      startDate: '2020-01-03',
      endDate: '2020-01-06',
      autoCloseDate: '2020-01-07',
    })
    expect([...bars.get(0)!.times]).toEqual([dayTime('2020-01-03'), dayTime('2020-01-06')])
  })

  it('reads dividends without a pay date, and splits as one over the stored number', async () => {
    const rows = [
      '2020-01-02,10,11,9,10,5,0.0,1.0',
      '2020-01-03,10,11,9,10,5,0.47,1.0',
      '2020-01-06,10,11,9,10,5,0.0,7.0',
    ]
    const dir = folder({ 'daily/A.csv': [CSVDIR_HEADER, ...rows].join('\n') })
    const { adjustments } = await collect(dir)
    expect(adjustments.dividends).toEqual([{ sid: 0, exDate: '2020-01-03', amount: 0.47 }])
    expect(adjustments.dividends[0].payDate).toBeUndefined()
    expect(adjustments.splits).toEqual([{ sid: 0, effectiveDate: '2020-01-06', ratio: 1 / 7 }])
  })

  it('gives an asset the same sid in both frequencies', async () => {
    const minute = `${HEADER}\n2020-01-02 14:31:00+00:00,10,11,9,10,5`
    const dir = folder({ 'daily/B.csv': good('2020-01-02'), 'minute/A.csv': minute, 'minute/B.csv': minute })
    const daily = await collect(dir)
    const minutes = await collect(dir, { frequency: 'minute' })
    expect(daily.assets.map(({ sid, symbol }) => [sid, symbol])).toEqual([[1, 'B']])
    expect(minutes.assets.map(({ sid, symbol }) => [sid, symbol])).toEqual([
      [0, 'A'],
      [1, 'B'],
    ])
    expect([...minutes.bars.get(1)!.times]).toEqual([Date.parse('2020-01-02T14:31:00Z')])
  })
})

describe('bars shape', () => {
  const tables = {
    'bars/BBB.csv': good('2020-01-02', '2020-01-03'),
    'bars/AAA.csv': good('2020-01-02', '2020-01-06'),
    'assets.csv':
      'symbol,asset_name,start_date,end_date,auto_close_date,exchange\n' +
      'BBB,"Bee, Inc",2020-01-02,2020-01-03,2020-01-08,NYSE\nAAA,,,,,\n',
    'splits.csv': 'symbol,effective_date,ratio\nAAA,2020-01-06,0.25\n',
    'dividends.csv':
      'symbol,declared_date,ex_date,record_date,pay_date,amount\nBBB,2020-01-01,2020-01-03,2020-01-06,2020-01-07,0.5\n',
    'stock_dividends.csv':
      'symbol,declared_date,ex_date,record_date,pay_date,payment_symbol,ratio\nAAA,,2020-01-03,,2020-01-09,BBB,0.5\n',
  }

  it('takes sids, names and dates from assets.csv, and what it leaves out from the bars', async () => {
    const { assets, kinds } = await collect(folder(tables))
    expect(kinds).toEqual(['assets', 'bars', 'bars', 'adjustments'])
    expect(assets[0]).toMatchObject({
      sid: 0,
      symbol: 'BBB',
      name: 'Bee, Inc',
      autoCloseDate: '2020-01-08',
      exchange: 'NYSE',
    })
    expect(assets[1]).toMatchObject({
      sid: 1,
      symbol: 'AAA',
      name: 'AAA',
      startDate: '2020-01-02',
      endDate: '2020-01-06',
    })
    expect(assets[1].autoCloseDate).toBe('2020-01-07')
  })

  it('reads the tables of adjustments', async () => {
    const { adjustments } = await collect(folder(tables))
    expect(adjustments.splits).toEqual([{ sid: 1, effectiveDate: '2020-01-06', ratio: 0.25 }])
    expect(adjustments.dividends).toEqual([
      {
        sid: 0,
        exDate: '2020-01-03',
        amount: 0.5,
        declaredDate: '2020-01-01',
        recordDate: '2020-01-06',
        payDate: '2020-01-07',
      },
    ])
    expect(adjustments.stockDividends).toMatchObject([{ sid: 1, paymentSid: 0, ratio: 0.5, payDate: '2020-01-09' }])
  })

  it('reads zipped tables', async () => {
    const { assets } = await collect(folder({ 'bars/A.csv.gz': good('2020-01-02'), 'assets.csv.gz': 'symbol\nA\n' }))
    expect(assets.map(({ symbol }) => symbol)).toEqual(['A'])
  })

  it('reads futures with their roots', async () => {
    const dir = folder({
      'bars/CLF21.csv': good('2020-01-02'),
      'contracts.csv':
        'symbol,root_symbol,notice_date,expiration_date,multiplier,tick_size,exchange\n' +
        'CLF21,CL,2020-01-17,2020-01-21,1000,0.05,CMES\n',
      'roots.csv': 'root_symbol,root_symbol_id,sector,description,exchange\nCL,1,energy,Light crude,CMES\n',
    })
    const { assets, roots } = await collect(dir)
    expect(assets[0]).toMatchObject({ kind: 'future', rootSymbol: 'CL', multiplier: 1000, tickSize: 0.05 })
    expect(assets[0].autoCloseDate).toBe('2020-01-17')
    expect(roots).toEqual([{ rootSymbol: 'CL', sector: 'energy', description: 'Light crude', exchange: 'CMES' }])
  })

  it('says which files are not listed and which assets have no file', async () => {
    const dir = folder({
      'bars/A.csv': good('2020-01-02'),
      'bars/Z.csv': good('2020-01-02'),
      'assets.csv': 'symbol\nA\nB\n',
    })
    const { assets, notices } = await collect(dir)
    expect(assets.map(({ symbol }) => symbol)).toEqual(['A'])
    expect(notices.map(({ code }) => code).sort()).toEqual(['DATA_NOT_LISTED', 'DATA_NO_BARS'])
  })
})

describe('plain shapes', () => {
  it('reads CSV files that lie in the folder itself', async () => {
    const { assets, bars } = await collect(
      folder({ 'B.csv': good('2020-01-02'), 'A.csv.gz': good('2020-01-03'), 'notes.txt': '' }),
    )
    expect(assets.map(({ symbol }) => symbol)).toEqual(['A', 'B'])
    expect(bars.size).toBe(2)
  })

  it('reads one file by its path', async () => {
    const { assets } = await collect(join(folder({ 'BTC-USD.csv': good('2020-01-02') }), 'BTC-USD.csv'))
    expect(assets.map(({ symbol }) => symbol)).toEqual(['BTC-USD'])
  })

  it('matches names of columns in any case and says once which columns it leaves', async () => {
    const rows = 'Date,Open,High,Low,Close,Adj Close,Volume\n2020-01-02,10,11,9,10.5,10.1,100\n'
    const { bars, notices } = await collect(folder({ 'A.csv': rows, 'B.csv': rows }))
    expect([...bars.get(0)!.close]).toEqual([10.5])
    expect(notices.map(({ code }) => code)).toEqual(['DATA_ADJUSTED_CLOSE'])
    expect(notices[0].message).toMatch(/Adj Close .*2 files/)
  })

  it('reads quoted fields, Windows line ends, a byte order mark and blank lines', async () => {
    const text = '\ufeff"Date","Open","High","Low","Close","Volume"\r\n"2020-01-02","10","11","9","10.5","100"\r\n\r\n'
    const plain = `\ufeff${HEADER}\r\n2020-01-02, 10 ,11,9,1.05e1,+100\r\n\r\n`
    const { bars } = await collect(folder({ 'A.csv': text, 'B.csv': plain }))
    for (const sid of [0, 1]) expect([...bars.get(sid)!.open, ...bars.get(sid)!.close]).toEqual([10, 10.5])
  })

  it('keeps a day without trades as prices that are missing, and no volume', async () => {
    const { bars } = await collect(
      folder({ 'A.csv': `${good('2020-01-02')}\n2020-01-03,,,,,\n2020-01-06,NaN,nan,null,,0` }),
    )
    expect([...bars.get(0)!.open]).toEqual([10, Number.NaN, Number.NaN])
    expect([...bars.get(0)!.volume]).toEqual([100, 0, 0])
  })
})

describe('frequencies', () => {
  const minutes = [
    'minute,open,high,low,close,volume',
    '2020-01-02T14:31:00Z,10,12,9,11,5',
    '2020-01-02T14:32:00Z,,,,,0',
    '2020-01-02T21:00:00Z,11,13,10,12.5,7',
    '2020-01-03T09:31:00-05:00,20,21,19,20.5,3',
  ].join('\n')

  it('makes daily bars of minutes, session by session', async () => {
    const { bars, assets } = await collect(folder({ 'bars/A.csv': minutes }))
    const { times, open, high, low, close, volume } = bars.get(0)!
    expect([...times]).toEqual([dayTime('2020-01-02'), dayTime('2020-01-03')])
    expect([open, high, low, close, volume].map((column) => [...column])).toEqual([
      [10, 20],
      [13, 21],
      [9, 19],
      [12.5, 20.5],
      [12, 3],
    ])
    expect(assets[0]).toMatchObject({ startDate: '2020-01-02', endDate: '2020-01-03' })
  })

  it('refuses minutes where the file has days', async () => {
    const plain = await refusal(folder({ 'A.csv': good('2020-01-02') }), { frequency: 'minute' })
    const csvdir = await refusal(folder({ 'daily/A.csv': good('2020-01-02') }), { frequency: 'minute' })
    for (const { code } of [plain, csvdir]) expect(code).toBe('DATA_FREQUENCY_MISSING')
    expect(plain.message).toContain('A.csv')
  })

  it('drops minutes before the open and after the close, and counts them', async () => {
    const rows = `${minutes}\n2020-01-03T21:01:00Z,20,21,19,20,1`.replace('14:31', '14:30')
    const { bars, notices } = await collect(folder({ 'A.csv': rows }), { frequency: 'minute' })
    expect(bars.get(0)!.times.length).toBe(3)
    expect(notices[0]).toMatchObject({ code: 'DATA_OUTSIDE_SESSIONS', sid: 0, date: '2020-01-02' })
    expect(notices[0].message).toMatch(/2 of 5 bars .*2020-01-02T14:30:00.000Z in line 2/)
  })
})

describe('what is asked for', () => {
  const dir = () =>
    folder({
      'daily/ALFA.csv': `${HEADER},dividend,split\n2020-01-02,10,11,9,10,5,0.1,1\n2020-01-03,10,11,9,10,5,0,2\n2020-01-06,10,11,9,10,5,0.2,1`,
      'daily/BETA.csv': good('2020-01-02', '2020-01-03'),
    })

  it('reads only the symbols asked for, under their own sids', async () => {
    const { assets, bars } = await collect(dir(), { symbols: ['BETA'] })
    expect(assets.map(({ sid }) => sid)).toEqual([1])
    expect([...bars.keys()]).toEqual([1])
  })

  it('names an unknown symbol, the nearest and how many are known', async () => {
    const error = await refusal(dir(), { symbols: ['ALFAA'] })
    expect(error.code).toBe('SYMBOL_NOT_FOUND')
    expect(error.message).toMatch(/'ALFAA' .*2 are known. Did you mean 'ALFA'/)
  })

  it('keeps bars and adjustments between start and end, both included', async () => {
    const { assets, bars, adjustments, notices } = await collect(dir(), { start: '2020-01-03', end: '2020-01-05' })
    expect([...bars.get(0)!.times]).toEqual([dayTime('2020-01-03')])
    expect(assets[0]).toMatchObject({ startDate: '2020-01-03', endDate: '2020-01-03' })
    expect(adjustments.splits.map(({ effectiveDate }) => effectiveDate)).toEqual(['2020-01-03'])
    expect(adjustments.dividends).toEqual([])
    expect(notices).toEqual([])
  })

  it('leaves out an asset without bars in the range, and says so', async () => {
    const { assets, notices } = await collect(dir(), { start: '2020-01-06' })
    expect(assets.map(({ symbol }) => symbol)).toEqual(['ALFA'])
    expect(notices).toMatchObject([{ code: 'DATA_NO_BARS', sid: 1 }])
  })

  it('tells how far it is, and ends at 1', async () => {
    const told: number[] = []
    await collect(dir(), { progress: (done) => told.push(done) })
    expect(told).toEqual([0, 0.5, 1])
  })

  it('stops when it is aborted', async () => {
    const controller = new AbortController()
    controller.abort(new Error('enough'))
    await expect(collect(dir(), { signal: controller.signal })).rejects.toThrow('enough')
  })

  it('takes currency, country and exchange from its options', async () => {
    const { assets } = await collect(dir(), {}, { currency: 'EUR', country: 'DE', exchange: 'XETR' })
    expect(assets[0]).toMatchObject({ currency: 'EUR', country: 'DE', exchange: 'XETR' })
  })

  it('drops days that are no sessions, and counts them', async () => {
    const rows = good('2020-01-02', '2020-01-03', '2020-01-04', '2020-01-05', '2020-01-06')
    const { bars, notices } = await collect(folder({ 'A.csv': rows }), { calendar: weekdays(['2020-01-03']) })
    expect(bars.get(0)!.times.length).toBe(2)
    expect(notices[0]).toMatchObject({ code: 'DATA_OUTSIDE_SESSIONS', sid: 0, date: '2020-01-03' })
    expect(notices[0].message).toMatch(/3 of 5 bars dropped .* of weekdays, the first 2020-01-03 in line 3/)
  })
})
