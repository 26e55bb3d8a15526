import { Drift, Seven, Span } from './own-terms.js'
import { type Row, row } from './row.js'

export const rows: readonly Row[] = [
  row('coarse', 'custom', 'coarse', 'CustomFactor', ({ coarse }) => coarse),
  row('span_top', 'custom', 'Span().upper', 'CustomFactor outputs; CustomFactor params', () => new Span().upper),
  row(
    'span_scaled',
    'custom',
    'Span(scale=2.5, mask=big).lower',
    'CustomFactor outputs; CustomFactor params; custom mask',
    ({ big }) => new Span({ scale: 2.5, mask: big }).lower,
  ),
  row('span_rank', 'custom', 'Span(window_length=2).upper.rank()', 'CustomFactor window_length', () =>
    new Span({ window_length: 2 }).upper.rank(),
  ),
  row(
    'drift',
    'custom',
    'Drift(inputs=[r])',
    'CustomFactor inputs; compute today',
    ({ r }) => new Drift({ inputs: [r] }),
  ),
  row(
    'drift_z',
    'custom',
    'Drift(inputs=[r.zscore(mask=big)], mask=big)',
    'window-safe input',
    ({ r, big }) => new Drift({ inputs: [r.zscore({ mask: big })], mask: big }),
  ),
  row('seven', 'custom', 'Seven()', 'CustomFactor dtype=int64; missing_value', () => new Seven()),
  row('seven_rank', 'custom', 'Seven().rank()', 'rank of int64', () => new Seven().rank()),
  row('seven_null', 'custom', 'Seven().isnull()', 'NullFilter', () => new Seven().isnull()),
  row('seven_notnull', 'custom', 'Seven().notnull()', 'NotNullFilter', () => new Seven().notnull()),
]
