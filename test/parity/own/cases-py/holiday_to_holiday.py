"""2.1, 2.12: a run asked for from a Saturday to Thanksgiving plays the sessions between them."""
from zipline.api import date_rules, get_datetime, order, schedule_function, symbol, get_environment, sid, time_rules
RUN = dict(start='2020-07-04', end='2020-11-26')
LOG = []
def initialize(context):
    context.i = 0; schedule_function(lambda c, d: LOG.append(['month', get_datetime().isoformat()]), date_rules.month_start()); schedule_function(lambda c, d: LOG.append(['week', get_datetime('US/Eastern').isoformat()]), date_rules.week_end(), time_rules.market_close())
    LOG.append([get_environment(), get_environment('arena'), get_environment('capital_base'), str(get_environment('start')), str(get_environment('end')), get_environment('data_frequency')])
def handle_data(context, data):
    context.i += 1
    if context.i == 1: order(symbol('base'), 5); order(sid(3), -2); LOG.append([str(data.current_session), str(context.portfolio.start_date)])
