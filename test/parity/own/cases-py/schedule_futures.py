"""2.12: date rules on the sessions of us_futures, of which there are more than New York's."""
from zipline.api import date_rules, schedule_function, time_rules
RUN = dict(bundle='g-futures', start='2021-01-12', end='2021-06-10', calendar='us_futures')
LOG = []
def initialize(context):
    def plan(name, *rules, **more): schedule_function(lambda c, d: LOG.append([name, d.current_dt.isoformat()]), *rules, **more)
    for n in (0, 3, 20): plan('ms%d' % n, date_rules.month_start(n)); plan('me%d' % n, date_rules.month_end(n))
    for n in (0, 4): plan('ws%d' % n, date_rules.week_start(n), time_rules.market_open()); plan('we%d' % n, date_rules.week_end(n), time_rules.market_close())
    plan('full', date_rules.every_day(), half_days=False)
def handle_data(context, data): pass
