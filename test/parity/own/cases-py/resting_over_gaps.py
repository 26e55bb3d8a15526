"""2.4: orders rest over days without trades; nothing triggers on a price carried forward, even if it is through the limit."""
from zipline.api import get_open_orders, order, symbol
RUN = dict(start='2020-06-01', end='2021-01-29')
LOG = []
def initialize(context): context.i = 0
def handle_data(context, data):
    i = context.i; context.i += 1; g = symbol('GAPS'); p = data.current(g, 'price')
    if i % 5 == 0: order(g, 11, limit_price=p); order(g, -7, limit_price=p); order(g, -3, stop_price=p); order(g, 4)
    LOG.append([data.is_stale(g), data.can_trade(g), p, [[o.amount, o.limit, o.stop] for o in get_open_orders(g)]])
