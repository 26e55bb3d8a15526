"""2.4: with a large impact a triggered limit is passed over on bars where the price would be worse than it; it stays triggered."""
from zipline.api import order, set_slippage, slippage, symbol, get_open_orders
RUN = dict(start='2020-06-01', end='2020-09-30')
LOG = []
def initialize(context): context.i = 0; set_slippage(slippage.VolumeShareSlippage(volume_limit=.2, price_impact=.5))
def handle_data(context, data):
    i = context.i; context.i += 1; t = symbol('THIN'); p = data.current(t, 'price')
    if i % 7 == 0: order(t, 120, limit_price=p * 1.012); order(t, -110, limit_price=p * .991); order(t, 60, limit_price=p * .96, stop_price=p * 1.01)
    LOG.append([[o.amount, o.filled, o.limit, o.stop, o.limit_reached, o.stop_reached, o.commission] for o in get_open_orders(t)])
