"""2.1: what each callback sees of cash, positions and orders through splits, ex days and pay days; handle_data before scheduled functions, in their order."""
from zipline.api import date_rules, get_datetime, get_open_orders, order, record, schedule_function, symbol
RUN = dict(start='2020-08-26', end='2020-09-11', capital_base=50000.0)
LOG = []
def look(where, context, data):
    p = context.portfolio
    LOG.append([where, data.current_dt.isoformat(), p.cash, p.portfolio_value, p.positions_value, p.pnl, p.returns, p.cash_flow,
                [[a.symbol, x.amount, x.cost_basis, x.last_sale_price] for a, x in p.positions.items()], [[o.amount, o.filled, o.limit] for o in get_open_orders(symbol('SPLA'))]])
def initialize(context):
    schedule_function(second, date_rules.every_day()); schedule_function(third, date_rules.week_end()); schedule_function(second, date_rules.week_start(1))
def before_trading_start(context, data): look('before', context, data)
def handle_data(context, data):
    look('handle', context, data)
    if data.current_session.day == 26: order(symbol('SPLA'), 21); order(symbol('DIVI'), 100)
    if data.current_session.day == 28: order(symbol('SPLA'), 7, limit_price=10.123); order(symbol('SPLA'), -5, limit_price=4000)
def second(context, data): look('second', context, data); record(at=get_datetime().isoformat()); order(symbol('BASE'), 3)
def third(context, data): look('third', context, data); order(symbol('DIVI'), -130)
