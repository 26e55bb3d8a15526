"""2.7, 2.8: minute data played day by day: daily bars made of the minutes."""
from zipline.api import order, symbols
RUN = dict(bundle='g-minute', start='2020-11-23', end='2020-12-04')
LOG = []
FIELDS = ['open', 'high', 'low', 'close', 'volume', 'price']
def initialize(context): context.assets = symbols('MAIN', 'RARE', 'MSPL', 'MDIV', 'MNEW', 'MEND', 'MODD')
def handle_data(context, data):
    for n, a in enumerate(context.assets):
        order(a, 30 - 11 * n); LOG.append([data.current(a, FIELDS).tolist(), data.can_trade(a), data.is_stale(a), [data.history(a, f, 2, '1d').tolist() for f in FIELDS]])
