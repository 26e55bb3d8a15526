"""2.4: whole shares of the volume limit shared oldest first; with nothing left the asset's other orders wait; a limit may be above 1."""
from zipline.api import commission, order, set_commission, set_slippage, slippage, symbol
RUN = dict(start='2020-07-01', end='2020-10-30')
def initialize(context):
    context.i = 0; set_slippage(us_equities=slippage.FixedBasisPointsSlippage(basis_points=33.3, volume_limit=.0047)); set_commission(us_equities=commission.PerTrade(cost=2.35))
def handle_data(context, data):
    i = context.i; context.i += 1; t, l = symbol('THIN'), symbol('LATE')
    if i % 8 == 0: order(t, 9); order(t, -4); order(t, 2, limit_price=data.current(t, 'price')); order(l, -15)
    if i % 8 == 3: order(l, 11, stop_price=data.current(l, 'price') * 1.01); order(t, -1); order(l, -3, limit_price=data.current(l, 'price') * 1.005)
