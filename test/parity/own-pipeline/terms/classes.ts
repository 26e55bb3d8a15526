import { classifiers as cl } from 'rustybt/compat'
import { type Row, row } from './row.js'

export const rows: readonly Row[] = [
  row('quantiles', 'classes', 'v.quantiles(3)', 'Factor.quantiles; Quantiles', ({ v }) => v.quantiles(3)),
  row('quantiles_mask', 'classes', 'r.quantiles(2, mask=big)', 'quantiles mask', ({ r, big }) =>
    r.quantiles(2, { mask: big }),
  ),
  row('quantiles_class', 'classes', 'cl.Quantiles(inputs=[v], bins=4, mask=big)', 'Quantiles', ({ v, big }) =>
    cl.Quantiles({ inputs: [v], bins: 4, mask: big }),
  ),
  row('quartiles', 'classes', 'v.quartiles()', 'Factor.quartiles', ({ v }) => v.quartiles()),
  row('quintiles', 'classes', 'v.quintiles(mask=big)', 'Factor.quintiles', ({ v, big }) => v.quintiles({ mask: big })),
  row('deciles', 'classes', 'v.deciles()', 'Factor.deciles', ({ v }) => v.deciles()),
  row('group', 'classes', 'group', 'CustomClassifier', ({ group }) => group),
  row('group_eq', 'classes', 'group.eq(1)', 'Classifier.eq', ({ group }) => group.eq(1)),
  row('group_ne', 'classes', 'group != 1', 'Classifier.ne', ({ group }) => group.ne(1)),
  row('group_isnull', 'classes', 'group.isnull()', 'Classifier.isnull; NullFilter', ({ group }) => group.isnull()),
  row('group_notnull', 'classes', 'group.notnull()', 'Classifier.notnull; NotNullFilter', ({ group }) =>
    group.notnull(),
  ),
  row('group_element', 'classes', 'group.element_of([0, 2])', 'Classifier.element_of; ArrayPredicate', ({ group }) =>
    group.element_of([0, 2]),
  ),
  row('group_fillna', 'classes', 'group.fillna(9)', 'Classifier.fillna', ({ group }) => group.fillna(9)),
  row('group_fillna_term', 'classes', 'group.fillna(q)', 'fillna with a term', ({ q, group }) => group.fillna(q)),
  row('group_peers', 'classes', 'group.peer_count()', 'Classifier.peer_count; PeerCount', ({ group }) =>
    group.peer_count(),
  ),
  row('group_peers_mask', 'classes', 'group.peer_count(mask=big)', 'peer_count mask', ({ big, group }) =>
    group.peer_count({ mask: big }),
  ),
  row('everything', 'classes', 'cl.Everything()', 'Everything', () => cl.Everything()),
  row('everything_mask', 'classes', 'cl.Everything(mask=big)', 'Everything', ({ big }) => cl.Everything({ mask: big })),
  row('usd_eq', 'classes', "usd.eq('USD')", 'Classifier.eq; EquityPricing.currency', ({ usd }) => usd.eq('USD')),
  row('usd_ne', 'classes', "usd != 'USD'", 'Classifier.ne', ({ usd }) => usd.ne('USD')),
  row('usd_startswith', 'classes', "usd.startswith('US')", 'Classifier.startswith', ({ usd }) => usd.startswith('US')),
  row('usd_endswith', 'classes', "usd.endswith('X')", 'Classifier.endswith', ({ usd }) => usd.endswith('X')),
  row('usd_substring', 'classes', "usd.has_substring('SD')", 'Classifier.has_substring', ({ usd }) =>
    usd.has_substring('SD'),
  ),
  row('usd_matches', 'classes', "usd.matches('S')", 'Classifier.matches', ({ usd }) => usd.matches('S')),
  row('usd_element', 'classes', "usd.element_of(['USD', 'EUR'])", 'Classifier.element_of', ({ usd }) =>
    usd.element_of(['USD', 'EUR']),
  ),
  row('usd_relabel', 'classes', "usd.relabel(lambda s: s.lower()).eq('usd')", 'Classifier.relabel', ({ usd }) =>
    usd.relabel((s) => s.toLowerCase()).eq('usd'),
  ),
  row('usd_isnull', 'classes', 'usd.isnull()', 'Classifier.isnull', ({ usd }) => usd.isnull()),
]
