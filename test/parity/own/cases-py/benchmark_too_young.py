"""2.10: a benchmark that is listed after the run's first session raises."""
from zipline.api import set_benchmark, symbol
RUN = dict(start='2020-09-01', end='2020-10-03', raises=True)
def initialize(context): set_benchmark(symbol('LIST'))
def handle_data(context, data): pass
