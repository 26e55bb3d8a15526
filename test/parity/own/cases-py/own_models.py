"""2.4, 2.5: models of one's own: a slippage that fills half, refuses, or has had enough; a commission that looks at the order, and pays back."""
from zipline.api import order, set_commission, set_slippage, symbol, get_order
from zipline.finance.commission import EquityCommissionModel
from zipline.finance.slippage import EquitySlippageModel, LiquidityExceeded
RUN = dict(start='2020-06-01', end='2020-08-31')
LOG = []
class Half(EquitySlippageModel):
    def process_order(self, data, order):
        if self.volume_for_bar > 60: raise LiquidityExceeded()
        volume, price = data.current(order.asset, 'volume'), data.current(order.asset, 'price')
        if volume % 3 == 0: return None, None
        left = order.amount - order.filled; n = int(left / 2) or left
        return price * (1 + (.001 if n > 0 else -.001)), n
class Odd(EquityCommissionModel):
    def calculate(self, order, transaction): return .5 + .01 * abs(order.filled) - .02 * abs(transaction.amount) + order.commission * .1
def initialize(context): context.i = 0; context.ids = []; set_slippage(us_equities=Half()); set_commission(us_equities=Odd())
def handle_data(context, data):
    i = context.i; context.i += 1; b, m = symbol('BASE'), symbol('MILL')
    if i % 7 == 0: context.ids = [order(b, 100), order(b, -37), order(m, 55), order(b, 9, limit_price=data.current(b, 'price') * .999)]
    LOG.append([[o.filled, o.commission, o.status] for o in map(get_order, context.ids)])
