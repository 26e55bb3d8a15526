import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BarData, type Context, order, order_target, run_algorithm, symbol } from '../../compat/index.js'
import type { RunAbout } from '../../core/engine/report.js'
import type { RunResult } from '../../core/engine/result.js'
import { Random } from '../../core/kernel/random.js'

export const MINUTE_SYMBOLS = ['ALFA', 'BETA']

/** Two made-up companies, minute by minute over three days of 2020 without a holiday, as the csv source reads them. */
export function writeMinutes(folder: string): void {
  mkdirSync(join(folder, 'minute'), { recursive: true })
  for (const [i, name] of MINUTE_SYMBOLS.entries()) {
    const random = new Random(name)
    let close = 50 * (i + 1)
    const rows = ['2020-03-03', '2020-03-04', '2020-03-05'].flatMap((day) =>
      Array.from({ length: 390 }, (_, minute) => {
        const open = close
        close = Math.max(1, close * (1 + 0.001 * random.normal()))
        const [high, low] = [Math.max(open, close) + 0.01, Math.min(open, close) - 0.01]
        const at = new Date(Date.parse(`${day}T14:31:00Z`) + minute * 60_000).toISOString().slice(0, 19)
        return [`${at}Z`, ...[open, high, low, close].map((price) => price.toFixed(2)), 1000].join(',')
      }),
    )
    writeFileSync(join(folder, 'minute', `${name}.csv`), `date,open,high,low,close,volume\n${rows.join('\n')}\n`)
  }
}

/** Turns a hundred ALFA over every hundred minutes, and asks once for BETA far below the market. */
export const algorithm = {
  initialize(context: Context) {
    Object.assign(context, { minute: 0 })
  },
  handle_data(context: Context, data: BarData) {
    const own = context as Context & { minute: number }
    const minute = own.minute++
    if (minute % 100 === 50) order_target(symbol('ALFA'), minute % 200 === 50 ? 100 : -100)
    if (minute === 120) order(symbol('BETA'), 10, { limit_price: data.current(symbol('BETA'), 'price') * 0.5 })
  },
}

export const MINUTE_SPAN = { start: '2020-03-03', end: '2020-03-05', capital_base: 100_000 }

export async function minuteRun(): Promise<{ result: RunResult; about: RunAbout }> {
  const folder = mkdtempSync(join(tmpdir(), 'minutes-'))
  writeMinutes(folder)
  const perf = await run_algorithm({
    ...algorithm,
    ...MINUTE_SPAN,
    csv: folder,
    data_frequency: 'minute',
    bar_states: true,
  })
  const { result } = perf
  const assets = new Map(result.performance.orders.flat().map(({ asset }) => [asset.sid, asset]))
  rmSync(folder, { recursive: true })
  return {
    result,
    about: {
      strategy: 'over and back',
      ...{ start: MINUTE_SPAN.start, end: MINUTE_SPAN.end, capital: '100000', currency: 'USD' },
      ...{ calendar: 'XNYS', sessionsPerYear: 252, frequency: 'minute', profile: 'zipline', version: '0.1.0' },
      finder: { retrieve: (sid) => assets.get(sid)!, has: (sid) => assets.has(sid), all: [...assets.values()] },
      parameters: {},
    },
  }
}
