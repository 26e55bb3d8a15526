"""2.1, 2.4: minute fills on the next minute with a trade; the session's last minute fills the next morning; partial fills over days; limits and stops in a rare asset."""
from zipline.api import get_open_orders, order, symbol, set_slippage, slippage, set_commission, commission, date_rules, time_rules, schedule_function
RUN = dict(bundle='g-minute', start='2020-11-23', end='2020-12-04', data_frequency='minute')
LOG = []
def initialize(context):
    set_slippage(slippage.VolumeShareSlippage(volume_limit=.1, price_impact=.2)); set_commission(commission.PerShare(.02, 1.0))
    schedule_function(late, date_rules.every_day(), time_rules.market_close(minutes=1)); schedule_function(mid, date_rules.every_day(), time_rules.market_open(hours=1)); context.n = 0
def handle_data(context, data):
    context.n += 1
    if data.current_dt.hour == 21 and data.current_dt.minute == 0: order(symbol('MAIN'), 7); order(symbol('MSPL'), -3); LOG.append([data.current_dt.isoformat(), context.portfolio.portfolio_value])
def late(context, data): order(symbol('RARE'), 12); order(symbol('MEND'), -40); LOG.append([[a.symbol, [[o.amount, o.filled, o.limit, o.stop, o.commission] for o in os]] for a, os in get_open_orders().items()])
def mid(context, data):
    p = data.current(symbol('RARE'), 'price'); order(symbol('RARE'), -9, limit_price=p * 1.001); order(symbol('RARE'), -6, stop_price=p * .999); order(symbol('MNEW'), 333); order(symbol('MSPL'), 50, limit_price=data.current(symbol('MSPL'), 'price') * .995)
