"""2.2: order_target_percent of an asset past its last day."""
from zipline.api import order_target_percent, symbol
RUN = dict(start='2020-10-12', end='2020-10-23', raises=True)
def initialize(context): pass
def handle_data(context, data): order_target_percent(symbol('DEAD'), .1)
