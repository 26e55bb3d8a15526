"""2.10: risk against an asset with gaps, splits and dividends, of an account that is levered, short, and flat in turn."""
from zipline.api import order_target_percent, set_benchmark, symbol, symbols
RUN = dict(start='2020-07-09', end='2021-03-30', capital_base=50000.0)
def initialize(context): set_benchmark(symbol('SPLA')); context.i = 0
def handle_data(context, data):
    i = context.i; context.i += 1
    if i % 10 == 0:
        for n, a in enumerate(symbols('BASE', 'SPLA', 'DIVI', 'GAPS')): order_target_percent(a, [(0, 1.2, -.8, 0, .5)[(i // 10 + n) % 5], 0][i > 150 and i < 170])
