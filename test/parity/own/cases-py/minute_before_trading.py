"""2.1, 2.8: before the open the last minute is yesterday's, seen with today's splits and dividends; prices, windows of days and minutes, the account."""
from zipline.api import symbols, order, get_datetime
RUN = dict(bundle='g-minute', start='2020-11-25', end='2020-12-04', data_frequency='minute')
LOG = []
def initialize(context): context.assets = symbols('RARE', 'MSPL', 'MDIV', 'MNEW', 'MEND', 'MAIN'); context.n = 0
def before_trading_start(context, data):
    LOG.append([data.current_dt.isoformat(), get_datetime().isoformat(), str(data.current_session.date()), context.portfolio.cash, context.portfolio.portfolio_value, [[p.asset.symbol, p.amount, p.cost_basis, p.last_sale_price] for p in context.portfolio.positions.values()]])
    LOG.append([data.current(context.assets, 'price').tolist(), data.current(context.assets, 'close').tolist(), data.current(context.assets, 'volume').tolist(), data.current(context.assets, 'open').tolist(), [bool(x) for x in data.can_trade(context.assets)], [bool(x) for x in data.is_stale(context.assets)]])
    LOG.append([data.history(a, f, 3, u).tolist() for a in context.assets for f in ('price', 'close', 'volume') for u in ('1m', '1d')])
def handle_data(context, data):
    context.n += 1
    if context.n == 300: order(context.assets[1], 31); order(context.assets[2], 40); order(context.assets[5], -10); order(context.assets[0], 5)
