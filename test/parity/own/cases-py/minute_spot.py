"""2.7: spot values minute by minute: carried prices over minutes, nights, splits and dividends; last_traded, is_stale and can_trade of rare assets."""
from zipline.api import symbols
RUN = dict(bundle='g-minute', start='2020-11-23', end='2020-12-04', data_frequency='minute')
LOG = []
def initialize(context): context.assets = symbols('RARE', 'MSPL', 'MDIV', 'MNEW', 'MEND'); context.n = 0
def handle_data(context, data):
    context.n += 1
    if context.n % 77 == 1 or context.n % 390 < 3:
        LOG.append([data.current_dt.isoformat(), data.current(context.assets, 'price').tolist(), data.current(context.assets[0], ['open', 'close', 'volume', 'high']).tolist(), data.current(context.assets, 'close').tolist(), [str(data.current(a, 'last_traded')) for a in context.assets],
                    [bool(x) for x in data.is_stale(context.assets)], [bool(x) for x in data.can_trade(context.assets)]])
