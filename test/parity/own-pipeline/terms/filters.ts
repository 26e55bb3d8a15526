import { filters as fl, EquityPricing as P } from 'rustybt/compat'
import { Odd } from './own-terms.js'
import { type Row, row } from './row.js'

export const rows: readonly Row[] = [
  row('and', 'filters', '(r > 0) & big', 'Filter & Filter', ({ r, big }) => r.gt(0).and(big)),
  row('or', 'filters', '(r > 0) | big', 'Filter | Filter', ({ r, big }) => r.gt(0).or(big)),
  row('not', 'filters', '~big', '~Filter', ({ big }) => big.not()),
  row(
    'nested',
    'filters',
    '~((r > 0) & big) | (r2 < -0.01)',
    'Filter & Filter; Filter | Filter; ~Filter',
    ({ r, r2, big }) => r.gt(0).and(big).not().or(r2.lt(-0.01)),
  ),
  row('all', 'filters', 'fl.All(inputs=[r2 > -0.02], window_length=4)', 'All', ({ r2 }) =>
    fl.All({ inputs: [r2.gt(-0.02)], window_length: 4 }),
  ),
  row('any', 'filters', 'fl.Any(inputs=[r2 > 0.02], window_length=3, mask=big)', 'Any', ({ r2, big }) =>
    fl.Any({ inputs: [r2.gt(0.02)], window_length: 3, mask: big }),
  ),
  row('at_least', 'filters', 'fl.AtLeastN(inputs=[r2 > 0], window_length=6, N=4)', 'AtLeastN', ({ r2 }) =>
    fl.AtLeastN({ inputs: [r2.gt(0)], window_length: 6, N: 4 }),
  ),
  row('all_present', 'filters', 'fl.AllPresent(inputs=[P.close], window_length=7)', 'AllPresent', () =>
    fl.AllPresent({ inputs: [P.close], window_length: 7 }),
  ),
  row(
    'all_present_factor',
    'filters',
    'fl.AllPresent(inputs=[r], window_length=3, mask=big)',
    'AllPresent',
    ({ r, big }) => fl.AllPresent({ inputs: [r], window_length: 3, mask: big }),
  ),
  row('single', 'filters', "fl.SingleAsset(A('TWIN'))", 'SingleAsset', ({ A }) => fl.SingleAsset(A('TWIN'))),
  row('assets', 'filters', "fl.StaticAssets([A('BASE'), A('DEAD'), A('NEWA')])", 'StaticAssets', ({ A }) =>
    fl.StaticAssets([A('BASE'), A('DEAD'), A('NEWA')]),
  ),
  row('sids', 'filters', 'fl.StaticSids([1, 3, 5, 99])', 'StaticSids', () => fl.StaticSids([1, 3, 5, 99])),
  row('if_else', 'filters', 'big.if_else(r, r2)', 'Filter.if_else', ({ r, r2, big }) => big.if_else(r, r2)),
  row('if_else_class', 'filters', '(r > 0).if_else(group, q)', 'Filter.if_else', ({ r, q, group }) =>
    r.gt(0).if_else(group, q),
  ),
  row('if_else_filter', 'filters', '(r > 0).if_else(big, fl.StaticSids([0, 1]))', 'Filter.if_else', ({ r, big }) =>
    r.gt(0).if_else(big, fl.StaticSids([0, 1])),
  ),
  row('exists', 'filters', 'AssetExists() | (r > 0)', 'AssetExists', ({ r }) => r.gt(0).or(fl.ASSET_EXISTS)),
  row('odd', 'filters', 'Odd()', 'CustomFilter', () => new Odd()),
  row(
    'odd_mask',
    'filters',
    'Odd(mask=big, window_length=1) if False else Odd(mask=big)',
    'CustomFilter; custom mask',
    ({ big }) => new Odd({ mask: big }),
  ),
]
