"""2.10: an asset as benchmark whose first day is the run's: that day counts from its open."""
from zipline.api import order, set_benchmark, symbol
RUN = dict(start='2020-09-14', end='2020-12-31')
def initialize(context): set_benchmark(symbol('LIST')); context.i = 0
def handle_data(context, data):
    context.i += 1
    if context.i == 1: order(symbol('LIST'), 1000)
