import type { Asset } from '../../assets/asset.js'
import { RustybtError } from '../../kernel/errors.js'
import { DAY } from '../../time/instant.js'
import { dateOf } from '../../time/session.js'
import type { Bars, DataBatch, DataRequest, Dividend, Notice, Split, StockDividend } from '../source.js'
import type { Owner } from './placed-bars.js'

/** All that a vendor has of one symbol. */
export interface SymbolData {
  /** The asset, given its first and last session: as its bars say, where the vendor does not. */
  readonly asset: (life: { readonly startDate: string; readonly endDate: string }) => Asset
  readonly bars: Bars
  readonly splits?: readonly Split[]
  readonly dividends?: readonly Dividend[]
  readonly stockDividends?: readonly StockDividend[]
  readonly notices?: readonly Notice[]
}

/** What to do about a symbol that the vendor does not know: end the ingest, or go on without it and say so. */
export type Missing = 'stop' | 'skip'

/** As `eachOwner`, of the symbols that the request names. Sids count them in the order given. */
export function eachSymbol(
  request: DataRequest,
  missing: Missing,
  ask: (owner: Owner) => Promise<SymbolData>,
): AsyncGenerator<DataBatch> {
  const symbols = [...new Set(request.symbols)]
  if (symbols.length === 0) {
    throw new RustybtError(
      'SYMBOLS_MISSING',
      'which symbols shall be fetched? The source has more than can be asked for',
      {
        hint: 'name them with --symbols AAPL,MSFT',
      },
    )
  }
  return eachOwner(
    request,
    symbols.map((symbol, sid) => ({ sid, symbol })),
    missing,
    ask,
  )
}

/**
 * The batches of a source that asks for one asset after the other: each asset with its bars, then all adjustments. `ask` throws
 * `SYMBOL_NOT_FOUND` for one that is not there.
 */
export async function* eachOwner(
  request: DataRequest,
  owners: readonly Owner[],
  missing: Missing,
  ask: (owner: Owner) => Promise<SymbolData>,
): AsyncGenerator<DataBatch> {
  const notices: Notice[] = []
  const splits: Split[] = []
  const dividends: Dividend[] = []
  const stockDividends: StockDividend[] = []
  for (const [at, owner] of owners.entries()) {
    const { symbol } = owner
    request.signal?.throwIfAborted()
    request.progress?.(at / owners.length)
    let data: SymbolData
    try {
      data = await ask(owner)
    } catch (error) {
      if (missing === 'stop' || !(error instanceof RustybtError) || error.code !== 'SYMBOL_NOT_FOUND') throw error
      notices.push({ code: error.code, message: `${error.message}; it is left out` })
      continue
    }
    notices.push(...(data.notices ?? []))
    const { times } = data.bars
    if (times.length === 0) {
      notices.push({ code: 'DATA_NO_BARS', message: `${symbol} has no bars in the range; it is left out` })
      continue
    }
    const [startDate, endDate] = lifeOf(data.bars, request)
    yield { kind: 'assets', assets: [data.asset({ startDate, endDate })] }
    yield { kind: 'bars', bars: data.bars }
    splits.push(...(data.splits ?? []))
    dividends.push(...(data.dividends ?? []))
    stockDividends.push(...(data.stockDividends ?? []))
  }
  yield { kind: 'adjustments', splits, dividends, stockDividends, mergers: [] }
  for (const notice of notices) yield { kind: 'notice', notice }
  request.progress?.(1)
}

/** First and last session with a bar. A minute may lie on the day before its session's date. */
function lifeOf({ times }: Bars, { frequency, calendar }: DataRequest): [string, string] {
  const [first, last] = [times[0], times[times.length - 1]].map((time) => Math.floor(time / DAY))
  if (frequency === 'daily') return [dateOf(first), dateOf(last)]
  const sessions = calendar.sessions(clampDate(first - 1, calendar), clampDate(last + 2, calendar))
  const sessionOf = (time: number) => sessions.date(sessions.closes.findIndex((close) => time <= close))
  return [sessionOf(times[0]), sessionOf(times[times.length - 1])]
}

function clampDate(day: number, { firstDate, lastDate }: DataRequest['calendar']): string {
  const date = dateOf(day)
  return date < firstDate ? firstDate : date > lastDate ? lastDate : date
}

/** A symbol that a vendor does not know, with what it said. */
export function symbolNotFound(source: string, symbol: string, said: string, cause?: unknown): RustybtError {
  return new RustybtError('SYMBOL_NOT_FOUND', `${source} knows no symbol '${symbol}' (${said})`, {
    hint: 'check its spelling, or go on without it: -o missing=skip',
    cause,
  })
}
