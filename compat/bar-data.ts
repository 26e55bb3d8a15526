import type { Field } from '../core/data/portal.js'
import type { RunContext } from '../core/engine/strategy.js'
import { RustybtError } from '../core/kernel/errors.js'
import { Frame, Panel, timeLabels } from './pandas.js'
import { PandasSeries as Series } from './pandas-series.js'
import type { Asset } from './protocol.js'
import { Timestamp } from './timestamp.js'

export type HistoryField = Field
export type CurrentField = Field | 'last_traded'

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
  F extends 'last_traded' ? Timestamp | null : number,
  Series<string>,
  Series<Asset>,
  Frame<Asset, string>
>
type History<A, F> = Shape<
  A,
  F,
  Series<Timestamp>,
  Frame<Timestamp, string>,
  Frame<Timestamp, Asset>,
  Panel<Timestamp, Asset>
>
type Test<A> = Shape<A, string, boolean, never, Series<Asset>, never>
type Assets = Asset | readonly Asset[]

const HISTORY_FIELDS: readonly string[] = ['open', 'high', 'low', 'close', 'volume', 'price']

/** What callbacks get as `data`: the market as of now. One asset and field answer a number; a list of either a Series, of both a Frame. */
export class BarData {
  readonly #run: RunContext

  constructor(run: RunContext) {
    this.#run = run
  }

  get current_dt(): Timestamp {
    return new Timestamp(this.#run.now)
  }
  /** Midnight UTC of the current session. */
  get current_session(): Timestamp {
    return new Timestamp(this.#run.session)
  }

  current<A extends Assets, const F extends CurrentField | readonly Field[]>(assets: A, fields: F): Current<A, F>
  current(assets: Assets, fields: CurrentField | readonly Field[]): unknown {
    if (typeof fields === 'string') {
      if (isList(assets))
        return new Series(
          Float64Array.from(assets, (asset) => this.#number(asset, fields as Field)),
          assets,
        )
      return fields === 'last_traded' ? this.#lastTraded(assets) : this.#number(assets, fields)
    }
    if (!isList(assets))
      return new Series(
        Float64Array.from(fields, (field) => this.#number(assets, field)),
        fields,
      )
    return new Frame(
      fields.map((field) => Float64Array.from(assets, (asset) => this.#number(asset, field))),
      assets,
      fields,
    )
  }

  history<A extends Assets, const F extends HistoryField | readonly HistoryField[]>(
    assets: A,
    fields: F,
    bar_count: number,
    frequency: '1d' | '1m',
  ): History<A, F>
  history(
    assets: Assets,
    fields: HistoryField | readonly HistoryField[],
    bar_count: number,
    frequency: '1d' | '1m',
  ): unknown {
    const { data } = this.#run
    if (frequency !== '1d' && frequency !== '1m') {
      throw new RustybtError('HISTORY_FREQUENCY', `there is no history of frequency '${frequency}'`, {
        hint: "ask for '1d' or '1m'",
      })
    }
    if (!Number.isInteger(bar_count) || bar_count < 1) {
      throw new RustybtError('HISTORY_BAR_COUNT', `bar_count must be >= 1, but was ${bar_count}`)
    }
    const values = (asset: Asset, field: HistoryField) =>
      data.history(checkAsset(asset).core, checkField(field), bar_count, frequency)
    const times = () => timeLabels(data.historyTimes(bar_count, frequency), frequency)
    if (!isList(assets) && !isList(fields)) return new Series(values(assets, fields), times())
    if (!isList(fields)) {
      const list = assets as readonly Asset[]
      return new Frame(
        list.map((asset) => values(asset, fields)),
        times(),
        list,
      )
    }
    if (!isList(assets)) {
      return new Frame(
        fields.map((field) => values(assets, field)),
        times(),
        fields,
      )
    }
    return new Panel(
      new Map(fields.map((field) => [field, assets.map((asset) => values(asset, field))])),
      times(),
      assets,
    )
  }

  can_trade<A extends Assets>(assets: A): Test<A>
  can_trade(assets: Assets): unknown {
    return this.#test(assets, (asset) => this.#run.data.canTrade(asset.core))
  }

  is_stale<A extends Assets>(assets: A): Test<A>
  is_stale(assets: Assets): unknown {
    return this.#test(assets, (asset) => this.#run.data.isStale(asset.core))
  }

  #test(assets: Asset | readonly Asset[], test: (asset: Asset) => boolean): boolean | Series<Asset> {
    if (!isList(assets)) return test(checkAsset(assets))
    return new Series(
      Float64Array.from(assets, (asset) => Number(test(checkAsset(asset)))),
      assets,
    )
  }

  #number(asset: Asset, field: Field): number {
    return this.#run.data.spot(checkAsset(asset).core, checkField(field))
  }

  #lastTraded(asset: Asset): Timestamp | null {
    const at = this.#run.data.lastTradedAt(checkAsset(asset).core)
    if (at === undefined) return null
    return this.#run.frequency === 'daily' ? new Timestamp(at, null) : new Timestamp(at)
  }
}

const isList = <T>(value: T | readonly T[]): value is readonly T[] => Array.isArray(value)

function checkAsset(asset: Asset): Asset {
  if (asset?.core) return asset
  throw new RustybtError(
    'NOT_AN_ASSET',
    `expected an asset, was ${typeof asset === 'string' ? `'${asset}'` : String(asset)}`,
    {
      hint: typeof asset === 'string' ? `symbol('${asset}') gives the asset of a ticker` : undefined,
    },
  )
}

function checkField<F extends string>(field: F): F {
  if (HISTORY_FIELDS.includes(field)) return field
  throw new RustybtError('NO_SUCH_FIELD', `there is no field '${field}'; there are ${HISTORY_FIELDS.join(', ')}`)
}
