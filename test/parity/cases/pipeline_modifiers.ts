/** Factor and classifier modifiers: demean, zscore, winsorize, ranks, quantiles, groups, percentiles, arithmetic, fillna, smoothing, a factor of one's own, masks. */
import {
  All,
  AllPresent,
  Any,
  AtLeastN,
  AverageDollarVolume,
  attach_pipeline,
  type BarData,
  type Context,
  CustomFactor,
  EquityPricing as P,
  Pipeline,
  pipeline_output,
  Returns,
  type Timestamp,
} from 'rustybt/compat'

export const LOG: unknown[] = []

interface Prices {
  column(j: number): Float64Array
}

class Range extends CustomFactor {
  static override inputs = [P.high, P.low]
  static override window_length = 10

  override compute(_today: Timestamp, _assets: Int32Array, out: Float64Array, high: Prices, low: Prices) {
    const there = (values: Float64Array) => values.filter((value) => !Number.isNaN(value))
    for (let j = 0; j < out.length; j++) out[j] = Math.max(...there(high.column(j))) - Math.min(...there(low.column(j)))
  }
}

const FLAGS = ['rk_dense', 'pb', 'pbm', 'top_g', 'bot_g', 'cmp', 'notnull', 'fin', 'up', 'anyup', 'at', 'present']

export function initialize(_context: Context) {
  const r = Returns({ window_length: 15 })
  const v = AverageDollarVolume({ window_length: 20 })
  const q = v.quantiles(3)
  const big = v.top(12)
  const columns = {
    r,
    demean: r.demean(),
    demean_g: r.demean({ groupby: q }),
    z_g: r.zscore({ groupby: q, mask: big }),
    win: r.winsorize(0.1, 0.9),
    rk: r.rank(),
    rk_max: v.rank({ method: 'max', ascending: false }),
    rk_dense: q.eq(1).and(big),
    quart: r.quartiles(),
    quint: r.quintiles({ mask: big }),
    dec: r.deciles(),
    q,
    pb: r.percentile_between(25, 75),
    pbm: r.percentile_between(10, 60, { mask: big }),
    top_g: r.top(2, { groupby: q }),
    bot_g: r.bottom(1, { groupby: q }),
    arith: r.mul(2).sub(v.log().div(10)),
    cmp: r.gt(0).and(big.not()),
    absr: r.abs(),
    rng: new Range(),
    rngm: new Range({ mask: big }),
    notnull: r.notnull(),
    fill: Returns({ window_length: 15, mask: big }).fillna(0),
    fin: r.isfinite(),
    up: All({ inputs: [r.gt(-1)], window_length: 3 }),
    anyup: Any({ inputs: [Returns({ window_length: 2 }).gt(0.02)], window_length: 4 }),
    at: AtLeastN({ inputs: [Returns({ window_length: 2 }).gt(0)], window_length: 5, N: 3 }),
    present: AllPresent({ inputs: [P.close], window_length: 10 }),
    vr: v.rank(),
  }
  attach_pipeline(Pipeline({ columns }), 'p')
}

export function handle_data(_context: Context, data: BarData) {
  const out = pipeline_output('p')
  const rows = Array.from(out.iterrows(), ([asset, row]) => {
    const entries = [...out.columns].map((name) => [
      name,
      FLAGS.includes(name) ? Boolean(row.get(name)) : row.get(name),
    ])
    return [asset.symbol, Object.fromEntries(entries)]
  })
  LOG.push([data.current_session.isoformat().slice(0, 10), Object.fromEntries(rows)])
}
