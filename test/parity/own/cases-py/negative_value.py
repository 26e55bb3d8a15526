"""2.6, 2.10: a levered account below zero and back: leverage, returns chained through zero, risk without a number."""
from zipline.api import order, order_target_percent, symbol, record
RUN = dict(start='2020-06-01', end='2021-02-26', capital_base=1000.0)
def initialize(context): context.i = 0
def handle_data(context, data):
    i = context.i; context.i += 1
    if i == 0: order(symbol('SPLA'), 100); order(symbol('BASE'), -150)
    if i % 40 == 20: order_target_percent(symbol('MILL'), .7)
    a, p = context.account, context.portfolio
    record(lev=a.leverage, net=a.net_leverage, gross=a.gross_leverage, cushion=a.cushion, exposure=a.total_positions_exposure, value=a.total_positions_value, ret=p.returns, w=p.current_portfolio_weights.tolist())
