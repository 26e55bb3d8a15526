"""2.7, 2.8: spot values and windows of plain contracts: days without trades, before the first and after the last day, decimals of the tick."""
from zipline.api import future_symbol
RUN = dict(bundle='g-futures', start='2021-02-01', end='2021-06-30', calendar='us_futures')
LOG = []
def initialize(context): context.assets = [future_symbol(x) for x in ('CLG21', 'CLK21', 'GCK21', 'FSH21', 'FSM21', 'ESU21')]; context.i = 0
def handle_data(context, data):
    context.i += 1
    if context.i % 5 == 0: h = data.history(context.assets, ['price', 'open', 'volume'], 6, '1d'); LOG.append([[h[f].unstack()[a].tolist() for a in context.assets] for f in ('price', 'open', 'volume')])
    LOG.append([data.current(context.assets, 'price').tolist(), data.current(context.assets, 'open').tolist(), [bool(x) for x in data.can_trade(context.assets)], [bool(x) for x in data.is_stale(context.assets)]])
