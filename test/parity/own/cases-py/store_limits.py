"""2.7, 2.8: volumes above 2^32 are none, prices above 2^32 thousandths are none, four decimals become three; reading n * 0.001."""
from zipline.api import order, symbols, record
RUN = dict(start='2020-06-01', end='2020-09-30', capital_base=2e7)
LOG = []
def initialize(context): context.assets = symbols('BIGV', 'BIGP', 'TINY', 'MILL'); context.i = 0
def handle_data(context, data):
    v, p, t, m = context.assets; i = context.i; context.i += 1
    if i % 6 == 0: order(v, 100000 if i % 12 else -30000); order(p, 1 if i % 12 else -2); order(m, 100)
    record(v=data.current(v, 'volume'), p=data.current(p, 'close'), t=data.current(t, 'close'), m=data.current(m, 'price'))
    LOG.append([data.is_stale(v), data.is_stale(p), data.can_trade(p), data.history(p, 'price', 4, '1d').tolist(), data.history(v, 'volume', 4, '1d').tolist(), data.history(t, 'close', 4, '1d').tolist(), data.history(m, 'close', 3, '1d').tolist()])
