"""2.5: a minimum over partial fills: charged with the first, nothing more until the shares are worth it; three orders at once."""
from zipline.api import commission, get_order, order, set_commission, set_slippage, slippage, symbol
RUN = dict(start='2020-06-01', end='2020-08-31')
LOG = []
def initialize(context):
    context.i = 0; context.ids = []; set_slippage(slippage.FixedBasisPointsSlippage(volume_limit=.02)); set_commission(commission.PerShare(.11, 4.0))
def handle_data(context, data):
    i = context.i; context.i += 1
    if i % 12 == 0: context.ids = [order(symbol('THIN'), 70 + i), order(symbol('LATE'), -55), order(symbol('BASE'), 3)]
    LOG.append([[o.filled, o.commission] for o in map(get_order, context.ids)])
