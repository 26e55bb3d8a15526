import { factors as f } from 'rustybt/compat'
import { type Row, row } from './row.js'

export const rows: readonly Row[] = [
  row('demean', 'groups', 'r.demean()', 'Factor.demean', ({ r }) => r.demean()),
  row('demean_mask', 'groups', 'r.demean(mask=big)', 'demean mask', ({ r, big }) => r.demean({ mask: big })),
  row('demean_group', 'groups', 'r.demean(groupby=group)', 'demean groupby', ({ r, group }) =>
    r.demean({ groupby: group }),
  ),
  row('demean_both', 'groups', 'r.demean(mask=big, groupby=q)', 'demean mask; demean groupby', ({ r, q, big }) =>
    r.demean({ mask: big, groupby: q }),
  ),
  row(
    'demean_own_mask',
    'groups',
    'f.Returns(window_length=6, mask=big).demean(mask=r > 0)',
    'demean mask',
    ({ r, big }) => f.Returns({ window_length: 6, mask: big }).demean({ mask: r.gt(0) }),
  ),
  row('zscore', 'groups', 'r.zscore()', 'Factor.zscore', ({ r }) => r.zscore()),
  row('zscore_mask', 'groups', 'r.zscore(mask=big)', 'zscore mask', ({ r, big }) => r.zscore({ mask: big })),
  row('zscore_group', 'groups', 'r.zscore(groupby=group)', 'zscore groupby', ({ r, group }) =>
    r.zscore({ groupby: group }),
  ),
  row('zscore_both', 'groups', 'r.zscore(mask=big, groupby=q)', 'zscore mask; zscore groupby', ({ r, q, big }) =>
    r.zscore({ mask: big, groupby: q }),
  ),
  row(
    'zscore_own_mask',
    'groups',
    'f.Returns(window_length=6, mask=big).zscore(mask=r > 0)',
    'zscore mask',
    ({ r, big }) => f.Returns({ window_length: 6, mask: big }).zscore({ mask: r.gt(0) }),
  ),
  row('demean_text', 'groups', 'r.demean(groupby=usd)', 'demean groupby; EquityPricing.currency', ({ r, usd }) =>
    r.demean({ groupby: usd }),
  ),
  row('winsorize', 'groups', 'r.winsorize(min_percentile=0.2, max_percentile=0.7)', 'Factor.winsorize', ({ r }) =>
    r.winsorize(0.2, 0.7),
  ),
  row(
    'winsorize_low',
    'groups',
    'r.winsorize(min_percentile=0.3, max_percentile=1.0, mask=big)',
    'winsorize mask',
    ({ r, big }) => r.winsorize(0.3, 1, { mask: big }),
  ),
  row(
    'winsorize_high',
    'groups',
    'r.winsorize(min_percentile=0, max_percentile=0.55, groupby=group)',
    'winsorize groupby',
    ({ r, group }) => r.winsorize(0, 0.55, { groupby: group }),
  ),
  row(
    'winsorize_both',
    'groups',
    'r.winsorize(min_percentile=0.25, max_percentile=0.75, mask=big, groupby=group)',
    'winsorize mask; winsorize groupby',
    ({ r, big, group }) => r.winsorize(0.25, 0.75, { mask: big, groupby: group }),
  ),
]
