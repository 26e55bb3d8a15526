import createYahooFinance from 'yahoo-finance2/createYahooFinance'
import chartModule, { type ChartResultObject } from 'yahoo-finance2/modules/chart'
import { symbolNotFound } from '../../core/data/remote/each-symbol.js'
import type { Remote } from '../../core/data/remote/remote.js'
import { RustybtError } from '../../core/kernel/errors.js'

export type Chart = ChartResultObject

export interface ChartRequest {
  readonly interval: '1d' | '1m'
  /** Epoch ms; `to` is not included. */
  readonly from: number
  readonly to: number
}

/** Answers undefined where Yahoo knows the symbol but has nothing in the range. */
export type AskChart = (symbol: string, request: ChartRequest) => Promise<Chart | undefined>

const quiet = { info() {}, warn() {}, error() {}, debug() {}, dir() {} }
const Yahoo = createYahooFinance({ modules: { chart: chartModule } })

/** yahoo-finance2's `chart`, its requests sent by `remote` to `url`; what it throws is told in our errors. */
export function chartOf(remote: Remote, url: string): AskChart {
  const host = url.replace(/\/+$/, '')
  const yahoo = new Yahoo({
    fetch: ((asked: string, init: RequestInit) =>
      remote.fetch(String(asked).replace(/^https:\/\/[^/]+/, host), init)) as typeof fetch,
    logger: quiet,
    validation: { logErrors: false, logOptionsErrors: false },
    versionCheck: false,
  })
  return async (symbol, { interval, from, to }) => {
    const [period1, period2] = [from, to].map((time) => new Date(time))
    const query = { period1, period2, interval, includePrePost: false, events: 'div|split', return: 'object' as const }
    try {
      return await yahoo.chart(encodeURIComponent(symbol), query)
    } catch (error) {
      remote.throwIfAborted()
      if (error instanceof RustybtError) throw error
      const { name } = error as Error
      const message = (error as Error).message.slice(0, 300)
      if (/symbol may be delisted|No data found/i.test(message)) throw symbolNotFound('yahoo', symbol, message)
      if (/Data doesn't exist for startDate/i.test(message)) return undefined
      const isStrange =
        name === 'FailedYahooValidationError' ||
        name === 'TypeError' ||
        /^Unexpected result|^No timestamp/.test(message)
      throw new RustybtError(
        isStrange ? 'REMOTE_SHAPE' : 'REMOTE_REFUSED',
        `yahoo: the chart of ${symbol} ${isStrange ? 'is not as expected' : 'is refused'}: ${message}`,
        { hint: isStrange ? 'has the service changed? see if a newer rustybt knows it' : hintOf(message) },
      )
    }
  }
}

function hintOf(message: string): string {
  return /within the last|granularity/i.test(message)
    ? 'Yahoo keeps minutes for 30 days: ask for later ones, or for daily bars'
    : 'check symbol and dates'
}
