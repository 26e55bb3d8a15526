"""2.9: calendar rolls of chains with and without delivery months, at offsets; contracts, chains, spot values and windows, raw and stepped."""
from zipline.api import continuous_future
RUN = dict(bundle='g-futures', start='2021-02-18', end='2021-04-13', calendar='us_futures')
LOG = []
def initialize(context): context.f = [continuous_future(r, o, 'calendar', a) for r, o, a in [('CL', 0, 'mul'), ('CL', 1, None), ('GC', 0, 'add'), ('ES', 0, None), ('FS', 0, 'mul')]]; context.i = 0
def handle_data(context, data):
    context.i += 1
    for f in context.f:
        c = data.current(f, 'contract'); LOG.append([c and c.symbol, data.current(f, 'price'), data.current(f, 'volume'), data.current(f, 'open'), [x.symbol for x in data.current_chain(f)] if c else None])
        if context.i % 6 == 0: LOG.append([data.history(f, x, 13, '1d').tolist() for x in ('price', 'close', 'volume')])
