"""2.4: a close just at a limit or stop triggers it; whole orders at half the spread, whatever the volume; prices on quarters."""
from zipline.api import order, set_slippage, slippage, symbol, set_commission, commission
RUN = dict(start='2020-06-01', end='2020-12-31')
def initialize(context): context.i = 0; set_slippage(slippage.FixedSlippage(spread=.07)); set_commission(commission.NoCommission())
def handle_data(context, data):
    i = context.i; context.i += 1; g, t = symbol('GRID'), symbol('THIN'); p = data.current(g, 'price')
    if i % 4 == 0: order(g, 10, limit_price=p - .25); order(g, -10, limit_price=p + .25); order(g, 5, stop_price=p + .5); order(g, -5, stop_price=p - .5)
    if i % 16 == 1: order(t, 3000 if i % 32 == 1 else -4000); order(g, 2, limit_price=p, stop_price=p); order(g, -2, limit_price=p, stop_price=p)
