"""2.4: assets trade in the order in which they were first ordered; cancelled and ordered again on one bar they keep their turn, else they go last."""
from zipline.api import cancel_order, get_open_orders, order, symbol, symbols, set_slippage, slippage
RUN = dict(start='2020-06-01', end='2020-07-31')
LOG = []
def initialize(context): context.i = 0; set_slippage(slippage.FixedBasisPointsSlippage(basis_points=1.0, volume_limit=.01))
def handle_data(context, data):
    i = context.i; context.i += 1; a = symbols('THIN', 'BASE', 'LATE', 'DIVI')
    if i % 5 == 0:
        for x in reversed(a): order(x, 25)
    if i % 5 == 1:
        for x in (a[2], a[0]):
            for o in get_open_orders(x): cancel_order(o)
        order(a[0], -7); order(a[2], 3)
    if i % 5 == 3:
        for o in get_open_orders(a[0]): cancel_order(o.id)
        id = order(a[1], 99); cancel_order(id); order(a[1], -40); order(a[0], 8)
    if i % 10 == 4: cancel_order(order(a[3], 5)); order(a[3], 6, limit_price=1.0)
    if i % 10 == 9:
        for o in get_open_orders(a[3]): cancel_order(o)
    LOG.append([[x.symbol, [o.amount for o in os]] for x, os in get_open_orders().items()])
