"""2.9: volume rolls where the volume goes back and forth before the close; windows over several rolls, stepped by ratio and by difference."""
from zipline.api import continuous_future
RUN = dict(bundle='g-futures', start='2021-02-18', end='2021-04-13', calendar='us_futures')
LOG = []
def initialize(context): context.f = [continuous_future(r, o, 'volume', a) for r, o, a in [('CL', 0, 'mul'), ('CL', 0, 'add'), ('CL', 0, None), ('GC', 0, 'mul'), ('ES', 0, 'add')]]; context.i = 0
def handle_data(context, data):
    context.i += 1
    for f in context.f:
        c = data.current(f, 'contract'); LOG.append([c and c.symbol, data.current(f, 'price'), data.current(f, 'volume'), [x.symbol for x in data.current_chain(f)] if c else None])
        if context.i % 7 == 0: LOG.append([data.history(f, x, 30, '1d').tolist() for x in ('price', 'volume')])
