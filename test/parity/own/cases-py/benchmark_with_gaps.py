"""2.10: a benchmark with days without trades."""
from zipline.api import set_benchmark, symbol, order
RUN = dict(start='2020-06-04', end='2021-01-29')
def initialize(context): set_benchmark(symbol('GAPS')); context.i = 0
def handle_data(context, data):
    context.i += 1
    if context.i == 2: order(symbol('GAPS'), 100)
