"""2.6: a short position owes shares; they are taken from what is held of them."""
from zipline.api import order, symbol
RUN = dict(start='2020-06-01', end='2020-11-30')
def initialize(context): context.i = 0
def handle_data(context, data):
    i = context.i; context.i += 1
    if i == 0: order(symbol('STKD'), -103); order(symbol('THIN'), 15)
    if i == 30: order(symbol('STKD'), -7)
