import { basename } from 'node:path'
import { loadBundle } from '../../data/bundle.js'
import { type Profile, quirksOf } from '../../data/quirks.js'
import { closeReturns, priceHistory } from '../../engine/prices.js'
import type { ReportedResult, RunAbout } from '../../engine/report.js'
import type { Kernel } from '../../kernel/kernel.js'
import { simpleReturns } from '../../math/returns/growth.js'
import { Calendar } from '../../time/calendar.js'
import { UsageError } from '../usage.js'
import { listedColumns } from './lists.js'

/** Where prices of what was not traded are taken from. */
export interface PriceSources {
  /** CSV of closes. */
  readonly file?: string
  readonly bundle?: { readonly name: string; readonly timestamp?: number }
  readonly root: string
}

type Returns = Record<string, Float64Array>

/**
 * Returns of what has a weight in the list of sectors, and no prices in the run: a value a session. Throws `PRICES_MISSING`, which says
 * of what, and how to give them.
 */
export async function memberReturns(
  { result, about }: ReportedResult,
  sources: PriceSources,
  kernel: Kernel,
): Promise<Returns | undefined> {
  const { sessions } = result.performance
  const weighted = Object.entries(about.sectors ?? {}).flatMap(([symbol, { weight }]) => (weight ? [symbol] : []))
  const sids = new Map(about.finder.all.map(({ symbol, sid }) => [symbol, sid]))
  const wanted = weighted.filter((symbol) => !(sids.has(symbol) && result.prices?.of(sids.get(symbol)!)))
  if (wanted.length === 0) return undefined
  const isMissing = (found: Returns) => (symbol: string) => found[symbol]?.some((r) => !Number.isNaN(r)) !== true
  const listed = sources.file ? fromFile(sources.file, wanted, sessions) : {}
  const others = wanted.filter(isMissing(listed))
  const kept = sources.bundle && others.length > 0 ? await fromBundle(others, about, sessions, sources, kernel) : {}
  const missing = others.filter(isMissing(kept))
  if (missing.length === 0) return { ...listed, ...kept }
  const where = [sources.bundle && `bundle ${sources.bundle.name}`, sources.file && basename(sources.file)]
  throw new UsageError(
    `the list of sectors gives weights to ${missing.join(', ')}, of which ${['the run', ...where].filter(Boolean).join(' and ')} ${where.some(Boolean) ? 'have' : 'has'} no prices`,
    {
      code: 'PRICES_MISSING',
      hint: 'name a bundle that has them with --bundle, or give their adjusted closes with --prices FILE: CSV of date and a column a symbol',
    },
  )
}

async function fromBundle(
  symbols: readonly string[],
  about: RunAbout,
  sessions: readonly string[],
  { bundle, root }: PriceSources,
  kernel: Kernel,
): Promise<Returns> {
  const calendar = await kernel.create(Calendar, about.calendar)
  const quirks = quirksOf(about.profile as Profile)
  const dataset = await loadBundle(bundle!.name, { calendar, quirks, timestamp: bundle!.timestamp, root })
  const first = dataset.reader.sessions.indexOf(sessions[0])
  if (first < 0 || first + sessions.length > dataset.reader.sessions.length) return {}
  const prices = priceHistory(dataset, first, sessions.length)
  const last = sessions[sessions.length - 1]
  return Object.fromEntries(
    symbols.flatMap((symbol) => {
      const asset = dataset.finder.all.find((one) => one.symbol === symbol && one.startDate <= last)
      const bars = asset && prices.of(asset.sid)
      return bars ? [[symbol, closeReturns(bars)]] : []
    }),
  )
}

/** Returns of a session's close over the one before; NaN where the file lacks either. */
function fromFile(file: string, symbols: readonly string[], sessions: readonly string[]): Returns {
  const closes = listedColumns(file, sessions)
  return Object.fromEntries(
    symbols.flatMap((symbol) =>
      closes[symbol] === undefined ? [] : [[symbol, Float64Array.of(Number.NaN, ...simpleReturns(closes[symbol]))]],
    ),
  )
}
