"""2.6: pay dates on weekends, holidays, half days and the ex date, two on one day, ex on a Saturday; held long; bought and sold about the ex day."""
from zipline.api import order, order_target, symbol
RUN = dict(start='2020-06-01', end='2021-03-31', capital_base=40000.0)
def initialize(context): context.i = 0
def handle_data(context, data):
    i = context.i; context.i += 1; d, s, g, b = symbol('DIVI'), symbol('SPLA'), symbol('GAPS'), symbol('BNCH'); day = str(data.current_session.date())
    if i == 0: order(d, 101); order(g, 33); order(b, 20)
    if day in ('2020-07-01', '2020-09-09', '2020-10-02', '2021-01-13'): order(d, 17); order(s, 9)
    if day in ('2020-07-06', '2020-09-10', '2020-10-06'): order(d, -50)
    if day == '2020-10-08': order_target(d, 0)
    if day == '2020-11-24': order(d, 60)
    if day == '2020-12-03': order(d, -20)
