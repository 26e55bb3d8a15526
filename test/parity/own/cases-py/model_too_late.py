"""2.4: a slippage model chosen after initialize raises."""
from zipline.api import set_slippage, slippage
RUN = dict(start='2020-06-01', end='2020-06-03', raises=True)
def initialize(context): pass
def handle_data(context, data): set_slippage(slippage.NoSlippage())
