"""2.8: in minute data a window of days from before the bundle's first session raises."""
from zipline.api import symbol
RUN = dict(bundle='g-minute', start='2020-11-23', end='2020-11-24', data_frequency='minute', raises=True)
def initialize(context): pass
def handle_data(context, data): data.history(symbol('MAIN'), 'close', 5, '1d')
