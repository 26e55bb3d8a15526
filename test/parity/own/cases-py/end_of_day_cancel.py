"""2.4: EODCancel in daily data: of several open orders of an asset the oldest goes, a single one stays."""
from zipline.api import cancel_policy, get_open_orders, order, set_cancel_policy, symbol, set_slippage, slippage
RUN = dict(start='2020-06-01', end='2020-07-15')
LOG = []
def initialize(context): context.i = 0; set_cancel_policy(cancel_policy.EODCancel()); set_slippage(slippage.FixedBasisPointsSlippage(volume_limit=.01))
def handle_data(context, data):
    i = context.i; context.i += 1; b, t = symbol('BASE'), symbol('THIN')
    if i % 4 == 0: order(b, 10, limit_price=1.0); order(b, 11, limit_price=2.0); order(b, 12); order(t, 60)
    if i % 4 == 2: order(t, -20); order(t, 30); order(b, -5, limit_price=9999.0)
    LOG.append([[a.symbol, [[o.amount, o.filled] for o in os]] for a, os in get_open_orders().items()])
