import { factors as f } from 'rustybt/compat'
import { type Row, row } from './row.js'

export const rows: readonly Row[] = [
  row('rank_average', 'ranks', "coarse.rank(method='average')", 'Factor.rank method=average', ({ coarse }) =>
    coarse.rank({ method: 'average' }),
  ),
  row(
    'rank_average_down',
    'ranks',
    "coarse.rank(method='average', ascending=False, mask=big)",
    'Factor.rank method=average; rank ascending; rank mask',
    ({ big, coarse }) => coarse.rank({ method: 'average', ascending: false, mask: big }),
  ),
  row(
    'rank_average_group',
    'ranks',
    "coarse.rank(method='average', groupby=group)",
    'Factor.rank method=average; rank groupby',
    ({ coarse, group }) => coarse.rank({ method: 'average', groupby: group }),
  ),
  row('rank_min', 'ranks', "coarse.rank(method='min')", 'Factor.rank method=min', ({ coarse }) =>
    coarse.rank({ method: 'min' }),
  ),
  row(
    'rank_min_down',
    'ranks',
    "coarse.rank(method='min', ascending=False, mask=big)",
    'Factor.rank method=min; rank ascending; rank mask',
    ({ big, coarse }) => coarse.rank({ method: 'min', ascending: false, mask: big }),
  ),
  row(
    'rank_min_group',
    'ranks',
    "coarse.rank(method='min', groupby=group)",
    'Factor.rank method=min; rank groupby',
    ({ coarse, group }) => coarse.rank({ method: 'min', groupby: group }),
  ),
  row('rank_max', 'ranks', "coarse.rank(method='max')", 'Factor.rank method=max', ({ coarse }) =>
    coarse.rank({ method: 'max' }),
  ),
  row(
    'rank_max_down',
    'ranks',
    "coarse.rank(method='max', ascending=False, mask=big)",
    'Factor.rank method=max; rank ascending; rank mask',
    ({ big, coarse }) => coarse.rank({ method: 'max', ascending: false, mask: big }),
  ),
  row(
    'rank_max_group',
    'ranks',
    "coarse.rank(method='max', groupby=group)",
    'Factor.rank method=max; rank groupby',
    ({ coarse, group }) => coarse.rank({ method: 'max', groupby: group }),
  ),
  row('rank_dense', 'ranks', "coarse.rank(method='dense')", 'Factor.rank method=dense', ({ coarse }) =>
    coarse.rank({ method: 'dense' }),
  ),
  row(
    'rank_dense_down',
    'ranks',
    "coarse.rank(method='dense', ascending=False, mask=big)",
    'Factor.rank method=dense; rank ascending; rank mask',
    ({ big, coarse }) => coarse.rank({ method: 'dense', ascending: false, mask: big }),
  ),
  row(
    'rank_dense_group',
    'ranks',
    "coarse.rank(method='dense', groupby=group)",
    'Factor.rank method=dense; rank groupby',
    ({ coarse, group }) => coarse.rank({ method: 'dense', groupby: group }),
  ),
  row('rank_ordinal', 'ranks', "coarse.rank(method='ordinal')", 'Factor.rank method=ordinal', ({ coarse }) =>
    coarse.rank({ method: 'ordinal' }),
  ),
  row(
    'rank_ordinal_down',
    'ranks',
    "coarse.rank(method='ordinal', ascending=False, mask=big)",
    'Factor.rank method=ordinal; rank ascending; rank mask',
    ({ big, coarse }) => coarse.rank({ method: 'ordinal', ascending: false, mask: big }),
  ),
  row(
    'rank_ordinal_group',
    'ranks',
    "coarse.rank(method='ordinal', groupby=group)",
    'Factor.rank method=ordinal; rank groupby',
    ({ coarse, group }) => coarse.rank({ method: 'ordinal', groupby: group }),
  ),
  row(
    'rank_group_down',
    'ranks',
    "r.rank(method='ordinal', ascending=False, mask=big, groupby=group)",
    'rank groupby; rank mask; rank ascending',
    ({ r, big, group }) => r.rank({ method: 'ordinal', ascending: false, mask: big, groupby: group }),
  ),
  row('rank_returns', 'ranks', 'r.rank()', 'Factor.rank', ({ r }) => r.rank()),
  row(
    'rank_of_window',
    'ranks',
    'f.SimpleMovingAverage(inputs=[r.rank()], window_length=5)',
    'window-safe input',
    ({ r }) => f.SimpleMovingAverage({ inputs: [r.rank()], window_length: 5 }),
  ),
]
