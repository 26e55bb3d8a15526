import { describe, expect, it } from '@jest/globals'
import calendars from '../../../plugins/calendars/plugin.js'
import { rustybt } from './world.js'

const calendar = (...args: string[]) => rustybt(['calendar', ...args], [calendars])

describe('rustybt calendar', () => {
  it('prints a year in the zone of the exchange, early closes marked', async () => {
    const { code, stdout } = await calendar('XNYS', '--year', '2026')
    expect(code).toBe(0)
    expect(stdout.split('\n')[1]).toBe('2026-01-02  2026-01-02 09:30         2026-01-02 16:00')
    expect(stdout).toMatch(/2026-11-27 +2026-11-27 09:30 +2026-11-27 13:00 +closes early/)
    expect(stdout.trimEnd().split('\n')).toHaveLength(1 + 251)
  })

  it('gives sessions, opens, closes and breaks in UTC as JSON', async () => {
    const { stdout } = await calendar('XHKG', '--start', '2024-02-08', '--end', '2024-02-11', '--json')
    expect(JSON.parse(stdout)).toEqual([
      {
        session: '2024-02-08',
        open: '2024-02-08T01:30:00+00:00',
        close: '2024-02-08T08:00:00+00:00',
        break_start: '2024-02-08T04:00:00+00:00',
        break_end: '2024-02-08T05:00:00+00:00',
      },
      {
        session: '2024-02-09',
        open: '2024-02-09T01:30:00+00:00',
        close: '2024-02-09T04:00:00+00:00',
        break_start: null,
        break_end: null,
      },
    ])
  })

  it('knows aliases', async () => {
    expect((await calendar('NYSE', '--year', '2020', '--json')).stdout).toBe(
      (await calendar('XNYS', '--year', '2020', '--json')).stdout,
    )
  })

  it('refuses an unknown name with the nearest, and a line that is wrong', async () => {
    expect(await calendar('XNYX')).toMatchObject({ code: 1, stderr: expect.stringContaining("Did you mean 'XNYS'") })
    expect(await calendar('XNYS', '--year', '26')).toMatchObject({ code: 2 })
    expect(await calendar('XNYS', '--year', '2026', '--start', '2026-01-01')).toMatchObject({ code: 2 })
    expect(await calendar('XNYS', '--start', '2020-13-01')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('DATE_INVALID'),
    })
    expect(await calendar('XNYS', '--year', '1800')).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('CALENDAR_OUT_OF_RANGE: calendar XNYS covers 1990-01-01 to'),
    })
    expect(await calendar('XNYS', '-s', '2026-02-01', '-e', '2026-01-01')).toMatchObject({ code: 2, stdout: '' })
  })
})
