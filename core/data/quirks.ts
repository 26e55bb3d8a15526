import { RustybtError } from '../kernel/errors.js'
import { nearest } from '../kernel/nearest.js'

/** Zipline's behaviours that a stricter backtest would not have; each is one switch. `zipline` turns all on, `strict` all off. */
export interface Quirks {
  /** Prices pass through Zipline's store: whole thousandths in 32 bits (n × 0.001), volume whole in 32 bits. */
  readonly storeThousandths: boolean
  /** `history` rounds to 3 decimals after adjusting. */
  readonly roundHistory: boolean
  /** In daily data `before_trading_start` reads today's bar. */
  readonly beforeTradingStartSeesToday: boolean
  /** In minute data nothing can be traded as long as `before_trading_start` runs ahead of the open; strict: what can be traded today. */
  readonly cannotTradeBeforeOpen: boolean
  /** Before the open, a window of several fields of several assets sees all of them with the first asset's splits and dividends of the day. */
  readonly windowBeforeOpenTakesFirstActions: boolean
  /** A dividend whose pay date is missing or no session is never paid. */
  readonly unpaidDividendWithoutPaySession: boolean
  /** A scheduled function runs again 24 hours after its day began, which passes over a half day in daily data; strict: with the next session. */
  readonly scheduledOncePer24Hours: boolean
  /** The rolls of a continuous future's window are found up to 40 sessions ahead; strict: up to the current session. */
  readonly rollsFoundAhead: boolean
  /** A triggered limit order may fill at a price worse than its limit; strict: at the limit, where the model's price is worse. */
  readonly fillBeyondLimit: boolean
  /** Price multipliers are kept in 32 bits: 0.1 is 0.10000000149011612. */
  readonly multiplierInSinglePrecision: boolean
  /** A split leaves a position's last price as it was; it matters where no price follows any more. */
  readonly splitKeepsLastPrice: boolean
  /** A negative commission is kept with the order, but not paid into the account. */
  readonly rebatesUnpaid: boolean
  /** Currencies are not told apart: amounts of all assets are added up as they are, unless the run has a currency or rates. */
  readonly currenciesAreOne: boolean
  /** Prices of a limit or stop that names no asset are rounded to cents; strict: to the ticks of the asset that is ordered. */
  readonly centsWithoutAsset: boolean
  /** Batch orders are not held against trading controls. */
  readonly batchOrdersUncontrolled: boolean
  /** With `EODCancel`, daily data cancel only the oldest order of an asset, and only where it has more than one; strict: all open orders. */
  readonly dailyCancelTakesOneOfSeveral: boolean
  /** What `EODCancel` cancels is listed with the next session's orders (daily data) or not at all (minute data); strict: with the session's own. */
  readonly cancelledAtSessionEndUnlisted: boolean
  /** Prices of orders are ticks times a tick in doubles: 100.99 is 100.99000000000001; strict: the decimal. */
  readonly ticksInDoubles: boolean
  /** Stops and limits are compared with the price at which orders fill; strict: with the whole range of the bar. */
  readonly triggersAtClose: boolean
  /** An order that cannot be placed ends the run; strict: it is no order, and an event says why. */
  readonly refusalsEndTheRun: boolean
  /** `top(1)` of a pipeline compares the bits of doubles: where all values are negative it picks the most negative. */
  readonly maximumComparesBits: boolean
  /** Where a pipeline's chunk begins with a session on which every asset has a quantile, assets without one later are in a group of their own, -2^63. */
  readonly quantilesGroupMissing: boolean
  /** The `date_format` of `fetch_csv` is ignored: dates are read as they look, months before days. */
  readonly fetchIgnoresDateFormat: boolean
  /** `fetch_csv` drops rows about unknown symbols even with `mask=False`; strict keeps them under the symbol's text. */
  readonly fetchIgnoresMask: boolean
  /** In `fetch_csv` a column of numbers with an empty cell is a column of texts; strict: the cell is a missing number. */
  readonly fetchBlanksAreText: boolean
}

export type Profile = 'zipline' | 'strict'

export const QUIRKS: Readonly<Record<Profile, Quirks>> = {
  zipline: {
    storeThousandths: true,
    roundHistory: true,
    beforeTradingStartSeesToday: true,
    cannotTradeBeforeOpen: true,
    windowBeforeOpenTakesFirstActions: true,
    unpaidDividendWithoutPaySession: true,
    scheduledOncePer24Hours: true,
    rollsFoundAhead: true,
    fillBeyondLimit: true,
    multiplierInSinglePrecision: true,
    splitKeepsLastPrice: true,
    rebatesUnpaid: true,
    currenciesAreOne: true,
    centsWithoutAsset: true,
    batchOrdersUncontrolled: true,
    dailyCancelTakesOneOfSeveral: true,
    cancelledAtSessionEndUnlisted: true,
    ticksInDoubles: true,
    triggersAtClose: true,
    refusalsEndTheRun: true,
    maximumComparesBits: true,
    quantilesGroupMissing: true,
    fetchIgnoresDateFormat: true,
    fetchIgnoresMask: true,
    fetchBlanksAreText: true,
  },
  strict: {
    storeThousandths: false,
    roundHistory: false,
    beforeTradingStartSeesToday: false,
    cannotTradeBeforeOpen: false,
    windowBeforeOpenTakesFirstActions: false,
    unpaidDividendWithoutPaySession: false,
    scheduledOncePer24Hours: false,
    rollsFoundAhead: false,
    fillBeyondLimit: false,
    multiplierInSinglePrecision: false,
    splitKeepsLastPrice: false,
    rebatesUnpaid: false,
    currenciesAreOne: false,
    centsWithoutAsset: false,
    batchOrdersUncontrolled: false,
    dailyCancelTakesOneOfSeveral: false,
    cancelledAtSessionEndUnlisted: false,
    ticksInDoubles: false,
    triggersAtClose: false,
    refusalsEndTheRun: false,
    maximumComparesBits: false,
    quantilesGroupMissing: false,
    fetchIgnoresDateFormat: false,
    fetchIgnoresMask: false,
    fetchBlanksAreText: false,
  },
}

/** A profile with some switches set otherwise. Throws `QUIRK_UNKNOWN`, with the nearest name. */
export function quirksOf(profile: Profile, switches?: Partial<Quirks>): Quirks {
  const known = QUIRKS[profile]
  if (switches === undefined) return known
  for (const [name, value] of Object.entries(switches)) {
    if (name in known && typeof value === 'boolean') continue
    const meant = nearest(name, Object.keys(known))
    const what = name in known ? `is true or false, was ${String(value)}` : 'is no quirk'
    throw new RustybtError('QUIRK_UNKNOWN', `'${name}' ${what}`, {
      hint: meant === undefined ? 'docs/quirks.md lists them' : `did you mean '${meant}'?`,
    })
  }
  return { ...known, ...switches }
}
