"""2.2, 2.3, 2.7: prices of thousandths, and of nothing: sizing by value, limits below half a tick, no fill without a price."""
from zipline.api import get_order, order, order_target_percent, order_value, order_target_value, symbol
RUN = dict(start='2020-06-01', end='2020-10-15', capital_base=2000.0)
LOG = []
def initialize(context): context.i = 0; context.ids = []
def handle_data(context, data):
    i = context.i; context.i += 1; p, t = symbol('PENY'), symbol('TINY')
    if i % 9 == 0: context.ids = [order_value(p, 17.77), order_target_percent(p, .03), order(p, 1000, limit_price=.004), order(p, 900, limit_price=.016), order(p, -300, stop_price=.0049), order(p, -200, limit_price=.0051)]
    if i % 9 == 4: context.ids = [order(t, 100, limit_price=.0001), order(t, -50, stop_price=.00001)]
    if data.can_trade(t) and i % 7 == 1: context.ids.append(order_value(t, 3.3)); context.ids.append(order_target_value(t, 1.0))
    if i == 30: context.ids.append(order(t, 777))
    LOG.append([data.can_trade(t), data.is_stale(t), data.current(t, 'price'), data.current(t, 'volume'), str(data.current(t, 'last_traded')), [[o.amount, o.limit, o.stop, o.status] for o in map(get_order, filter(None, context.ids))]])
