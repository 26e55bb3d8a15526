"""set_min_leverage ends the run once its grace period is over."""
import pandas as pd
from zipline.api import *
RUN = dict(end='2020-06-30', raises=True)
LOG = []
def initialize(context): set_min_leverage(0.05, pd.Timedelta(days=30))
def handle_data(context, data):
    LOG.append(get_datetime().isoformat()); order(symbol('ALFA'), 1)
