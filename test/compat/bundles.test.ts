import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from '@jest/globals'
import {
  type BarData,
  bundles,
  fetch_csv,
  future_symbol,
  type IngestArguments,
  order,
  run_algorithm,
  set_symbol_lookup_date,
  sid,
  symbol,
  Timestamp,
} from '../../compat/index.js'

const environ = () => ({ RUSTYBT_ROOT: mkdtempSync(join(tmpdir(), 'bundles-')) })
const DAYS = ['2020-01-02', '2020-01-03', '2020-01-06', '2020-01-07']
const bars = (price: number) =>
  DAYS.map((date, i) => ({ date, open: price, high: price + 2, low: price - 1, close: price + i, volume: 1e6 }))

afterEach(() => {
  for (const name of bundles.bundles) bundles.unregister(name)
})

describe('bundles.register', () => {
  it('makes a bundle of what the function writes, in whatever order, to run on', async () => {
    const given: unknown[] = []
    bundles.register(
      'mine',
      async (writers: IngestArguments) => {
        const { calendar, start_session, end_session, asset_db_writer, daily_bar_writer, adjustment_writer } = writers
        given.push(calendar.name, start_session.isoformat(), end_session.isoformat(), writers.show_progress)
        await daily_bar_writer.write([
          [0, bars(10)],
          [1, bars(20)],
        ])
        asset_db_writer.write({
          exchanges: [{ exchange: 'NYSE', canonical_name: 'New York', country_code: 'US' }],
          equities: [
            {
              symbol: 'AAA',
              asset_name: 'A Inc',
              start_date: DAYS[0],
              end_date: new Timestamp(DAYS[3]),
              exchange: 'NYSE',
            },
            { symbol: 'BBB', start_date: DAYS[0], end_date: DAYS[3], auto_close_date: '2020-01-10' },
          ],
        })
        adjustment_writer.write({
          dividends: [{ sid: 1, amount: 0.5, ex_date: DAYS[2], pay_date: DAYS[3] }],
        })
      },
      { start_session: DAYS[0], end_session: DAYS[3] },
    )
    const env = environ()
    await bundles.ingest('mine', { environ: env })
    expect(given).toEqual(['XNYS', '2020-01-02T00:00:00', '2020-01-07T00:00:00', false])

    const seen: unknown[] = []
    const perf = await run_algorithm({
      start: DAYS[0],
      end: DAYS[3],
      capital_base: 1000,
      bundle: 'mine',
      environ: env,
      initialize: () => {},
      handle_data: (_context, data: BarData) => {
        if (seen.length === 0) order(symbol('BBB'), 10)
        seen.push(data.current(symbol('AAA'), 'close'))
      },
      analyze: () => {
        const [a, b] = [symbol('AAA'), symbol('BBB')]
        seen.push(
          a.asset_name,
          a.exchange,
          a.country_code,
          a.auto_close_date?.isoformat(),
          b.auto_close_date?.isoformat(),
        )
      },
    })
    const about = ['A Inc', 'New York', 'US', '2020-01-08T00:00:00', '2020-01-10T00:00:00']
    expect(seen).toEqual([10, 11, 12, 13, ...about])
    expect(perf.capital_used.values[3]).toBeCloseTo(5, 9)
  })

  it('knows who had which ticker when', async () => {
    const env = environ()
    bundles.register('tickers', async ({ asset_db_writer, daily_bar_writer, adjustment_writer }) => {
      asset_db_writer.write({
        equities: [
          { sid: 7, symbol: 'OLD', start_date: DAYS[0], end_date: DAYS[1] },
          { sid: 7, symbol: 'NEW', asset_name: 'Renamed', start_date: DAYS[2], end_date: DAYS[3] },
          { sid: 8, symbol: 'OLD', start_date: DAYS[2], end_date: DAYS[3] },
        ],
      })
      await daily_bar_writer.write([
        [7, bars(10)],
        [8, bars(20).slice(2)],
      ])
      adjustment_writer.write()
    })
    await bundles.ingest('tickers', { environ: env })
    const seen: unknown[] = []
    await run_algorithm({
      ...{ start: DAYS[0], end: DAYS[3], capital_base: 1000, bundle: 'tickers', environ: env },
      initialize: () => {
        seen.push(symbol('NEW').sid, symbol('OLD').sid, symbol('NEW').asset_name, String(symbol('NEW').start_date))
        set_symbol_lookup_date(DAYS[1])
        seen.push(symbol('OLD').sid, symbol('OLD').symbol)
        expect(() => symbol('NEW')).toThrow("Symbol 'NEW' was not found on 2020-01-03")
      },
    })
    expect(seen).toEqual([7, 8, 'Renamed', '2020-01-02 00:00:00', 7, 'NEW'])

    const file = join(environ().RUSTYBT_ROOT, 'signal.csv')
    writeFileSync(file, `date,symbol,a\n${DAYS.map((day, i) => `${day},OLD,${i}`).join('\n')}\n`)
    const signals: unknown[] = []
    await run_algorithm({
      ...{ start: DAYS[0], end: DAYS[3], capital_base: 1000, bundle: 'tickers', environ: env },
      initialize: () => void fetch_csv(file),
      handle_data: (_context, data) => void signals.push([7, 8].map((each) => data.current(sid(each), 'a'))),
    })
    expect(signals).toEqual([
      [0, Number.NaN],
      [1, Number.NaN],
      [1, 2],
      [1, 3],
    ])
  })

  it('takes minutes, futures, and sources', async () => {
    const env = environ()
    const minutes = ['14:31', '14:32'].map((time, i) => ({
      ...{ date: `2020-01-02 ${time}`, open: 1, high: 3, low: 1, close: 2 + i, volume: 50 },
    }))
    bundles.register(
      'futures',
      async ({ asset_db_writer, minute_bar_writer, adjustment_writer }) => {
        asset_db_writer.write({
          futures: [
            {
              ...{ symbol: 'CLF20', root_symbol: 'CL', start_date: DAYS[0], end_date: DAYS[0] },
              ...{ notice_date: '2020-01-20', expiration_date: '2020-01-17', multiplier: 1000, tick_size: 0.01 },
            },
          ],
          root_symbols: [{ root_symbol: 'CL', exchange: 'NYM', sector: 'energy' }],
        })
        await minute_bar_writer.write([[0, minutes]])
        adjustment_writer.write()
      },
      { data_frequency: 'minute', calendar_name: 'NYSE' },
    )
    await bundles.ingest('futures', { environ: env })
    const seen: unknown[] = []
    await run_algorithm({
      ...{
        start: DAYS[0],
        end: DAYS[0],
        capital_base: 1000,
        bundle: 'futures',
        environ: env,
        data_frequency: 'minute',
      },
      initialize: () => {},
      handle_data: (_context, data: BarData) => {
        if (seen.length < 3) seen.push(data.current(future_symbol('CLF20'), 'price'))
      },
      analyze: () => void seen.push(future_symbol('CLF20').multiplier, String(future_symbol('CLF20').auto_close_date)),
    })
    expect(seen).toEqual([2, 3, 3, 1000, '2020-01-17 00:00:00'])

    bundles.register('empty', { async *fetch() {} })
    await expect(bundles.ingest('empty', { environ: env })).rejects.toMatchObject({ code: 'DATA_EMPTY' })
  })

  it('says what is wrong: names, values, prices that are no numbers', async () => {
    await expect(bundles.ingest('nothing')).rejects.toMatchObject({ code: 'BUNDLE_UNKNOWN' })
    expect(() => bundles.unregister('nothing')).toThrow("no bundle registered as 'nothing'")
    bundles.register('bad', async ({ daily_bar_writer }) => {
      await daily_bar_writer.write([[3, [{ ...bars(1)[0], open: '10' as unknown as number }]]])
    })
    await expect(bundles.ingest('bad', { environ: environ() })).rejects.toMatchObject({
      code: 'BAR_INVALID',
      message: 'sid 3, row 0: open is 10, which is no number',
    })
  })
})
