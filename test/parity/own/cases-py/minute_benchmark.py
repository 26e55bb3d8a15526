"""2.10: minute data against an asset: its returns are day by day; leverage is looked at when sessions end."""
from zipline.api import order, set_benchmark, symbol
RUN = dict(bundle='g-minute', start='2020-11-24', end='2020-12-04', data_frequency='minute', capital_base=20000.0)
def initialize(context): set_benchmark(symbol('MSPL')); context.n = 0
def handle_data(context, data):
    context.n += 1
    if context.n % 500 == 7: order(symbol('MAIN'), 400)
    if context.n % 500 == 300: order(symbol('MAIN'), -390)
