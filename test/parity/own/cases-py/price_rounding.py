"""2.3: limits and stops on the cent grid, in favour of the order; a zero limit is none; styles with and without an asset."""
from zipline.api import get_order, order, symbol
from zipline.finance.execution import LimitOrder, StopLimitOrder, StopOrder
RUN = dict(start='2020-06-01', end='2020-06-12')
LOG = []
PRICES = [1.005, 1.0095, 1.00951, 1.0049, 1.0005, 1.00049, 99.995, 99.9949, .004, .0095, .00951, .0004, 4.14159265, 120.455, 2.675, 1e-7, 33.3333333, 1000000.0049, 7, .015, .025, 12.3456789e4]
def initialize(context): pass
def handle_data(context, data):
    b = symbol('BASE'); sign = 1 if data.current_session.day % 2 else -1
    def both(id): o = get_order(id); return [o.limit, o.stop]
    for p in PRICES:
        LOG.append([both(order(b, 10 * sign, limit_price=p)), both(order(b, -10 * sign, stop_price=p)), both(order(b, sign, limit_price=p, stop_price=p * 1.5)),
                    both(order(b, sign, style=LimitOrder(p))), both(order(b, sign, style=StopOrder(p, asset=b))), both(order(b, -sign, style=StopLimitOrder(p, p + .5)))])
    LOG.append([both(order(b, sign, limit_price=0)), both(order(b, sign, stop_price=0.0)), both(order(b, 1, limit_price=0, stop_price=2.345))])
