/** Each day long the three assets of the highest RSI and short the three of the lowest, in equal parts. */
import {
  type Asset,
  attach_pipeline,
  type BarData,
  type Context,
  commission,
  date_rules,
  order_target_percent,
  Pipeline,
  pipeline_output,
  RSI,
  record,
  schedule_function,
  set_commission,
  set_slippage,
  slippage,
  time_rules,
} from 'rustybt/compat'

export function make_pipeline() {
  const rsi = RSI()
  return Pipeline({ columns: { longs: rsi.top(3), shorts: rsi.bottom(3) } })
}

export function initialize(_context: Context) {
  attach_pipeline(make_pipeline(), 'my_pipeline')
  schedule_function(rebalance, date_rules.every_day(), time_rules.market_open())
  set_commission(commission.PerShare({ cost: 0.0075, min_trade_cost: 1.0 }))
  set_slippage(slippage.VolumeShareSlippage())
}

export function before_trading_start(context: Context, _data: BarData) {
  context.pipeline_data = pipeline_output('my_pipeline')
}

function rebalance(context: Context, data: BarData) {
  const out: ReturnType<typeof pipeline_output> = context.pipeline_data
  const longs: Asset[] = [...out.filter(out.get('longs')).index]
  const shorts: Asset[] = [...out.filter(out.get('shorts')).index]
  record({ universe_size: out.length })

  for (const asset of longs) order_target_percent(asset, 1 / 3)
  for (const asset of shorts) order_target_percent(asset, -1 / 3)
  const wanted = new Set([...longs, ...shorts])
  for (const asset of [...context.portfolio.positions.keys()]) {
    if (!wanted.has(asset) && data.can_trade(asset)) order_target_percent(asset, 0)
  }
}
