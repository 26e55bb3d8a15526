"""2.10: alpha, beta, and the benchmark's columns against returns with dates left out; a short account."""
from zipline.api import order, symbol
RUN = dict(start='2020-06-01', end='2021-03-31', benchmark=True)
def initialize(context): context.i = 0
def handle_data(context, data):
    context.i += 1
    if context.i == 3: order(symbol('BASE'), -300); order(symbol('DIVI'), 500)
    if context.i == 90: order(symbol('BASE'), 700)
