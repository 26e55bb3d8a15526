import { type Row, row } from './row.js'

export const rows: readonly Row[] = [
  row('slice_minus', 'summaries', "r - r[A('BASE')]", 'slice', ({ A, r }) => r.sub(r.slice(A('BASE')))),
  row('slice_compare', 'summaries', "r > r[A('BASE')]", 'slice', ({ A, r }) => r.gt(r.slice(A('BASE')))),
  row('mean_minus', 'summaries', 'r - r.mean()', 'Factor.mean', ({ r }) => r.sub(r.mean())),
  row('mean_masked', 'summaries', 'r / r.mean(mask=big)', 'mean mask', ({ r, big }) => r.div(r.mean({ mask: big }))),
  row('stddev_minus', 'summaries', 'r - r.stddev()', 'Factor.stddev', ({ r }) => r.sub(r.stddev())),
  row('stddev_masked', 'summaries', 'r / r.stddev(mask=big)', 'stddev mask', ({ r, big }) =>
    r.div(r.stddev({ mask: big })),
  ),
  row('max_minus', 'summaries', 'r - r.max()', 'Factor.max', ({ r }) => r.sub(r.max())),
  row('max_masked', 'summaries', 'r / r.max(mask=big)', 'max mask', ({ r, big }) => r.div(r.max({ mask: big }))),
  row('min_minus', 'summaries', 'r - r.min()', 'Factor.min', ({ r }) => r.sub(r.min())),
  row('min_masked', 'summaries', 'r / r.min(mask=big)', 'min mask', ({ r, big }) => r.div(r.min({ mask: big }))),
  row('median_minus', 'summaries', 'r - r.median()', 'Factor.median', ({ r }) => r.sub(r.median())),
  row('median_masked', 'summaries', 'r / r.median(mask=big)', 'median mask', ({ r, big }) =>
    r.div(r.median({ mask: big })),
  ),
  row('sum_minus', 'summaries', 'r - r.sum()', 'Factor.sum', ({ r }) => r.sub(r.sum())),
  row('sum_masked', 'summaries', 'r / r.sum(mask=big)', 'sum mask', ({ r, big }) => r.div(r.sum({ mask: big }))),
  row('notnull_count_minus', 'summaries', 'r - r.notnull_count()', 'Factor.notnull_count', ({ r }) =>
    r.sub(r.notnull_count()),
  ),
  row('notnull_count_masked', 'summaries', 'r / r.notnull_count(mask=big)', 'notnull_count mask', ({ r, big }) =>
    r.div(r.notnull_count({ mask: big })),
  ),
  row(
    'summary_window',
    'summaries',
    'r2.pearsonr(target=r2.mean(), correlation_length=6)',
    'Factor.mean; Factor.pearsonr',
    ({ r2 }) => r2.pearsonr(r2.mean(), 6),
  ),
  row('summary_of_mask', 'summaries', 'r.demean(mask=r > r.median())', 'Factor.median', ({ r }) =>
    r.demean({ mask: r.gt(r.median()) }),
  ),
]
