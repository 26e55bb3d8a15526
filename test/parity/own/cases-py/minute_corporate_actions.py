"""2.6: minute mode: splits with odd lots and resting orders, dividends long and short, an end with orders open, over nights and a half day."""
from zipline.api import get_order, order, symbol
RUN = dict(bundle='g-minute', start='2020-11-23', end='2020-12-04', data_frequency='minute')
LOG = []
def initialize(context): context.n = 0; context.ids = []
def handle_data(context, data):
    s, d, e, r = symbol('MSPL'), symbol('MDIV'), symbol('MEND'), symbol('RARE')
    if context.n == 0: order(s, 17); order(d, -45); order(e, 21); context.ids += [order(s, 7, limit_price=80.005), order(s, -9, limit_price=400.015), order(e, -3, limit_price=999)]
    if context.n == 1500: order(d, 90); context.ids += [order(s, 3, stop_price=12345.675), order(r, 11, limit_price=1.005)]
    if context.n == 2335: order(e, -60)
    if context.n % 390 == 0: LOG.append([context.portfolio.cash, [[p.asset.symbol, p.amount, p.cost_basis] for p in context.portfolio.positions.values()], [[o.amount, o.filled, o.limit, o.stop, o.status] for o in map(get_order, context.ids)]])
    context.n += 1
