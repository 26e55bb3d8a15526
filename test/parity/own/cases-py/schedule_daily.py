"""2.12: every date rule, with offsets, in a run that begins and ends within a month; half days left out; time rules have no say."""
from zipline.api import date_rules, schedule_function, time_rules, order, symbol
RUN = dict(start='2020-09-16', end='2021-03-10')
LOG = []
def initialize(context):
    def plan(name, *rules, **more): schedule_function(lambda c, d: LOG.append([name, str(d.current_session.date())]), *rules, **more)
    for n in (0, 1, 5, 15, 22): plan('ms%d' % n, date_rules.month_start(n)); plan('me%d' % n, date_rules.month_end(days_offset=n), time_rules.market_close(hours=3))
    for n in (0, 2, 4): plan('ws%d' % n, date_rules.week_start(days_offset=n), time_rules.market_open(hours=6, minutes=30)); plan('we%d' % n, date_rules.week_end(n))
    plan('full', date_rules.every_day(), time_rules.market_open(), half_days=False); plan('day', date_rules.every_day(), time_rules.every_minute()); plan('we0 full', date_rules.week_end(), half_days=False)
def handle_data(context, data):
    if data.current_session.weekday() == 4: LOG.append('friday')
