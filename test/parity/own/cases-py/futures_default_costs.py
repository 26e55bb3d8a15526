"""2.4, 2.5: the default volatility volume share and exchange fees; young contracts, gaps in the window, orders of one contract on one bar, limits."""
from zipline.api import future_symbol, get_order, order
RUN = dict(bundle='g-futures', start='2021-01-06', end='2021-06-15', calendar='us_futures', capital_base=1e7)
LOG = []
def initialize(context): context.i = 0; context.ids = []
def handle_data(context, data):
    i = context.i; context.i += 1; day = str(data.current_session.date())
    for name in ('CLJ21', 'CLK21', 'GCJ21', 'GCK21', 'FSM21', 'ESM21'):
        a = future_symbol(name)
        if str(a.start_date.date()) < day < str(a.auto_close_date.date()):
            if i % 13 == 3: context.ids = context.ids[-6:] + [order(a, 300), order(a, -120)]
            if i % 13 == 8: context.ids += [order(a, -150, limit_price=data.current(a, 'price') * 1.0005), order(a, -4)]
    LOG.append([[o.amount, o.filled, o.commission, o.status] for o in map(get_order, context.ids)])
