"""2.6: futures' cash flow: adding, reducing and flipping several contracts, multipliers of 0.1 and 1000; days without trades."""
from zipline.api import future_symbol, order, record, set_commission, set_slippage, slippage, commission
RUN = dict(bundle='g-futures', start='2021-01-05', end='2021-03-31', calendar='us_futures', capital_base=250000.0)
N = {'CLH21': [3, -5, 4, -2, 0, 7, -7, 1], 'GCJ21': [-1, -1, 4, -2, 3, -3, 0, 2], 'FSH21': [400, -900, 100, 250, -3, 0, 150, 3], 'ESH21': [1, -1, -1, 2, -2, 2, 0, -1]}
LOG = []
def initialize(context): context.i = 0; set_slippage(us_futures=slippage.FixedSlippage(spread=.1)); set_commission(us_futures=commission.PerContract(cost=.97, exchange_fee=1.11, min_trade_cost=3.0))
def handle_data(context, data):
    i = context.i; context.i += 1
    for name, amounts in N.items():
        if i % 4 == 0: order(future_symbol(name), amounts[i // 4 % 8])
        if i % 8 == 2: order(future_symbol(name), 1); order(future_symbol(name), -2)
    p, a = context.portfolio, context.account
    LOG.append([p.cash, p.portfolio_value, p.positions_value, p.positions_exposure, p.cash_flow, p.pnl, a.leverage, a.total_positions_exposure, p.current_portfolio_weights.tolist(), [[x.asset.symbol, x.amount, x.cost_basis, x.last_sale_price] for x in p.positions.values()]])
