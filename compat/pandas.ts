import type { Frame as CoreFrame, FrameSource } from '../core/math/frame.js'
import { Labels, TimeLabels } from '../core/math/labels.js'
import { Panel as CorePanel } from '../core/math/panel.js'
import type { Series as CoreSeries, SeriesSource } from '../core/math/series.js'
import { PandasFrame } from './pandas-frame.js'
import { PandasSeries } from './pandas-series.js'
import { instantLabels, sessionLabels, type Timestamp } from './timestamp.js'

/** A history of several fields of several assets: `h.get('price').unstack().get(asset).tolist()`. */
export class Panel<R = number, A = string, F = string> extends CorePanel<R, A, F> {
  unstack(): this {
    return this
  }

  /** Fields read as in pandas: `h['price']`, `h.price`. */
  get price(): PandasFrame<R, A> {
    return this.get('price' as F)
  }
  get open(): PandasFrame<R, A> {
    return this.get('open' as F)
  }
  get high(): PandasFrame<R, A> {
    return this.get('high' as F)
  }
  get low(): PandasFrame<R, A> {
    return this.get('low' as F)
  }
  get close(): PandasFrame<R, A> {
    return this.get('close' as F)
  }
  get volume(): PandasFrame<R, A> {
    return this.get('volume' as F)
  }

  override get(field: F): PandasFrame<R, A> {
    return super.get(field) as PandasFrame<R, A>
  }

  override xs(asset: A): PandasFrame<R, F> {
    return super.xs(asset) as PandasFrame<R, F>
  }

  override loc(date: R): PandasFrame<A, F> {
    return super.loc(date) as PandasFrame<A, F>
  }

  override iloc(i: number): PandasFrame<A, F> {
    return super.iloc(i) as PandasFrame<A, F>
  }

  protected override frame<X, Y>(
    data: readonly Float64Array[],
    index: Labels<X>,
    columns: Labels<Y>,
  ): PandasFrame<X, Y> {
    return new PandasFrame(data, index, columns)
  }
}

/** Labels by position, or pandas' keywords. */
type IndexOption<K> = Labels<K> | readonly K[] | { readonly index?: Labels<K> | readonly K[]; readonly name?: unknown }

interface SeriesMaker {
  <K = number>(source: SeriesSource<K>, index?: IndexOption<K>): PandasSeries<K>
  new <K = number>(source: SeriesSource<K>, index?: IndexOption<K>): PandasSeries<K>
}

interface FrameMaker {
  <C = string, R = number>(source: FrameSource<C>, index?: IndexOption<R>): PandasFrame<R, C>
  new <C = string, R = number>(source: FrameSource<C>, index?: IndexOption<R>): PandasFrame<R, C>
}

/** `Series([1, 2], { index: ['a', 'b'] })`, `Series([[asset, 5], …])`, `Series({ a: 1 })`, `Series(map)`; `new` may stand before it. */
export type Series<K = number> = PandasSeries<K>
export const Series = maker(PandasSeries, makeSeries) as unknown as SeriesMaker

/** `DataFrame({ a: [1, 2], b: series }, { index: dates })`; `new` may stand before it. */
export type DataFrame<R = number, C = string> = PandasFrame<R, C>
export const DataFrame = maker(PandasFrame, makeFrame) as unknown as FrameMaker

/** As pandas' frames are inside: columns (arrays), row labels, column labels. */
export { PandasFrame as Frame } from './pandas-frame.js'

/** Dates as algorithms see them over epoch ms: sessions of daily bars (without a zone), or instants in UTC. */
export function timeLabels(times: Float64Array, frequency: '1d' | '1m' = '1d'): Labels<Timestamp> {
  return new TimeLabels(times, frequency === '1d' ? sessionLabels : instantLabels)
}

/** The same numbers by pandas' names; nothing is copied. */
export function toPandas<K>(core: CoreSeries<K>): PandasSeries<K>
export function toPandas<R, C>(core: CoreFrame<R, C>): PandasFrame<R, C>
export function toPandas<R, A, F>(core: CorePanel<R, A, F>): Panel<R, A, F>
export function toPandas(core: CoreSeries | CoreFrame | CorePanel): PandasSeries | PandasFrame | Panel {
  if (core instanceof CorePanel) {
    const data = new Map(Array.from(core.entries(), ([field, frame]) => [field, frame.arrays()]))
    return new Panel(data, core.index, core.assets)
  }
  if ('columns' in core) return new PandasFrame(core.arrays(), core.index, core.columns)
  return new PandasSeries(core.values, core.index, core.name)
}

function makeSeries<K>(source: SeriesSource<K>, option?: IndexOption<K>): PandasSeries<K> {
  const { index, name } = optionsOf(option)
  return PandasSeries.from(source, index, name) as PandasSeries<K>
}

function makeFrame<R, C>(source: FrameSource<C>, option?: IndexOption<R>): PandasFrame<R, C> {
  return PandasFrame.from(source, optionsOf(option).index) as PandasFrame<R, C>
}

function optionsOf<K>(option: IndexOption<K> | undefined): { index?: Labels<K> | readonly K[]; name?: unknown } {
  if (option instanceof Labels || Array.isArray(option)) return { index: option }
  return (option as { index?: readonly K[]; name?: unknown } | undefined) ?? {}
}

/** The class as `instanceof` knows it, made by `make` with and without `new`. */
function maker<C extends abstract new (...args: never[]) => object>(type: C, make: (...args: never[]) => object): C {
  return new Proxy(type, {
    apply: (_type, _self, args) => make(...(args as never[])),
    construct: (_type, args) => make(...(args as never[])),
  })
}
