import type { Field } from '../core/data/portal.js'
import type { RunContext } from '../core/engine/strategy.js'
import { RustybtError } from '../core/kernel/errors.js'
import { Frame, Panel, timeLabels } from './pandas.js'
import { PandasSeries as Series } from './pandas-series.js'
import type { Asset } from './protocol.js'
import { Timestamp } from './timestamp.js'

export type HistoryField = Field
export type CurrentField = Field | 'last_traded'
type FieldValue<F> = F extends 'last_traded' ? Timestamp | null : number

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
    return new Timestamp(Date.parse(this.#run.session))
  }

  current<F extends CurrentField>(asset: Asset, field: F): FieldValue<F>
  current(asset: Asset, fields: readonly Field[]): Series<string>
  current(assets: readonly Asset[], field: Field): Series<Asset>
  current(assets: readonly Asset[], fields: readonly Field[]): Frame<Asset, string>
  current(assets: Asset | readonly Asset[], fields: CurrentField | readonly Field[]): unknown {
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

  history(asset: Asset, field: HistoryField, bar_count: number, frequency: '1d' | '1m'): Series<Timestamp>
  history(
    assets: readonly Asset[],
    field: HistoryField,
    bar_count: number,
    frequency: '1d' | '1m',
  ): Frame<Timestamp, Asset>
  history(
    asset: Asset,
    fields: readonly HistoryField[],
    bar_count: number,
    frequency: '1d' | '1m',
  ): Frame<Timestamp, string>
  history(
    assets: readonly Asset[],
    fields: readonly HistoryField[],
    bar_count: number,
    frequency: '1d' | '1m',
  ): Panel<Timestamp, Asset>
  history(
    assets: Asset | readonly Asset[],
    fields: HistoryField | readonly HistoryField[],
    bar_count: number,
    frequency: '1d' | '1m',
  ): unknown {
    const { data } = this.#run
    if (frequency !== '1d') {
      throw new RustybtError(
        'HISTORY_FREQUENCY',
        `history of frequency '${frequency}' needs minute data, and this run has daily data`,
        { hint: "ask for '1d'" },
      )
    }
    if (!Number.isInteger(bar_count) || bar_count < 1) {
      throw new RustybtError('HISTORY_BAR_COUNT', `bar_count must be >= 1, but was ${bar_count}`)
    }
    const values = (asset: Asset, field: HistoryField) =>
      data.history(checkAsset(asset).core, checkField(field), bar_count)
    if (!isList(assets) && !isList(fields)) {
      const window = values(assets, fields)
      return new Series(window, timeLabels(data.historyTimes(bar_count)))
    }
    const times = () => timeLabels(data.historyTimes(bar_count))
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

  can_trade(asset: Asset): boolean
  can_trade(assets: readonly Asset[]): Series<Asset>
  can_trade(assets: Asset | readonly Asset[]): unknown {
    return this.#test(assets, (asset) => this.#run.data.canTrade(asset.core))
  }

  is_stale(asset: Asset): boolean
  is_stale(assets: readonly Asset[]): Series<Asset>
  is_stale(assets: Asset | readonly Asset[]): unknown {
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
    const { data } = this.#run
    const row = data.lastTradedRow(checkAsset(asset).core)
    return row < 0 ? null : new Timestamp(data.sessions.days[row] * 86_400_000)
  }
}

const isList = (value: unknown): value is readonly any[] => Array.isArray(value)

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
