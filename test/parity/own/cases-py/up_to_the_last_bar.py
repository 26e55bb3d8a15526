"""2.1, 2.6: a run up to the last bar of all: orders of the last day stay open, dividends that go ex on it are earned."""
from zipline.api import get_open_orders, order, symbol
RUN = dict(start='2021-03-24', end='2021-03-31')
LOG = []
def initialize(context): context.i = 0
def handle_data(context, data):
    context.i += 1; b, d = symbol('BASE'), symbol('DIVI')
    if context.i == 2: order(b, 20); order(d, -5)
    if context.i > 4: LOG.append([order(b, 3) is None, order(d, -1, limit_price=1e4) is None])
    LOG.append([str(data.current_session.date()), data.current(b, ['price', 'close', 'volume']).tolist(), data.can_trade(b), data.is_stale(b), str(data.current(b, 'last_traded')), data.history(b, 'price', 5, '1d').tolist(), data.history(d, 'volume', 4, '1d').tolist(), len(get_open_orders(b))])
