import { classifiers as cl, factors as f, EquityPricing as P } from 'rustybt/compat'
import { type Row, row } from './row.js'

export const rows: readonly Row[] = [
  row('year_class', 'time', "cl.Everything().downsample('year_start')", 'downsample year_start', () =>
    cl.Everything().downsample('year_start'),
  ),
  row('quarter_factor', 'time', "r.downsample('quarter_start')", 'downsample quarter_start', ({ r }) =>
    r.downsample('quarter_start'),
  ),
  row('month_factor', 'time', "r.downsample('month_start')", 'downsample month_start', ({ r }) =>
    r.downsample('month_start'),
  ),
  row('week_factor', 'time', "r.downsample('week_start')", 'downsample week_start', ({ r }) =>
    r.downsample('week_start'),
  ),
  row(
    'month_window',
    'time',
    "f.SimpleMovingAverage(inputs=[P.close], window_length=10).downsample('month_start')",
    'downsample of a window',
    () => f.SimpleMovingAverage({ inputs: [P.close], window_length: 10 }).downsample('month_start'),
  ),
  row('week_filter', 'time', "big.downsample('week_start')", 'downsample of a filter', ({ big }) =>
    big.downsample('week_start'),
  ),
  row('week_class', 'time', "group.downsample('week_start')", 'downsample of a classifier', ({ group }) =>
    group.downsample('week_start'),
  ),
  row('week_rank', 'time', "r.rank().downsample('week_start')", 'downsample week_start', ({ r }) =>
    r.rank().downsample('week_start'),
  ),
  row('week_sum', 'time', "r.downsample('week_start') + r2", 'downsample week_start', ({ r, r2 }) =>
    r.downsample('week_start').add(r2),
  ),
  row('alias', 'time', "r.alias('six')", 'alias', ({ r }) => r.alias('six')),
  row('alias_window', 'time', "f.SimpleMovingAverage(inputs=[r.alias('six')], window_length=3)", 'alias', ({ r }) =>
    f.SimpleMovingAverage({ inputs: [r.alias('six')], window_length: 3 }),
  ),
  row('alias_filter', 'time', "big.alias('large')", 'alias', ({ big }) => big.alias('large')),
  row('alias_class', 'time', "group.alias('thirds')", 'alias', ({ group }) => group.alias('thirds')),
]
