"""2.2: targets ignore open orders, of this bar and resting; percents are of the value marked on this bar."""
from zipline.api import get_open_orders, order_percent, order_target, order_target_percent, order_target_value, symbol, set_slippage, slippage
RUN = dict(start='2020-06-15', end='2020-09-30', capital_base=20000.0)
LOG = []
def initialize(context): context.i = 0; set_slippage(us_equities=slippage.FixedBasisPointsSlippage(basis_points=12.0, volume_limit=.02))
def handle_data(context, data):
    i = context.i; context.i += 1; t, b, g = symbol('THIN'), symbol('BASE'), symbol('GAPS')
    if i % 6 == 0: order_target_percent(b, .4); order_target_percent(b, .4); order_target(t, 60 - i)
    if i % 6 == 2: order_target_percent(b, .1, limit_price=data.current(b, 'price') * 1.02); order_target_value(b, 1000, stop_price=data.current(b, 'price') * .97)
    if i % 6 == 3: order_percent(g, .05 if i % 4 else -.07); order_target_percent(t, -.02)
    LOG.append([context.portfolio.portfolio_value, [[a.symbol, [o.amount - o.filled for o in os]] for a, os in get_open_orders().items()]])
