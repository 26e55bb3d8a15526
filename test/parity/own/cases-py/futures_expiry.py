"""2.6: contracts closed at notice and at expiry, long and short, with orders open, at the last price where the last days had none; orders after that."""
from zipline.api import future_symbol, order
RUN = dict(bundle='g-futures', start='2021-01-11', end='2021-06-30', calendar='us_futures', capital_base=500000.0)
LOG = []
def initialize(context): context.i = 0
def handle_data(context, data):
    i = context.i; context.i += 1; names = ['CLG21', 'GCG21', 'CLJ21', 'GCK21', 'FSH21', 'FSM21', 'ESM21', 'CLK21']; assets = [future_symbol(x) for x in names]; day = str(data.current_session.date())
    for k, a in enumerate(assets):
        left = (a.auto_close_date.date() - data.current_session.date()).days
        if left in (20, 4, 3, 1): order(a, (2, -3)[k % 2]); order(a, 1, limit_price=.5)
        if left in (0, -1, -2, -5): LOG.append([day, a.symbol, order(a, -1) is None, bool(data.can_trade(a)), data.current(a, 'price'), data.current(a, 'volume')])
