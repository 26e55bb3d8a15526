"""2.6: auto close long and short, at once and long after the last day, before it, with orders open; the last price counts, costs do not."""
from zipline.api import get_order, order, symbol, record
RUN = dict(start='2020-09-21', end='2021-01-15')
LOG = []
def initialize(context): context.i = 0; context.ids = []
def handle_data(context, data):
    i = context.i; context.i += 1; d, l, s = symbol('DEAD'), symbol('LATE'), symbol('SOON'); day = str(data.current_session.date())
    if i == 0: order(d, 50); order(l, -30); order(s, 20)
    if day in ('2020-10-14', '2020-10-15'): context.ids += [order(d, 5, limit_price=.01), order(d, -10), order(d, -3, stop_price=.02)]
    if day in ('2020-11-24', '2020-11-25', '2020-11-27', '2020-11-30'): context.ids += [order(s, -45), order(s, 6, limit_price=1.0)]
    if day in ('2020-12-22', '2020-12-23', '2020-12-24', '2020-12-28', '2021-01-05'): context.ids += [order(l, 400), order(l, -1, limit_price=9999)]
    record(can=[bool(data.can_trade(x)) for x in (d, l, s)], weights=context.portfolio.current_portfolio_weights.tolist())
    LOG.append([day, [[o.amount, o.filled, o.status] for o in (get_order(x) for x in context.ids if x)]])
