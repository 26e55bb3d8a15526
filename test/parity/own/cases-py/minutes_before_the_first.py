"""2.8: a window of minutes from before the bundle's first minute raises."""
from zipline.api import symbol
RUN = dict(bundle='g-minute', start='2020-11-23', end='2020-11-24', data_frequency='minute', raises=True)
def initialize(context): pass
def handle_data(context, data): data.history(symbol('MAIN'), 'close', 450, '1m')
