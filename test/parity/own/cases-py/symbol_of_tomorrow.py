"""2.2: a ticker is looked up as of the run's last session; one that is not listed by then is not found."""
from zipline.api import symbol
RUN = dict(start='2020-09-01', end='2020-09-11', raises=True)
def initialize(context): pass
def handle_data(context, data): symbol('LIST')
