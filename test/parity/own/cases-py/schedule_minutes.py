"""2.12: time rules from the open and the close over a half day; offsets that miss it; every minute; half days left out; handle_data first."""
from zipline.api import date_rules, schedule_function, time_rules
RUN = dict(bundle='g-minute', start='2020-11-23', end='2020-12-04', data_frequency='minute')
LOG = []
def initialize(context):
    context.n = 0
    def plan(name, *rules, **more): schedule_function(lambda c, d: LOG.append([name, d.current_dt.isoformat(), c.n]), *rules, **more)
    plan('open', date_rules.every_day(), time_rules.market_open()); plan('open 1', date_rules.every_day(), time_rules.market_open(minutes=1)); plan('open 3:31', date_rules.every_day(), time_rules.market_open(hours=3, minutes=31)); plan('open 6:30', date_rules.week_end(), time_rules.market_open(hours=6, minutes=30))
    plan('close', date_rules.every_day(), time_rules.market_close()); plan('close 3:30', date_rules.every_day(), time_rules.market_close(hours=3, minutes=30)); plan('close 4', date_rules.every_day(), time_rules.market_close(hours=4)); plan('full close', date_rules.every_day(), time_rules.market_close(), half_days=False)
    plan('month end', date_rules.month_end(), time_rules.market_open(minutes=2)); plan('month start', date_rules.month_start(1), time_rules.market_open(minutes=2)); plan('once', date_rules.week_start(1))
    plan('minutes', date_rules.week_start(), time_rules.every_minute())
def handle_data(context, data): context.n += 1
