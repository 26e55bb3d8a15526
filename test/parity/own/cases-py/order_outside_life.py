"""2.2: orders before an asset's first day rest and fill; after its last day, or auto close, there are none; batches; market orders of an asset without price."""
from zipline.api import batch_market_order, get_open_orders, order, order_target, symbol
import pandas as pd
RUN = dict(start='2020-09-08', end='2020-12-31', capital_base=100000.0)
LOG = []
def initialize(context): context.i = 0
def handle_data(context, data):
    context.i += 1; names = ['LIST', 'ODDS', 'DEAD', 'SOON', 'LATE', 'OLDA']; assets = [symbol(x) for x in names]
    if context.i % 3 == 1: LOG.append([str(data.current_session.date()), [order(a, 10 + context.i) is None for a in assets], [bool(x) for x in data.can_trade(assets)], [bool(x) for x in data.is_stale(assets)]])
    if context.i % 10 == 5: LOG.append([order_target(a, -4) is None for a in assets])
    if context.i % 17 == 3: LOG.append(len(batch_market_order(pd.Series({symbol('BASE'): 3, symbol('GAPS'): 0, symbol('DIVI'): -2}))))
    LOG.append([[a.symbol, len(o)] for a, o in get_open_orders().items()])
