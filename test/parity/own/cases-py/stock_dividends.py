"""2.6: dividends in the asset's own shares, in another's, on a Saturday, on the ex date, in an asset that is gone; long."""
from zipline.api import order, symbol
RUN = dict(start='2020-06-01', end='2020-11-30')
LOG = []
def initialize(context): context.i = 0
def handle_data(context, data):
    i = context.i; context.i += 1
    if i == 0: order(symbol('STKD'), 100)
    if i == 12: order(symbol('STKD'), -40)
    if i == 45: order(symbol('STKD'), 37)
    LOG.append([[p.asset.symbol, p.amount, p.cost_basis, p.last_sale_price] for p in context.portfolio.positions.values()])
