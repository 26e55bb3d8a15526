"""2.6: short positions whose fraction costs cash, down to nothing."""
from zipline.api import order, symbol, set_commission, commission
RUN = dict(start='2020-07-01', end='2021-02-12')
def initialize(context): context.i = 0; set_commission(commission.NoCommission())
def handle_data(context, data):
    i = context.i; context.i += 1; r, s, g, m = symbol('REVS'), symbol('SPLA'), symbol('GAPS'), symbol('GRID')
    if i == 0: order(r, -1234); order(s, -17); order(g, -29); order(m, -3)
    if i == 40: order(r, 119)
    if i == 78: order(r, -21); order(s, -10)
