"""2.4: a stop-limit's stop is hit on one day, its limit on another, whatever the price does between; the stop is gone then."""
from zipline.api import get_order, order, symbol
RUN = dict(start='2020-06-08', end='2020-12-31')
LOG = []
def initialize(context): context.i = 0; context.ids = []
def handle_data(context, data):
    i = context.i; context.i += 1; b, m = symbol('BASE'), symbol('MILL'); p, q = data.current(b, 'price'), data.current(m, 'price')
    if i % 15 == 0:
        context.ids = [order(b, 40, limit_price=p * .985, stop_price=p * 1.01), order(b, -30, limit_price=p * 1.015, stop_price=p * .99), order(b, 20, limit_price=p * 1.05, stop_price=p * 1.01), order(b, -10, limit_price=p * .95, stop_price=p * .99),
                       order(m, 700, limit_price=q * .97, stop_price=q * 1.02), order(m, -600, limit_price=q * 1.03, stop_price=q * .98)]
    LOG.append([[o.limit, o.stop, o.limit_reached, o.stop_reached, o.status, o.filled] for o in map(get_order, context.ids)])
