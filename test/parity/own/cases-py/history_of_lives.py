"""2.8: windows that span a listing, a last day, an auto close, a split on the first day, nothing at all; carried prices end with the asset."""
from zipline.api import symbols
RUN = dict(start='2020-08-03', end='2021-03-19')
LOG = []
def initialize(context): context.assets = symbols('LIST', 'ODDS', 'DEAD', 'LATE', 'SOON', 'OLDA', 'GAPS'); context.i = 0
def handle_data(context, data):
    context.i += 1
    if context.i % 9 == 1: LOG.append([data.history(a, f, 15, '1d').tolist() for a in context.assets for f in ('price', 'close', 'volume')])
    if context.i % 9 == 5: LOG.append([data.history(a, 'price', 1, '1d').tolist() for a in context.assets]); LOG.append(data.history(context.assets, 'price', 5, '1d').mean().tolist())
