import type { BarFrequency, Field } from '../core/data/portal.js'
import type { RunContext } from '../core/engine/strategy.js'
import { RustybtError } from '../core/kernel/errors.js'
import { TimeLabels } from '../core/math/labels.js'
import { fetchedBy, type Identifier } from './fetch/fetched.js'
import { Frame, Panel } from './pandas.js'
import { PandasSeries as Series } from './pandas-series.js'
import { type Asset, assetOf, type ContinuousFuture, type Future } from './protocol.js'
import { instantLabels, sessionLabels, Timestamp } from './timestamp.js'

export type HistoryField = Field | 'sid'
/** The last arguments of `history` by name. */
export interface HistoryWindow {
  readonly bar_count: number
  readonly frequency: BarFrequency
}
export type CurrentField = Field | 'last_traded' | 'contract'

/** What an answer's shape depends on: one asset or several, one field or several. What an algorithm keeps on its context is `any`, and so is the answer. */
type Shape<A, F, One, Fields, Assets, Both> = 0 extends 1 & A
  ? // biome-ignore lint/suspicious/noExplicitAny: any in, any out
    any
  : A extends readonly unknown[]
    ? F extends readonly unknown[]
      ? Both
      : Assets
    : F extends readonly unknown[]
      ? Fields
      : One
type Current<A, F> = Shape<
  A,
  F,
  F extends 'last_traded' ? Timestamp | null : F extends 'contract' ? Future | null : number,
  Series<string>,
  Series<Priced>,
  Frame<Priced, string>
>
type History<A, F> = Shape<
  A,
  F,
  Series<Timestamp>,
  Frame<Timestamp, string>,
  Frame<Timestamp, Priced>,
  Panel<Timestamp, Priced>
>
type Test<A> = Shape<A, string, boolean, never, Series<Priced>, never>
/** What has prices: an asset, or a continuous future. */
export type Priced = Asset | ContinuousFuture
type Assets = Priced | readonly Priced[]

const FIELDS: readonly string[] = ['open', 'high', 'low', 'close', 'volume', 'price']

/** What callbacks get as `data`: the market as of now. One asset and field answer a number; a list of either a Series, of both a Frame. */
export class BarData {
  readonly #run: RunContext
  readonly #wholes = new WeakMap<Float64Array, Series<Timestamp>>()

  constructor(run: RunContext) {
    this.#run = run
  }

  get current_dt(): Timestamp {
    return new Timestamp(this.#run.now)
  }
  /** Midnight of the current session, without a zone. */
  get current_session(): Timestamp {
    return new Timestamp(this.#run.session)
  }

  /** Assets that the rows of the last `fetch_csv` are about, from the first row's session on. */
  get fetcher_assets(): Asset[] {
    return fetchedBy(this.#run)?.assets() ?? []
  }

  /**
   * The current bar: `price` (the close, carried over bars without trades), open, high, low, close, volume, last_traded; a continuous
   * future's contract; columns that `fetch_csv` has read, also of a name that is no asset.
   */
  current<A extends Assets, const F extends CurrentField | readonly Field[]>(assets: A, fields: F): Current<A, F>
  // biome-ignore lint/suspicious/noExplicitAny: what a fetched column holds is known to the algorithm alone
  current(assets: Identifier | readonly Identifier[], fields: string | readonly string[]): any
  current(assets: Identifier | readonly Identifier[], fields: string | readonly string[]): unknown {
    if (typeof fields === 'string') {
      if (isList(assets))
        return new Series(
          Float64Array.from(assets, (asset) => this.#number(asset, fields)),
          assets,
        )
      return this.#value(assets, fields)
    }
    if (!isList(assets))
      return new Series(
        Float64Array.from(fields, (field) => this.#number(assets, field)),
        fields,
      )
    const columns = fields.map((field) => Float64Array.from(assets, (asset) => this.#number(asset, field)))
    return new Frame(columns, assets, fields)
  }

  /** The last `bar_count` bars, the current one included, adjusted as of now. One asset and field answer a Series; lists a Frame or a Panel. */
  history<A extends Assets, const F extends HistoryField | readonly HistoryField[]>(
    assets: A,
    fields: F,
    bar_count: number | HistoryWindow,
    frequency?: BarFrequency,
  ): History<A, F>
  history(
    assets: Assets,
    fields: HistoryField | readonly HistoryField[],
    count: number | HistoryWindow,
    given?: BarFrequency,
  ): unknown {
    const bars = typeof count === 'number' ? count : count.bar_count
    const frequency = typeof count === 'number' ? given : count.frequency
    if (!Number.isInteger(bars) || bars < 1) {
      throw new RustybtError('HISTORY_BAR_COUNT', `bar_count must be >= 1, but was ${bars}`)
    }
    if (frequency === undefined) {
      throw new RustybtError('HISTORY_FREQUENCY', 'history needs a frequency', { hint: "'1d', or '1m' in minute data" })
    }
    if (isList(assets)) return this.#historyOf(assets, fields, bars, frequency)
    if (isList(fields)) return this.#historyFrame(assets, fields, bars, frequency)
    return (
      (frequency === '1d' && this.#days(assets, fields, bars)) ||
      new Series(this.#window(assets, fields, bars, frequency), this.#labels(bars, frequency))
    )
  }

  /** Whether an order could trade now: not restricted, listed, not past its auto close, with a price. */
  can_trade<A extends Assets>(assets: A): Test<A>
  can_trade(assets: Assets): unknown {
    const { data, controls, now } = this.#run
    return this.#test(assets, ({ core }) => data.canTrade(core) && !controls.isRestricted(core, now))
  }

  /** Whether an asset has traded before, but not on the current bar. */
  is_stale<A extends Assets>(assets: A): Test<A>
  is_stale(assets: Assets): unknown {
    return this.#test(assets, (asset) => asset.core.kind !== 'continuous-future' && this.#run.data.isStale(asset.core))
  }

  /** The contracts of a continuous future, from the current one on. */
  current_chain(continuous_future: ContinuousFuture): Future[] {
    const { data } = this.#run
    return data.continuous.currentChain(continuous_future.core, data.row).map((contract) => assetOf(contract) as Future)
  }

  #test(assets: Assets, test: (asset: Priced) => boolean): boolean | Series<Priced> {
    if (!isList(assets)) return test(checkAsset(assets))
    return new Series(
      Float64Array.from(assets, (asset) => Number(test(checkAsset(asset)))),
      assets,
    )
  }

  #historyFrame(asset: Priced, fields: readonly HistoryField[], bars: number, frequency: BarFrequency) {
    const columns = fields.map((field) => this.#window(asset, field, bars, frequency))
    return new Frame(columns, this.#labels(bars, frequency), fields)
  }

  #historyOf(
    assets: readonly Priced[],
    fields: HistoryField | readonly HistoryField[],
    bars: number,
    frequency: BarFrequency,
  ) {
    if (!isList(fields)) {
      const columns = assets.map((asset) => this.#window(asset, fields, bars, frequency))
      return new Frame(columns, this.#labels(bars, frequency), assets)
    }
    const actionsOf = this.#run.quirks.windowBeforeOpenTakesFirstActions ? assets[0] : undefined
    const seen = (asset: Priced, field: HistoryField) => this.#window(asset, field, bars, frequency, actionsOf)
    return new Panel(
      new Map(fields.map((field) => [field, assets.map((asset) => seen(asset, field))])),
      this.#labels(bars, frequency),
      assets,
    )
  }

  /** Days as a slice of the asset's whole column: a window a bar is then one object. */
  #days(asset: Priced, field: HistoryField, bars: number): Series<Timestamp> | undefined {
    const { data } = this.#run
    const { core } = checkAsset(asset)
    const from = data.row - bars + 1
    const column = field === 'sid' || from < 0 ? undefined : data.dailyColumn(core, checkField(field))
    if (column === undefined) return undefined
    let whole = this.#wholes.get(column)
    if (whole === undefined) {
      whole = new Series(column, new TimeLabels(data.sessions.midnights, sessionLabels))
      this.#wholes.set(column, whole)
    }
    return whole.slice(from, data.row + 1)
  }

  #labels(bars: number, frequency: BarFrequency) {
    return this.#run.data.historyLabels(bars, frequency, frequency === '1d' ? sessionLabels : instantLabels)
  }

  #window(
    asset: Priced,
    field: HistoryField,
    count: number,
    frequency: BarFrequency,
    actionsOf?: Priced,
  ): Float64Array {
    const { data } = this.#run
    const { core } = checkAsset(asset)
    if (field === 'sid' && core.kind === 'continuous-future') return data.continuous.sids(core, data.row, count)
    return data.history(core, checkField(field), count, frequency, actionsOf?.core)
  }

  /** A market's own fields stand above fetched columns of the same name. */
  #value(asset: Identifier, field: string): unknown {
    if (typeof asset !== 'string' && FIELDS.includes(field))
      return this.#run.data.spot(checkAsset(asset).core, field as Field)
    if (typeof asset !== 'string' && field === 'last_traded') return this.#lastTraded(asset)
    if (typeof asset !== 'string' && field === 'contract') return this.#contract(asset)
    const fetched = fetchedBy(this.#run)
    if (fetched) return fetched.value(asset, field)
    checkAsset(asset as Priced)
    return checkField(field)
  }

  #number(asset: Identifier, field: string): number {
    const value = this.#value(asset, field)
    if (typeof value === 'number' || typeof value === 'boolean') return Number(value)
    throw new RustybtError('NOT_A_NUMBER', `'${field}' of ${String(asset)} is no number: it is ${String(value)}`, {
      hint: 'ask for one asset and one field to get other values',
    })
  }

  #contract(asset: Priced): Future | null {
    const { core } = checkAsset(asset)
    if (core.kind !== 'continuous-future') return core.kind === 'future' ? (assetOf(core) as Future) : null
    const contract = this.#run.data.continuous.contract(core, this.#run.data.row)
    return contract ? (assetOf(contract) as Future) : null
  }

  #lastTraded(asset: Priced): Timestamp | null {
    const { core } = checkAsset(asset)
    const of = core.kind === 'continuous-future' ? this.#contract(asset)?.core : core
    const at = of && this.#run.data.lastTradedAt(of)
    if (at === undefined) return null
    return this.#run.frequency === 'daily' ? new Timestamp(at, null) : new Timestamp(at)
  }
}

const isList = <T>(value: T | readonly T[]): value is readonly T[] => Array.isArray(value)

function checkAsset<A extends Priced>(asset: A): A {
  if (asset?.core) return asset
  throw new RustybtError(
    'NOT_AN_ASSET',
    `expected an asset, was ${typeof asset === 'string' ? `'${asset}'` : String(asset)}`,
    {
      hint: typeof asset === 'string' ? `symbol('${asset}') gives the asset of a ticker` : undefined,
    },
  )
}

function checkField(field: string): Field {
  if (FIELDS.includes(field)) return field as Field
  throw new RustybtError('NO_SUCH_FIELD', `there is no field '${field}'; there are ${FIELDS.join(', ')}`)
}
