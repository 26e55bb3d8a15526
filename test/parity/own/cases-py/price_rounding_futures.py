"""2.3: ticks of .01, .1, .25 and .005; a style without an asset rounds to cents."""
from zipline.api import future_symbol, get_order, order
from zipline.finance.execution import LimitOrder, StopLimitOrder
RUN = dict(bundle='g-futures', start='2021-03-01', end='2021-03-09', calendar='us_futures')
LOG = []
def initialize(context): pass
def handle_data(context, data):
    def both(id): o = get_order(id); return [o.limit, o.stop]
    for name in ['CLJ21', 'GCJ21', 'ESM21', 'FSM21']:
        a = future_symbol(name); p = data.current(a, 'price')
        for k in [.9001, .99987, 1, 1.00013, 1.0333, 1.1]:
            for n in (1, -1): LOG.append([name, both(order(a, n, limit_price=p * k)), both(order(a, n, stop_price=p * k)), both(order(a, n, limit_price=p * k, stop_price=p / k)), both(order(a, n, style=LimitOrder(p * k))), both(order(a, n, style=StopLimitOrder(p * k, p / k, asset=a)))])
