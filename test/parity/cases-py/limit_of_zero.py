"""Limit and stop prices of 0 are prices."""
from zipline.api import *
RUN = dict(end='2020-01-31')
def initialize(context): pass
def handle_data(context, data):
    order(symbol('ALFA'), 5, limit_price=0); order(symbol('BETA'), -5, limit_price=0); order(symbol('BETA'), 5, stop_price=0)
