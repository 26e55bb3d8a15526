"""2.2: order_value of an asset that is not listed yet raises."""
from zipline.api import order_value, symbol
RUN = dict(start='2020-09-01', end='2020-09-30', raises=True)
def initialize(context): pass
def handle_data(context, data): order_value(symbol('LIST'), 1000)
