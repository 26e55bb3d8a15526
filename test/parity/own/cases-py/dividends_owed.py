"""2.6: dividends that a short position owes, a position that crosses zero between ex and pay day, one that is delisted before its pay day."""
from zipline.api import order, order_target, symbol
RUN = dict(start='2020-06-01', end='2020-12-31', capital_base=40000.0)
def initialize(context): context.i = 0
def handle_data(context, data):
    i = context.i; context.i += 1; d, b, x, p = symbol('DIVI'), symbol('BNCH'), symbol('DEAD'), symbol('PENY'); day = str(data.current_session.date())
    if i == 0: order(d, -77); order(b, -10); order(p, 5000)
    if day == '2020-06-12': order(d, 150)
    if day == '2020-09-09': order_target(d, -200)
    if day == '2020-10-05': order_target(d, 31); order(x, 44)
    if day == '2020-10-07': order_target(d, 0); order(x, -100)
