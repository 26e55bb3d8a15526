"""2.2: truncation toward zero but for what is within 1e-4 of a whole number; a target's delta, not the target, is rounded."""
from zipline.api import order, order_percent, order_target, order_target_percent, order_target_value, order_value, symbol
RUN = dict(start='2020-06-01', end='2020-08-31', capital_base=30000.0)
AMOUNTS = [5.5, -5.5, 1.9998, 1.99991, -1.99991, -1.9998, .9999, .99989, .00009, -.00011, 2.5, 3.5001, 2.00009, -7.99995, 1e-5, 0.5, -0.5, 12.0001]
TARGETS = [3.7, 5.2, -1.3, -1.9, 0.3, -0.4, 8.9999, 8.5, 8.99995, -2.5]
LOG = []
def initialize(context): context.i = 0
def handle_data(context, data):
    i = context.i; context.i += 1; a, m, d = symbol('BASE'), symbol('MILL'), symbol('DIVI')
    if i < len(AMOUNTS): LOG.append(order(a, AMOUNTS[i]) is None)
    elif i < 28: LOG.append(order_target(a, TARGETS[i - 18]) is None)
    elif i % 3 == 0: LOG.append([order_target_value(m, 137.77 * (i - 40)) is None, order_value(d, -61.37 * i) is None])
    elif i % 3 == 1: LOG.append([order_target_percent(m, .003 * (45 - i)) is None, order_percent(a, -.0101 * (i - 41)) is None])
    else: LOG.append([order_target_percent(d, -.0173) is None, order_target_value(a, context.portfolio.cash * .0371) is None, order_target(m, 17) is None])
