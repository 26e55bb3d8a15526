"""2.7: every field of every asset on every day: gaps, listings, ends, splits and dividends inside a gap; can_trade and is_stale at the edges."""
from zipline.api import symbols
RUN = dict(start='2020-07-01', end='2021-01-29')
LOG = []
NAMES = 'OLDA GAPS SPLA REVS BIGV DEAD LATE SOON LIST ODDS THIN MILL TINY'.split()
def initialize(context): context.assets = symbols(*NAMES); context.i = 0
def handle_data(context, data):
    context.i += 1
    if context.i % 2: LOG.append(data.current(context.assets, 'price').tolist())
    else: LOG.append([data.current(context.assets, ['open', 'high', 'low', 'close', 'volume', 'price'])[f].tolist() for f in ('open', 'high', 'low', 'close', 'volume', 'price')])
    LOG.append([[bool(x) for x in data.can_trade(context.assets)], [bool(x) for x in data.is_stale(context.assets)], [str(data.current(a, 'last_traded')) for a in context.assets[::3]], data.current(context.assets[1], ['volume', 'price']).tolist()])
