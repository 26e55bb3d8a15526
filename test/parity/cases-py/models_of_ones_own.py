"""Slippage and commission models of the algorithm's own: LiquidityExceeded, volume_for_bar, nothing on a bar, fractions cut off, rebates that are not paid."""
from zipline.api import order, symbol, set_slippage, set_commission, get_datetime
from zipline.finance import slippage, commission
RUN = dict(end='2020-04-30')
LOG = []
class Thin(slippage.SlippageModel):
    def __init__(self): super().__init__(); self.calls = 0
    def process_order(self, data, order):
        self.calls += 1
        close = data.current(order.sid, 'close')
        left = 37 - self.volume_for_bar
        if left <= 0: raise slippage.LiquidityExceeded()
        n = min(left, abs(order.open_amount))
        if self.calls % 7 == 0: return None, None
        LOG.append([get_datetime().isoformat(), order.amount, order.filled, order.commission, order.direction, order.limit, self.volume_for_bar])
        return close * (1 + 0.001 * order.direction), n * order.direction + 0.4 * order.direction
class Rebate(commission.CommissionModel):
    def calculate(self, order, transaction):
        return 2.5 if order.filled == 0 else -0.01 * abs(transaction.amount) if transaction.amount % 2 else transaction.price * 0.01
def initialize(context): set_slippage(Thin()); set_commission(Rebate())
def handle_data(context, data):
    order(symbol('ALFA'), 50); order(symbol('ALFA'), -20); order(symbol('BETA'), 30, limit_price=data.current(symbol('BETA'), 'price') * 1.01)
