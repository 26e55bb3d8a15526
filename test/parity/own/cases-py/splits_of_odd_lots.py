"""2.6: long and short odd lots through splits and reverse splits: what is left over is paid at the rounded basis; positions that vanish."""
from zipline.api import order, symbol
RUN = dict(start='2020-07-01', end='2021-02-12')
LOG = []
def initialize(context): context.i = 0
def handle_data(context, data):
    i = context.i; context.i += 1; r, s, g, m = symbol('REVS'), symbol('SPLA'), symbol('GAPS'), symbol('MILL')
    if i == 0: order(r, 137); order(s, 7); order(g, 31); order(m, 1000)
    if i == 20: order(r, 11); order(s, -13); order(m, -1500)
    if i == 60: order(r, -9); order(g, -50)
    if i == 85: order(s, 12); order(r, -20)
    if i == 121: order(s, 4)
    LOG.append([context.portfolio.cash, [[p.asset.symbol, p.amount, p.cost_basis, p.last_sale_price] for p in context.portfolio.positions.values()]])
