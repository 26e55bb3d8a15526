"""2.8: minute windows within a session, over sessions, splits and dividends, listings and ends; carried prices from before the window."""
from zipline.api import symbols, date_rules, time_rules, schedule_function
RUN = dict(bundle='g-minute', start='2020-11-24', end='2020-12-04', data_frequency='minute')
LOG = []
def initialize(context):
    context.assets = symbols('RARE', 'MSPL', 'MDIV', 'MNEW', 'MEND')
    for n in (1, 3, 37, 200): schedule_function(look, date_rules.every_day(), time_rules.market_open(minutes=n))
    schedule_function(far, date_rules.every_day(), time_rules.market_open(minutes=2))
def look(context, data): LOG.append([data.current_dt.isoformat()] + [data.history(a, f, 8, '1m').tolist() for a in context.assets for f in ('price', 'close', 'open', 'volume')])
def far(context, data):
    h = data.history(context.assets, ['price', 'high', 'volume'], 400, '1m'); LOG.append([[h[f].unstack()[a].iloc[i] for i in (0, 7, 100, 209, 210, 390, 398, 399)] + [h[f].unstack()[a].sum()] for a in context.assets for f in ('price', 'high', 'volume')])
    LOG.append([str(x) for x in data.history(context.assets[0], 'price', 4, '1m').index])
