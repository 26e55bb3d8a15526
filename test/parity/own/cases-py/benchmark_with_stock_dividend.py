"""2.10: a benchmark that pays dividends in stock raises."""
from zipline.api import set_benchmark, symbol
RUN = dict(start='2020-06-08', end='2020-10-02', raises=True)
def initialize(context): set_benchmark(symbol('STKD'))
def handle_data(context, data): pass
