"""2.10: an asset as benchmark, adjusted for its split and dividends as of the last day."""
from zipline.api import order, set_benchmark, symbol
RUN = dict(start='2020-06-15', end='2021-03-26')
def initialize(context): set_benchmark(symbol('BNCH')); context.i = 0
def handle_data(context, data):
    context.i += 1
    if context.i % 20 == 1: order(symbol('BNCH'), 10); order(symbol('MILL'), 500)
