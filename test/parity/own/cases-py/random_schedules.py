"""2.12: date rules and time rules drawn by lot, minute by minute over a half day and the turn of a month."""
from zipline.api import date_rules, schedule_function, time_rules
SEED = 1
RUN = dict(bundle='g-minute', start=['2020-11-20', '2020-11-23', '2020-11-24', '2020-11-25', '2020-11-27'][SEED % 5], end=['2020-11-27', '2020-11-30', '2020-12-04'][SEED % 3], data_frequency='minute')
LOG = []
class Lots:
    def __init__(self, seed): self.state = seed
    def next(self): self.state = (self.state * 1664525 + 1013904223) % 4294967296; return self.state / 4294967296
    def below(self, n): return int(self.next() * n)
def initialize(context):
    lots = Lots(SEED)
    def plan(i):
        d, n, w, t, h, m, half = lots.below(5), lots.below(23), lots.below(5), lots.below(3), lots.below(6), lots.below(60), lots.below(3) > 0
        date = [date_rules.every_day, lambda: date_rules.month_start(n), lambda: date_rules.month_end(n), lambda: date_rules.week_start(w), lambda: date_rules.week_end(w)][d]()
        time = [lambda: time_rules.market_open(hours=h, minutes=m + 1), lambda: time_rules.market_close(hours=h, minutes=m + 1), time_rules.every_minute][t]()
        schedule_function(lambda c, data: LOG.append([i, data.current_dt.isoformat()]), date, time, half)
    for i in range(30): plan(i)
def handle_data(context, data): pass
