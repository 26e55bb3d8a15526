"""2.8: a window from before the bundle's first session raises."""
from zipline.api import symbol
RUN = dict(start='2020-06-01', end='2020-06-12', raises=True)
def initialize(context): pass
def handle_data(context, data): data.history(symbol('BASE'), 'close', 700, '1d')
