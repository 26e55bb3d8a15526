"""2.8: windows of every field over splits, dividends, gaps and all of them on one day; rounding after adjusting; the last row unadjusted."""
from zipline.api import symbols
RUN = dict(start='2020-07-06', end='2021-02-05')
LOG = []
FIELDS = ['open', 'high', 'low', 'close', 'price', 'volume']
def initialize(context): context.assets = symbols('SPLA', 'GAPS', 'REVS', 'DIVI', 'MILL'); context.i = 0
def handle_data(context, data):
    context.i += 1
    if context.i % 6 == 0:
        h = data.history(context.assets, FIELDS, 9, '1d'); LOG.append([[h[f].unstack()[a].tolist() for a in context.assets] for f in FIELDS])
    if context.i % 6 == 3:
        h = data.history(context.assets[0], ['price', 'volume'], 70, '1d'); LOG.append([h['price'].sum(), h['volume'].sum(), h['price'].iloc[0], h['volume'].iloc[0]])
        LOG.append(data.history(context.assets, 'close', 2, '1d').values.tolist()); LOG.append([str(x) for x in data.history(context.assets[1], 'price', 3, '1d').index])
