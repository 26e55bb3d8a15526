/** Pipeline: Returns, AverageDollarVolume, SMA, rank, zscore, top and bottom, screen; long-short weekly rebalance. */
import {
  type Asset,
  AverageDollarVolume,
  attach_pipeline,
  type BarData,
  type Context,
  date_rules,
  EquityPricing,
  order_target_percent,
  Pipeline,
  pipeline_output,
  Returns,
  SimpleMovingAverage,
  schedule_function,
  time_rules,
} from 'rustybt/compat'

export const LOG: unknown[] = []

export function initialize(_context: Context) {
  const m = Returns({ window_length: 20 })
  const dv = AverageDollarVolume({ window_length: 15 })
  const sma = SimpleMovingAverage({ inputs: [EquityPricing.close], window_length: 10 })
  const liquid = dv.top(14)
  const columns = {
    m,
    rank: m.rank({ mask: liquid }),
    z: m.zscore({ mask: liquid }),
    longs: m.top(4, { mask: liquid }),
    shorts: m.bottom(4, { mask: liquid }),
    sma,
    close: EquityPricing.close.latest,
  }
  attach_pipeline(Pipeline({ columns, screen: liquid }), 'p')
  schedule_function(rebalance, date_rules.week_start(), time_rules.market_open({ hours: 1 }))
}

export function before_trading_start(context: Context, _data: BarData) {
  context.out = pipeline_output('p')
}

function rebalance(context: Context, data: BarData) {
  const out: ReturnType<typeof pipeline_output> = context.out
  const rows: Record<string, unknown> = {}
  for (const [asset, row] of out.iterrows()) {
    const { longs, shorts, ...numbers } = Object.fromEntries([...out.columns].map((name) => [name, row.get(name)]))
    rows[asset.symbol] = { ...numbers, longs: Boolean(longs), shorts: Boolean(shorts) }
  }
  LOG.push([data.current_session.isoformat().slice(0, 10), rows])
  const want = new Map<Asset, number>()
  for (const asset of out.filter(out.get('longs')).index) want.set(asset, 0.12)
  for (const asset of out.filter(out.get('shorts')).index) want.set(asset, -0.12)
  for (const asset of [...context.portfolio.positions.keys()])
    if (!want.has(asset) && data.can_trade(asset)) order_target_percent(asset, 0)
  for (const asset of [...want.keys()].sort((a, b) => a.sid - b.sid))
    if (data.can_trade(asset)) order_target_percent(asset, want.get(asset)!)
}
