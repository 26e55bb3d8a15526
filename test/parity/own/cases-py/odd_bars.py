"""2.7, 2.8, 2.4: bars with a price and no volume, volume and a price too small to keep; bars outside the asset's dates; halves of a thousandth."""
from zipline.api import get_open_orders, order, symbol
RUN = dict(start='2020-07-27', end='2021-02-10')
LOG = []
FIELDS = ['open', 'high', 'low', 'close', 'volume', 'price']
def initialize(context): context.i = 0
def handle_data(context, data):
    i = context.i; context.i += 1; e = symbol('EARL')
    LOG.append([data.current(e, FIELDS).tolist(), data.can_trade(e), data.is_stale(e), str(data.current(e, 'last_traded')), len(get_open_orders(e))])
    if i % 3 == 0: order(e, 40); order(e, -15, limit_price=data.current(e, 'price') * 1.001 if data.can_trade(e) else 2)
    if i % 4 == 0: LOG.append([data.history(e, f, n, '1d').tolist() for f in FIELDS for n in (1, 7)])
