"""2.1, 2.7: before the open of the bundle's first session there is nothing yet."""
from zipline.api import symbols
RUN = dict(bundle='g-minute', start='2020-11-20', end='2020-11-24', data_frequency='minute')
LOG = []
def initialize(context): context.assets = symbols('MAIN', 'RARE', 'MSPL')
def before_trading_start(context, data):
    LOG.append([data.current_dt.isoformat(), data.current(context.assets, 'price').tolist(), data.current(context.assets, 'volume').tolist(), [bool(x) for x in data.can_trade(context.assets)], [bool(x) for x in data.is_stale(context.assets)], context.portfolio.portfolio_value])
def handle_data(context, data):
    if data.current_dt.minute == 31: LOG.append([data.current(context.assets, 'price').tolist(), data.history(context.assets[1], 'price', 1, '1d').tolist(), data.history(context.assets[0], 'price', 1, '1m').tolist(), [bool(x) for x in data.is_stale(context.assets)]])
