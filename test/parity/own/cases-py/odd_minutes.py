"""2.7, 2.8: minutes with a price and no volume, volume and a price too small to keep: spot values, windows of minutes and of days with today's bar."""
from zipline.api import order, symbol
RUN = dict(bundle='g-minute', start='2020-11-25', end='2020-12-04', data_frequency='minute')
LOG = []
FIELDS = ['open', 'high', 'low', 'close', 'volume', 'price']
def initialize(context): context.n = 0
def handle_data(context, data):
    context.n += 1; m = symbol('MODD')
    if context.n % 19 == 1: LOG.append([data.current(m, FIELDS).tolist(), data.can_trade(m), data.is_stale(m), str(data.current(m, 'last_traded'))])
    if context.n % 53 == 2: order(m, 25); LOG.append([data.history(m, f, n, u).tolist() for f in FIELDS for n, u in ((2, '1d'), (9, '1m'))])
