"""2.1: an order in before_trading_start raises."""
from zipline.api import order_target_percent, symbol
RUN = dict(start='2020-06-01', end='2020-06-03', raises=True)
def initialize(context): pass
def before_trading_start(context, data): order_target_percent(symbol('BASE'), .5)
def handle_data(context, data): pass
