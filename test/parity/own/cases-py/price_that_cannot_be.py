"""2.2: a negative limit raises."""
from zipline.api import order, symbol
RUN = dict(start='2020-06-01', end='2020-06-03', raises=True)
def initialize(context): pass
def handle_data(context, data): order(symbol('BASE'), 5, limit_price=-3.5)
