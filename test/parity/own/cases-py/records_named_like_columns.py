"""2.10: a variable recorded under a column's name; recording in initialize and before the open."""
from zipline.api import record, order, symbol
RUN = dict(start='2020-06-01', end='2020-06-30')
def initialize(context): context.i = 0; record(early=7)
def before_trading_start(context, data): record(morning=context.i)
def handle_data(context, data):
    context.i += 1; order(symbol('BASE'), 10)
    if context.i > 4: record(pnl=context.i, sharpe=-1.5, portfolio_value='mine', period_label='x', max_leverage=3)
