import { type Row, row } from './row.js'

export const rows: readonly Row[] = [
  row('top', 'selection', 'r.top(4)', 'Factor.top', ({ r }) => r.top(4)),
  row('top_mask', 'selection', 'r.top(3, mask=big)', 'top mask', ({ r, big }) => r.top(3, { mask: big })),
  row('top_group', 'selection', 'r.top(2, groupby=group)', 'top groupby', ({ r, group }) =>
    r.top(2, { groupby: group }),
  ),
  row('top_both', 'selection', 'r.top(2, mask=big, groupby=group)', 'top mask; top groupby', ({ r, big, group }) =>
    r.top(2, { mask: big, groupby: group }),
  ),
  row('top_one', 'selection', 'r.top(1)', 'MaximumFilter', ({ r }) => r.top(1)),
  row('top_one_negative', 'selection', '(r - 10.0).top(1)', 'MaximumFilter', ({ r }) => r.sub(10).top(1)),
  row('top_one_group', 'selection', 'r.top(1, mask=big, groupby=group)', 'MaximumFilter', ({ r, big, group }) =>
    r.top(1, { mask: big, groupby: group }),
  ),
  row('top_ties', 'selection', 'coarse.top(5)', 'Factor.top', ({ coarse }) => coarse.top(5)),
  row('bottom', 'selection', 'r.bottom(4)', 'Factor.bottom', ({ r }) => r.bottom(4)),
  row('bottom_one', 'selection', 'r.bottom(1, mask=big)', 'bottom mask', ({ r, big }) => r.bottom(1, { mask: big })),
  row('bottom_group', 'selection', 'r.bottom(2, groupby=group)', 'bottom groupby', ({ r, group }) =>
    r.bottom(2, { groupby: group }),
  ),
  row('bottom_ties', 'selection', 'coarse.bottom(5, mask=big)', 'bottom mask', ({ big, coarse }) =>
    coarse.bottom(5, { mask: big }),
  ),
  row(
    'percentiles',
    'selection',
    'r.percentile_between(20, 80)',
    'Factor.percentile_between; PercentileFilter',
    ({ r }) => r.percentile_between(20, 80),
  ),
  row(
    'percentiles_mask',
    'selection',
    'r.percentile_between(0, 50, mask=big)',
    'percentile_between mask',
    ({ r, big }) => r.percentile_between(0, 50, { mask: big }),
  ),
  row('percentiles_ties', 'selection', 'coarse.percentile_between(25, 75)', 'Factor.percentile_between', ({ coarse }) =>
    coarse.percentile_between(25, 75),
  ),
]
