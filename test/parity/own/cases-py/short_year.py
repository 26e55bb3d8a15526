"""2.6, 2.10: a year of longs and shorts that earn and owe dividends and splits, rebalanced by percent on Mondays; every column."""
from zipline.api import date_rules, order_target_percent, schedule_function, symbols, time_rules
RUN = dict(start='2020-06-01', end='2021-03-31', capital_base=75000.0, benchmark=True)
def initialize(context): context.assets = symbols('DIVI', 'SPLA', 'GAPS', 'BNCH', 'THIN', 'LATE'); schedule_function(go, date_rules.week_start(), time_rules.market_open())
def go(context, data):
    for n, a in enumerate(context.assets):
        if data.can_trade(a): order_target_percent(a, -.25 if n % 2 else .2)
