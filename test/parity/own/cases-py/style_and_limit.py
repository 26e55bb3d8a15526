"""2.2: a style and a limit together raise."""
from zipline.api import order, symbol
from zipline.finance.execution import LimitOrder
RUN = dict(start='2020-10-12', end='2020-10-23', raises=True)
def initialize(context): pass
def handle_data(context, data): order(symbol('BASE'), 5, limit_price=3, style=LimitOrder(4))
