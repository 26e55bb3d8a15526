"""2.8: before the open, a window of several fields of several assets is adjusted by the first asset's actions of the day."""
from zipline.api import symbols
RUN = dict(bundle='g-minute', start='2020-11-25', end='2020-12-04', data_frequency='minute')
LOG = []
FIELDS = ['price', 'close', 'volume']
def initialize(context): pass
def before_trading_start(context, data):
    for names in (['MSPL', 'MAIN', 'MDIV'], ['MAIN', 'MSPL', 'MDIV']):
        assets = symbols(*names)
        for n, u in ((3, '1d'), (4, '1m')):
            h = data.history(assets, FIELDS, n, u); LOG.append([h[f].unstack()[a].tolist() for f in FIELDS for a in assets])
            h = data.history(assets, 'price', n, u); LOG.append([h[a].tolist() for a in assets])
            h = data.history(assets[0], FIELDS, n, u); LOG.append([h[f].tolist() for f in FIELDS])
        h = data.current(assets, FIELDS); LOG.append([h[f].tolist() for f in FIELDS])
def handle_data(context, data): pass
