"""2.4: EODCancel in minute data: all open orders go, unlisted; what is partly filled keeps what it has."""
from zipline.api import cancel_policy, get_order, order, set_cancel_policy, symbol, date_rules, time_rules, schedule_function
RUN = dict(bundle='g-minute', start='2020-11-25', end='2020-12-02', data_frequency='minute')
LOG = []
def initialize(context): context.ids = []; set_cancel_policy(cancel_policy.EODCancel(warn_on_cancel=False)); schedule_function(late, date_rules.every_day(), time_rules.market_close(minutes=20)); schedule_function(last, date_rules.every_day(), time_rules.market_close())
def late(context, data): context.ids = [order(symbol('RARE'), 50), order(symbol('MSPL'), 900), order(symbol('MAIN'), 3, limit_price=1.0), order(symbol('MEND'), -70)]
def last(context, data): context.ids.append(order(symbol('MAIN'), 5)); LOG.append([[o.filled, o.status] for o in map(get_order, filter(None, context.ids))])
def before_trading_start(context, data): LOG.append([[o.amount, o.filled, o.status, o.dt.isoformat()] for o in map(get_order, filter(None, context.ids))])
