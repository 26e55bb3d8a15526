import { factors as f, EquityPricing as P, USEquityPricing } from 'rustybt/compat'
import { type Row, row } from './row.js'

export const rows: readonly Row[] = [
  row('returns', 'changes', 'f.Returns(window_length=11)', 'Returns', () => f.Returns({ window_length: 11 })),
  row(
    'returns_open',
    'changes',
    'f.Returns(inputs=[P.open], window_length=3, mask=big)',
    'Returns; factor mask',
    ({ big }) => f.Returns({ inputs: [P.open], window_length: 3, mask: big }),
  ),
  row('daily', 'changes', 'f.DailyReturns()', 'DailyReturns', () => f.DailyReturns()),
  row('daily_high', 'changes', 'f.DailyReturns(inputs=[P.high])', 'DailyReturns', () =>
    f.DailyReturns({ inputs: [P.high] }),
  ),
  row('percent_change', 'changes', 'f.PercentChange(inputs=[P.volume], window_length=4)', 'PercentChange', () =>
    f.PercentChange({ inputs: [P.volume], window_length: 4 }),
  ),
  row(
    'percent_change_safe',
    'changes',
    'f.PercentChange(inputs=[r2.zscore()], window_length=3)',
    'PercentChange; window-safe input',
    ({ r2 }) => f.PercentChange({ inputs: [r2.zscore()], window_length: 3 }),
  ),
  row('roc', 'changes', 'f.RateOfChangePercentage(inputs=[P.close], window_length=15)', 'RateOfChangePercentage', () =>
    f.RateOfChangePercentage({ inputs: [P.close], window_length: 15 }),
  ),
  row('drawdown', 'changes', 'f.MaxDrawdown(inputs=[P.close], window_length=25)', 'MaxDrawdown', () =>
    f.MaxDrawdown({ inputs: [P.close], window_length: 25 }),
  ),
  row('volatility', 'changes', 'f.AnnualizedVolatility(window_length=20)', 'AnnualizedVolatility', () =>
    f.AnnualizedVolatility({ window_length: 20 }),
  ),
  row(
    'volatility_factor',
    'changes',
    'f.AnnualizedVolatility(inputs=[r], window_length=10, annualization_factor=100.0)',
    'AnnualizedVolatility',
    ({ r }) => f.AnnualizedVolatility({ inputs: [r], window_length: 10, annualization_factor: 100 }),
  ),
  row('latest_open', 'changes', 'P.open.latest', 'EquityPricing.open; BoundColumn.latest', () => P.open.latest),
  row('latest_high', 'changes', 'P.high.latest', 'EquityPricing.high; BoundColumn.latest', () => P.high.latest),
  row('latest_low', 'changes', 'P.low.latest', 'EquityPricing.low; BoundColumn.latest', () => P.low.latest),
  row('latest_close', 'changes', 'P.close.latest', 'EquityPricing.close; BoundColumn.latest', () => P.close.latest),
  row('latest_volume', 'changes', 'P.volume.latest', 'EquityPricing.volume; BoundColumn.latest', () => P.volume.latest),
  row('latest_class', 'changes', 'f.Latest(inputs=[P.low])', 'Latest', () => f.Latest({ inputs: [P.low] })),
  row(
    'latest_us',
    'changes',
    'USEquityPricing.close.latest',
    'USEquityPricing; domain US_EQUITIES',
    () => USEquityPricing.close.latest,
  ),
]
