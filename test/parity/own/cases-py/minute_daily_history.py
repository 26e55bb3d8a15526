"""2.8: daily windows inside the day: finished days seen with today's splits and dividends, today's bar so far, or none yet."""
from zipline.api import symbols, date_rules, time_rules, schedule_function
RUN = dict(bundle='g-minute', start='2020-11-25', end='2020-12-04', data_frequency='minute')
LOG = []
def initialize(context):
    context.assets = symbols('RARE', 'MSPL', 'MDIV', 'MNEW', 'MEND', 'MAIN')
    for n in (1, 2, 50, 210): schedule_function(look, date_rules.every_day(), time_rules.market_open(minutes=n))
    schedule_function(look, date_rules.every_day(), time_rules.market_close(minutes=1))
def look(context, data): LOG.append([data.current_dt.isoformat()] + [data.history(a, f, n, '1d').tolist() for a in context.assets for f in ('price', 'close', 'open', 'high', 'low', 'volume') for n in (4, 1)])
