"""2.4: open, partly filled, stop and limit orders through splits: amounts truncate, prices round to cents, what has nothing left is filled."""
from zipline.api import get_order, order, set_slippage, slippage, symbol
RUN = dict(start='2020-07-06', end='2021-02-12')
LOG = []
def initialize(context): context.i = 0; context.ids = []; set_slippage(slippage.VolumeShareSlippage(volume_limit=.04, price_impact=.05))
def handle_data(context, data):
    i = context.i; context.i += 1; d = str(data.current_session.date()); t, s, r, g = symbol('THIN'), symbol('SPLA'), symbol('REVS'), symbol('GAPS')
    if d == '2020-07-13': context.ids += [order(r, 7, limit_price=.01), order(r, -19, limit_price=99.999), order(r, 123, limit_price=.123), order(r, -27, stop_price=.055)]
    if d == '2020-08-17': context.ids += [order(t, 401), order(t, -77, limit_price=1000), order(t, 9, stop_price=29999)]
    if d == '2020-08-27': context.ids += [order(s, 5, limit_price=33.335), order(s, -3, limit_price=2000.005), order(s, -9, stop_price=20.015), order(s, 4, limit_price=10.005, stop_price=3000.123)]
    if d == '2020-09-08': context.ids += [order(g, 15), order(g, -13, limit_price=900.25)]
    if d == '2020-11-24': context.ids += [order(s, 7, limit_price=1.115), order(s, -11, limit_price=4444.445), order(g, -40)]
    if d == '2021-01-14': context.ids += [order(s, 1, limit_price=1.0), order(s, 2, limit_price=2.005)]
    LOG.append([[o.amount, o.filled, o.limit, o.stop, o.status] for o in map(get_order, context.ids)])
