"""2.4, 2.5: buys and sells of one thin asset compete for a share of its volume over many bars; the minimum is an order's, not a fill's."""
from zipline.api import commission, order, set_commission, set_slippage, slippage, symbol
RUN = dict(start='2020-06-01', end='2020-09-30')
def initialize(context):
    context.i = 0; set_slippage(slippage.VolumeShareSlippage(volume_limit=.031, price_impact=.8)); set_commission(commission.PerShare(cost=.013, min_trade_cost=1.7))
def handle_data(context, data):
    i = context.i; context.i += 1; t, g = symbol('THIN'), symbol('GAPS')
    if i % 11 == 0: order(t, 150); order(t, -90); order(t, 33, limit_price=data.current(t, 'price') * 1.01)
    if i % 11 == 5: order(t, -20, stop_price=data.current(t, 'price') * .995); order(g, 5000); order(t, 1)
    if i % 11 == 7: order(g, -7000)
