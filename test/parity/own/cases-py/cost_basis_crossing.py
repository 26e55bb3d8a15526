"""2.6: the basis through adding, reducing, closing and crossing zero, with commissions after all of a bar's trades."""
from zipline.api import commission, order, set_commission, symbol
RUN = dict(start='2020-06-01', end='2020-07-31')
AMOUNTS = [[10], [5], [-8], [-20], [-7], [30], [-10, -15], [40, -40], [3, -9, 12], [-6], [-25], [19, 6], [1], [-1, 1], [-30, 60, -30], [11], [-11, 7], [-14, 7], [5, 5, -20], [20, -10]]
LOG = []
def initialize(context): context.i = 0; set_commission(commission.PerShare(cost=.05, min_trade_cost=2.0))
def handle_data(context, data):
    i = context.i; context.i += 1
    if i < 20:
        for n in AMOUNTS[i]: order(symbol('BASE'), n); order(symbol('MILL'), -n)
    LOG.append([[p.asset.symbol, p.amount, p.cost_basis, p.last_sale_price, p.last_sale_date.isoformat()] for p in context.portfolio.positions.values()])
